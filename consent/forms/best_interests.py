"""Decisions for somebody who lacks capacity: in their best interests, by attorney, by deputy."""

from typing import Any, ClassVar

from accounts.models import choices
from consent import rules
from consent.details import BestInterestsDetails
from consent.forms.capacity import CAPACITY, CapacityForm
from consent.forms.decision import DECISION, INFORMATION, OTHERS, SCOPES, pick
from consent.rules import Attorney, AttorneyView, Basis
from core import nhsuk

ATTORNEY = ("attorney_name", "attorney_valid", "attorney_document", "attorney_view")


class BestInterestsForm(CapacityForm):
    """Others decide in the person's best interests (MCA s.4), capacity being assessed first."""

    basis = Basis.BEST_INTERESTS
    submit = "Save the best-interests decision"

    no_assumptions = nhsuk.ConfirmField(
        "Nothing was decided merely by age, appearance, condition or behaviour",
        missing="Confirm that nothing was decided by age, appearance, condition or behaviour",
    )
    circumstances = nhsuk.LongTextField(
        "What are the relevant circumstances?",
        called="Relevant circumstances",
        missing="Enter the relevant circumstances",
    )
    regain = nhsuk.YesNoField(
        "Is the person likely to have capacity for this decision later?",
        reveals={"yes": ["regain_when"]},
        missing="Select yes if the person is likely to have capacity later",
    )
    regain_when = nhsuk.PlainTextField(
        "When, and why can it not wait?",
        called="When capacity is likely",
        max_length=1000,
        missing="Enter when capacity is likely and why it cannot wait",
    )
    participation = nhsuk.LongTextField(
        "How did the person take part?",
        called="How the person took part",
        missing="Enter how the person took part",
    )
    wishes = nhsuk.LongTextField(
        "What are the person's past and present wishes and feelings?",
        hint="Written statements above all",
        called="Wishes and feelings",
        missing="Enter the person's wishes and feelings",
    )
    beliefs = nhsuk.LongTextField(
        "Which beliefs and values would influence them?",
        called="Beliefs and values",
        missing="Enter the beliefs and values that would influence them",
    )
    other_factors = nhsuk.LongTextField(
        "What else would they weigh?", called="What else they would weigh", required=False
    )
    less_restrictive = nhsuk.LongTextField(
        "Why is this the least restrictive way?",
        called="Why this is the least restrictive way",
        missing="Enter why this is the least restrictive way",
    )
    consulted = nhsuk.LongTextField(
        "Who was consulted, and what are their views?",
        hint="People the person named, carers, family, any attorney or deputy",
        called="Who was consulted",
        missing="Enter who was consulted and their views",
    )
    attorney = nhsuk.ChoiceRadios(
        "Is there an attorney or a deputy for health and welfare?",
        choices=choices(Attorney),
        missing="Select whether there is an attorney or a deputy",
    )
    attorney_name = nhsuk.PlainTextField("Name of the attorney or deputy", required=False)
    attorney_valid = nhsuk.YesNoField(
        "Is their authority valid, registered, and does it cover this decision?",
        missing="Select yes if their authority is valid and covers this decision",
        required=False,
    )
    attorney_document = nhsuk.PlainTextField(
        "Which document was seen?",
        hint="Reference only, such as the registration or order number",
        called="The document seen",
        missing="Enter which document was seen",
        required=False,
    )
    attorney_view = nhsuk.ChoiceRadios(
        "What is their view?",
        choices=choices(AttorneyView),
        missing="Select their view",
        required=False,
    )
    advocate = nhsuk.ChoiceRadios(
        "Was an advocate (IMCA or other) considered?",
        choices=choices(rules.Advocate),
        missing="Select whether an advocate was considered",
    )
    advocate_reason = nhsuk.PlainTextField(
        "Why?", called="Why, about an advocate", max_length=1000, required=False
    )

    def layout_parts(self) -> list[Any]:
        """Return the assessment, the checklist and the decision, in the order of the law."""
        return [
            nhsuk.Section("Capacity for this decision", *CAPACITY),
            nhsuk.Section(
                "The person's best interests",
                *("no_assumptions", "circumstances", "regain", "participation", "wishes"),
                *("beliefs", "other_factors", "less_restrictive"),
            ),
            nhsuk.Section("Attorney or deputy", *self.attorney_layout()),
            nhsuk.Section("Others", *OTHERS, "advocate", "advocate_reason", "dissent"),
            nhsuk.Section(
                "What is in the person's best interests",
                *SCOPES,
                intro="Four questions, each with its own answer.",
            ),
            nhsuk.Section("Information", *INFORMATION),
            nhsuk.Section("The decision", *DECISION, "evidence_reference"),
            self.buttons(),
        ]

    def attorney_layout(self) -> tuple[str, ...]:
        """Return the fields about an attorney or deputy, who may not exist."""
        return ("attorney", *ATTORNEY)

    def parts(self) -> dict[str, Any]:
        """Return the assessment and the checklist."""
        typed = dict(self.cleaned_data)
        typed["attorney"] = Attorney(typed["attorney"])
        if typed["attorney"] is Attorney.NONE:
            typed |= {"attorney_name": "", "attorney_document": ""}
            typed |= {"attorney_valid": None, "attorney_view": ""}
        typed["attorney_view"] = AttorneyView(view) if (view := typed["attorney_view"]) else None
        typed["advocate"] = rules.Advocate(typed["advocate"])
        return super().parts() | {"best_interests": pick(BestInterestsDetails, typed)}


class AttorneyForm(BestInterestsForm):
    """An attorney decides: the same checklist binds them (MCA s.9(4)), and they must agree."""

    basis = Basis.LPA
    kind: ClassVar[Attorney] = Attorney.LPA
    submit = "Save the attorney's decision"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["attorney"]
        for name in ATTORNEY:
            self.fields[name].required = True

    def attorney_layout(self) -> tuple[str, ...]:
        """Return the fields about the one who decides."""
        return ATTORNEY

    def parts(self) -> dict[str, Any]:
        """Return the assessment and the checklist, the kind of authority being known."""
        self.cleaned_data["attorney"] = self.kind
        return super().parts()


class DeputyForm(AttorneyForm):
    """A deputy decides, within what the court has given them."""

    basis = Basis.DEPUTY
    kind = Attorney.DEPUTY
    submit = "Save the deputy's decision"
