"""What every basis asks: which one, the four scopes, the information given, who decided, when."""

from dataclasses import fields
from datetime import date
from typing import Any, ClassVar

from accounts.models import choices
from consent import rules
from consent.details import BasisDetails
from consent.rules import Basis
from core import nhsuk
from core.dates import age_on
from core.errors import RuleBroken

SCOPES = ("on_register", "share_partners", "cetr", "keyworker")
INFORMATION = ("information_given", "information_formats", "leaflet_version")
OTHERS = ("consulted_who", "consulted")
CODED = {"information_formats", "consulted_who"}
"""Fields with several codes each, which are read one by one."""
DECISION = ("decision_maker", "decision_maker_role", "decided_on", "review_on")


class BasisForm(nhsuk.Form):
    """Which basis applies. `age` in whole years narrows the choice to what the law knows."""

    basis = nhsuk.ChoiceRadios(
        "What makes it lawful to put this person on the register?",
        choices=choices(Basis),
        heading=True,
        size="l",
        missing="Select the lawful basis, or read what to do when there is none",
        hints={
            "consent": "The person has capacity for this decision and agrees",
            "best_interests": "Aged 16 or over, lacks capacity for this decision",
            "gillick": "Under 16, understands enough to decide",
            "parental": "Under 16, not competent to decide",
            "lpa": "18 or over, lacks capacity, registered health and welfare attorney",
            "deputy": "Lacks capacity, the court has appointed a deputy for personal welfare",
        },
    )

    def __init__(self, *args: Any, age: int | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if age is not None:
            possible = [(basis.value, basis.label) for basis in rules.bases_for(age)]
            self.fields["basis"].choices = possible  # type: ignore[attr-defined]

    def basis_chosen(self) -> Basis:
        """Return the basis that was chosen."""
        return Basis(self.cleaned_data["basis"])


class DecisionForm(nhsuk.Form):
    """What every basis asks: the four scopes, the information given, who decided, when.

    `birth_date` is optional: where it is given, a decision before birth or on a basis that the
    law does not know at that age is refused at once.
    """

    submit = "Save the decision"
    basis: ClassVar[Basis]

    on_register = nhsuk.YesNoField(
        "Is it agreed that the person is on the register?",
        missing="Select yes if it is agreed that the person is on the register",
    )
    share_partners = nhsuk.YesNoField(
        "Is it agreed to share information with the named partners?",
        missing="Select yes if it is agreed to share information with the named partners",
    )
    cetr = nhsuk.YesNoField(
        "Is it agreed to a C(E)TR, if one is needed?",
        missing="Select yes if it is agreed to a C(E)TR",
    )
    keyworker = nhsuk.YesNoField(
        "Is it agreed to a referral to the keyworker service?",
        hint="For people aged 0 to 25",
        missing="Select yes if it is agreed to a referral to the keyworker service",
    )
    information_given = nhsuk.LongTextField(
        "What was explained, and how?",
        hint="What the register is, who sees it, what happens next, and that they can say no",
        called="What was explained",
        missing="Enter what was explained and how",
    )
    information_formats = nhsuk.ChoiceCheckboxes(
        "In which formats was information given?",
        choices=choices(rules.Format),
        missing="Select how information was given",
    )
    leaflet_version = nhsuk.PlainTextField(
        "Which leaflet, and which version?", called="Leaflet", max_length=60, required=False
    )
    consulted_who = nhsuk.ChoiceCheckboxes(
        "Who was asked for their view?",
        choices=choices(rules.Consulted),
        required=False,
    )
    consulted = nhsuk.LongTextField(
        "Who was consulted, and what are their views?",
        hint="Family, carers, an advocate, others the person named",
        called="Who was consulted",
        required=False,
    )
    dissent = nhsuk.LongTextField(
        "Does anyone disagree? Say who and why", called="Who disagrees", required=False
    )
    decision_maker = nhsuk.PlainTextField(
        "Who took or witnessed this decision?",
        called="Decision-maker",
        missing="Enter who took or witnessed this decision",
    )
    decision_maker_role = nhsuk.PlainTextField(
        "Their role", called="Role of the decision-maker", missing="Enter their role"
    )
    decided_on = nhsuk.DateField("Date of the decision", past=True)
    review_on = nhsuk.DateField(
        "Ask again on",
        hint="Leave empty for 12 months, or earlier where the rules say so",
        called="Date to ask again",
        future=True,
        required=False,
    )
    evidence_reference = nhsuk.PlainTextField(
        "Where is the evidence kept on your own organisation's record?",
        hint="A reference only, such as a document number",
        called="Reference to the evidence",
        missing="Enter where the evidence is kept on your own record",
    )

    def __init__(self, *args: Any, birth_date: date | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.birth_date = birth_date

    def clean(self) -> dict[str, Any]:
        """Refuse a decision that contradicts itself, in the words of the rules."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self._check(self.details())
            except RuleBroken as broken:
                field = broken.field if broken.field in self.fields else None
                self.add_error(field, broken.message)
        return cleaned

    def details(self) -> BasisDetails:
        """Return what was typed, as plain values."""
        return BasisDetails(
            basis=self.basis,
            **{
                one.name: self.cleaned_data[one.name]
                for one in fields(BasisDetails)
                if one.name in self.fields and one.name not in CODED
            },
            information_formats=[
                rules.Format(one) for one in self.cleaned_data["information_formats"]
            ],
            consulted_who=[rules.Consulted(one) for one in self.cleaned_data["consulted_who"]],
            **self.parts(),
        )

    def parts(self) -> dict[str, Any]:
        """Return the parts that this basis has beside the decision itself."""
        return {}

    def _check(self, details: BasisDetails) -> None:
        if self.birth_date is not None:
            if details.decided_on < self.birth_date:
                raise RuleBroken(
                    "Date of the decision is before the date of birth", field="decided_on"
                )
            age = age_on(self.birth_date, details.decided_on)
            rules.check_age(details.basis, age=age)
            rules.check_attorney_age(has_attorney=details.has_attorney, age=age)
        rules.check_details(details)


def pick(kind: type[Any], typed: dict[str, Any]) -> Any:
    """Return a `kind` of details from the fields of the same names."""
    return kind(**{one.name: typed[one.name] for one in fields(kind)})
