"""Forms of a request for a review: asking, arranging, papers, declining, cancelling."""

from collections.abc import Sequence
from typing import Any

from actions.forms import SentOnce
from core import nhsuk
from reviews import rules
from reviews.details import ArrangeDetails, RequestDetails

_ORGANISERS = [(one.value, one.label) for one in rules.Organiser]


class RequestForm(SentOnce):
    """Who asks for a review, and why."""

    submit = "Ask for this review"

    requester = nhsuk.ChoiceRadios(
        "Who asks for it?",
        hint="The person, family, a carer, an advocate or a team around the person may all ask.",
        choices=[(one.value, one.label) for one in rules.Requester],
        missing="Select who asks for the review",
    )
    asked_on = nhsuk.DateField(
        "When was it asked for?",
        called="Date of the request",
        hint="For example, 15 3 2026",
        past=True,
    )
    reason = nhsuk.LongTextField(
        "Why is a review asked for?",
        called="The reason",
        hint="What has changed, and what the person or family hope for.",
        missing="Enter why a review is asked for",
        max_length=2000,
        rows=4,
    )
    ehc_plan = nhsuk.YesNoField(
        "Does the person have an education, health and care plan?",
        hint="It decides whether this is a CTR or a CETR.",
        missing="Select yes if the person has an EHC plan",
    )

    def __init__(self, *args: Any, asks_plan: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_plan:
            del self.fields["ehc_plan"]

    def details(self) -> RequestDetails:
        """Return what was typed."""
        values = self.cleaned_data
        return RequestDetails(
            requester=rules.Requester(values["requester"]),
            reason=values["reason"],
            asked_on=values["asked_on"],
            ehc_plan=values.get("ehc_plan"),
        )


def version_typed(form: nhsuk.Form) -> int | None:
    """Return the version of the request that the page showed; None where it was lost."""
    typed = str(form.cleaned_data.get("version") or "")
    return int(typed) if typed.isdecimal() else None


class ArrangeForm(nhsuk.Form):
    """When and where a review will be, who organises it, and its panel."""

    submit = "Save the arrangements"

    planned_on = nhsuk.DateField(
        "When will it be held?",
        called="Date of the review",
        hint="For example, 15 3 2027",
        future=True,
    )
    place = nhsuk.PlainTextField("Where?", called="The place", required=False, max_length=200)
    organiser = nhsuk.ChoiceRadios(
        "Who organises it?", choices=_ORGANISERS, missing="Select who organises the review"
    )
    chair = nhsuk.PlainTextField(
        "Chair", required=False, optional_mark=False, max_length=120, width=20
    )
    chair_is_delegate = nhsuk.YesNoField(
        "Does the chair stand in for the responsible commissioner?",
        hint="A delegate has authority to decide and is not independent.",
        required=False,
    )
    clinical_expert = nhsuk.PlainTextField(
        "Independent clinical expert", required=False, optional_mark=False, max_length=120, width=20
    )
    expert_by_experience = nhsuk.PlainTextField(
        "Independent expert by experience", required=False, optional_mark=False, max_length=120,
        width=20,
    )  # fmt: skip
    others = nhsuk.LongTextField(
        "Who else is invited?", called="Others invited", required=False, max_length=2000, rows=3
    )
    version = nhsuk.HiddenTextField(required=False, max_length=10)

    def __init__(self, *args: Any, child: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        extra = "Physical health or complex medicines: think of an extra expert, a pharmacist say."
        if child:
            extra = f"Think of children's social care and education. {extra}"
        self.fields["others"].help_text = extra

    def layout_parts(self) -> list[Any]:
        """Return the arrangements, then the panel."""
        return [
            nhsuk.Section("Date and place", "planned_on", "place", "organiser"),
            nhsuk.Section(
                "The panel", "chair", "chair_is_delegate", "clinical_expert",
                "expert_by_experience", "others",
                intro="Name them as they agree to come. A C(E)TR counts as held only with a chair "
                "and both independent experts.",
            ),
            self.buttons(),
        ]  # fmt: skip

    def details(self) -> ArrangeDetails:
        """Return what was typed."""
        values = self.cleaned_data
        same = (
            "planned_on", "place", "chair", "clinical_expert", "expert_by_experience", "others",
        )  # fmt: skip
        return ArrangeDetails(
            organiser=rules.Organiser(values["organiser"]),
            chair_is_delegate=bool(values["chair_is_delegate"]),
            **{name: values[name] for name in same},
        )


class PapersForm(nhsuk.Form):
    """Which papers have come, and which the panel was sent."""

    submit = "Save the papers"

    received = nhsuk.ChoiceCheckboxes(
        "Which papers have come?", choices=[], required=False, optional_mark=False
    )
    circulated = nhsuk.ChoiceCheckboxes(
        "Which papers were sent to the panel?",
        hint="By secure email. The core papers no later than 24 hours before.",
        choices=[],
        required=False,
        optional_mark=False,
    )
    version = nhsuk.HiddenTextField(required=False, max_length=10)

    def __init__(
        self, *args: Any, papers: Sequence[tuple[str, str]], consent: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received"].choices = papers  # type: ignore[attr-defined]
        self.fields["circulated"].choices = papers  # type: ignore[attr-defined]
        if not consent:
            self.fields[
                "circulated"
            ].help_text = (
                "No consent to the review is on record: the panel must not read the papers."
            )


class DeclineForm(nhsuk.Form):
    """Why a request is declined."""

    submit = "Decline this request"
    submit_variant = "warning"

    reason = nhsuk.LongTextField(
        "Why is the request declined?",
        called="The reason",
        hint="Whoever asked is told that it was declined, and may ask again.",
        missing="Enter why the request is declined",
        max_length=2000,
        rows=4,
    )


class CancelForm(nhsuk.Form):
    """Why an arranged review is called off."""

    submit = "Cancel this review"
    submit_variant = "warning"

    reason = nhsuk.LongTextField(
        "Why is the review cancelled?",
        called="The reason",
        hint="To change its date, change the arrangements instead.",
        missing="Enter why the review is cancelled",
        max_length=2000,
        rows=4,
    )
