"""The form of a decision as it should have been recorded."""

from functools import cache
from typing import Any

from consent import policy, rules
from consent.forms import form_for
from consent.forms.decision import DecisionForm
from consent.models import Decision
from consent.rules import Basis
from consent.workflow.decisions import details_of
from register.forms.correcting import Correction, why_field


class CorrectDecision(Correction, DecisionForm):
    """What a decision about being on the register should have said, on the same basis."""

    submit = "Correct the decision"

    why = why_field("wrong decision")

    @classmethod
    def initial_of(cls, fact: Decision) -> dict[str, Any]:
        """Return what was recorded; a day of review that follows from the others is left open."""
        details, figures = details_of(fact), policy.current().review
        by_itself = rules.review_on(
            decided_on=details.decided_on, birth_date=fact.person.birth_date,
            fluctuating=details.fluctuating, months=figures.months,
            fluctuating_months=figures.fluctuating_months,
        )  # fmt: skip
        shown = details.initial()
        return shown | {"review_on": None} if details.review_on == by_itself else shown

    def right(self) -> dict[str, Any]:
        """Return what was typed, as the verb takes it."""
        return {"details": self.details(), "why": self.cleaned_data["why"]}


@cache
def correcting(basis: Basis) -> type[CorrectDecision]:
    """Return the form that corrects a decision on this basis."""
    form = form_for(basis)
    words = {"submit": CorrectDecision.submit, "__doc__": CorrectDecision.__doc__}
    return type(f"Correct{form.__name__}", (CorrectDecision, form), words)
