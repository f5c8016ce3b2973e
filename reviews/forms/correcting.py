"""Forms that put right a review, a visit, a decision about a keyworker and its answer."""

from typing import Any

from core import nhsuk
from register.forms.correcting import Correction, why_field
from reviews import rules
from reviews.details import ReviewDetails, VisitDetails
from reviews.forms.keyworker import FollowUpForm, KeyworkerForm
from reviews.forms.review import HeldFields
from reviews.forms.visit import VisitFields
from reviews.models import Review

_OF_SOMEONE_ELSE = {
    "visited_on": "When was the visit?",
    "saw_person": "Was the person seen?",
    "not_seen_reason": "Why was the person not seen?",
    "account": "What was seen, heard and asked?",
}
"""What is asked of the person who puts right a visit that someone else made."""


class CorrectReviewForm(Correction, HeldFields):
    """What a review should have said. What it recommended is changed on the pages of that."""

    submit = "Put this review right"

    version = nhsuk.VersionField()
    why = why_field("wrong review")

    @classmethod
    def initial_of(cls, fact: Review) -> dict[str, Any]:
        """Return what the form shows of a review at first."""
        words = {f"line_{one.code}": one.words for one in fact.findings.all()}
        return super().initial_of(fact) | words | {
            "what": "cetr" if fact.counts else "laep",
            "ehc_plan": fact.kind == rules.ReviewKind.CETR if fact.counts else None,
        }  # fmt: skip

    def right(self) -> dict[str, Any]:
        """Return what was typed, as the verb takes it."""
        return {
            "details": ReviewDetails(**self.facts()),
            "version": self.cleaned_data["version"],
            "why": self.cleaned_data["why"],
        }


class CorrectVisitForm(Correction, VisitFields):
    """What a visit should have said; it is still that of the person who made it."""

    submit = "Put this visit right"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in _OF_SOMEONE_ELSE.items():
            self.fields[name].label = words

    def right(self) -> dict[str, Any]:
        """Return what was typed, as the verb takes it."""
        values = super().right()
        on, why = values.pop("visited_on"), values.pop("why")
        return {"on": on, "details": VisitDetails(**values), "why": why}


class CorrectKeyworkerForm(Correction, KeyworkerForm):
    """What was decided about a keyworker."""

    submit = "Put this decision right"

    def right(self) -> dict[str, Any]:
        """Return what was typed, as the verb takes it."""
        outcome = rules.KeyworkerOutcome(self.cleaned_data["outcome"])
        return super().right() | {"outcome": outcome}


class CorrectNewsForm(Correction, FollowUpForm):
    """What the keyworker service said. A day to ask again that has passed can stay."""

    submit = "Put this answer right"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["next_on"].future = False  # type: ignore[attr-defined]

    def right(self) -> dict[str, Any]:
        """Return what was typed, as the verb takes it."""
        return {"news": self.news(), "why": self.cleaned_data["why"]}
