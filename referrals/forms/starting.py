"""The first page: who the register is for, and what makes it lawful to go on."""

from typing import Any
from uuid import UUID, uuid4

from django import forms

from accounts.models import Area, choices
from accounts.querysets import AreaQuerySet
from consent.rules import Basis
from core import nhsuk
from referrals import rules
from register.rules import Diagnosis

NO_BASIS = "none"


class BasisChoiceForm(nhsuk.Form):
    """Which lawful basis applies, or none."""

    submit = "Continue"

    basis = nhsuk.ChoiceRadios(
        "What makes it lawful to put this person on the register?",
        choices=[*choices(Basis), (NO_BASIS, "None of these, or the person said no")],
        missing="Select what makes it lawful, or none of these",
        dividers={NO_BASIS: "or"},
        hints={
            "consent": "Aged 16 or over, has capacity for this decision and agrees",
            "best_interests": "Aged 16 or over, lacks capacity for this decision",
            "gillick": "Under 16, understands enough to decide",
            "parental": "Under 16, not competent to decide",
            "lpa": "18 or over, lacks capacity, registered health and welfare attorney",
            "deputy": "Lacks capacity, the court has appointed a deputy for personal welfare",
        },
    )

    def chosen(self) -> Basis | None:
        """Return the basis, or None where there is none."""
        answer = self.cleaned_data["basis"]
        return None if answer == NO_BASIS else Basis(answer)


class StartForm(BasisChoiceForm):
    """Eligibility first, so that nobody fills in a long form for nothing."""

    layout = ["area", "learning_disability", "autism", "risk", "basis"]

    area = nhsuk.ModelRadios(
        "Which area is this referral for?",
        queryset=Area.objects.none(),
        missing="Select the area",
        hint="The area whose DSR team will look at the referral.",
    )
    learning_disability = nhsuk.ChoiceRadios(
        "Does the person have a learning disability?",
        choices=choices(Diagnosis),
        missing="Select whether the person has a learning disability",
    )
    autism = nhsuk.ChoiceRadios(
        "Is the person autistic?",
        choices=choices(Diagnosis),
        missing="Select whether the person is autistic",
    )
    risk = nhsuk.ChoiceRadios(
        "Is there a risk of an urgent admission?",
        choices=choices(rules.Risk),
        hint="To a residential, mental health or specialist hospital place.",
        missing="Select whether there is a risk of an urgent admission",
    )
    key = nhsuk.HiddenTextField(required=False)

    def __init__(self, *args: Any, areas: AreaQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["area"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = areas
        first = list(areas[:2])
        if len(first) == 1:
            field.initial = first[0].pk
        self.fields["key"].initial = str(uuid4())

    def clean_key(self) -> UUID:
        """Return the key that the page was issued with; a fresh one where it was lost."""
        try:
            return UUID(self.cleaned_data["key"])
        except ValueError:
            return uuid4()

    @property
    def eligible(self) -> bool:
        """Whether the register is for the person described."""
        return rules.is_eligible(
            learning_disability=self.cleaned_data["learning_disability"],
            autism=self.cleaned_data["autism"],
            risk=self.cleaned_data["risk"],
        )


class DiscardForm(nhsuk.Form):
    """A button, and no question."""

    submit = "Discard this draft"
    submit_variant = "warning"
