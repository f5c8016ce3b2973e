"""The page that corrects a decision about being on the register."""

from typing import Any

from django.urls import reverse

from consent import workflow
from consent.forms.correcting import correcting
from consent.models import Decision
from consent.rules import Basis
from register.views.correcting import Correct


class CorrectDecision(Correct):
    """A decision that was recorded wrongly, on the basis on which it was made."""

    verb = workflow.correct_decision
    named = "decision"
    model = Decision
    heading = "Correct the decision"
    intro = (
        "For what was typed wrongly when the decision was recorded. If something else has been "
        "decided since, record a new decision instead. If it was made on another basis, strike it "
        "out and record it anew."
    )
    done = "The decision was corrected."

    def load(self) -> None:
        super().load()
        self.form_class = correcting(Basis(self.fact.basis))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"birth_date": self.person.birth_date}

    def get_success_url(self) -> str:
        made = getattr(self, "result", None)
        if made is not None:
            return reverse("consent:decision", args=[made.pk])
        return reverse("consent:history", args=[self.person.pk])
