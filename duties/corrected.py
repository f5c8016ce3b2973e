"""What was put right when a duty ended because of it: the kind of fact, in words, and no more."""

from collections.abc import Iterable
from typing import Any

from core.models import AuditEvent
from duties.rules import CORRECTED
from register.workflow import fact_name
from register.workflow.mistakes.striking_out import TAKEN_BACK

_SAID = {
    "register.closed": "A referral that had been accepted was put back to triage.",
    "register.stay_corrected": "A stay in hospital was put right.",
    "register.death_corrected": "The date of a death was put right.",
    "register.reopened": "The closing of the record was struck out.",
    "referrals.moved_away": "The referral was joined to another record, or separated from one.",
    "referrals.submitted": "The referral was joined to another record, or separated from one.",
    "referrals.struck_out": "A referral that had been decided was put back to triage.",
    "meetings.struck_out": "The minutes of a meeting were struck out.",
    "meetings.no_longer_held": "A meeting was recorded as held by mistake.",
    "meetings.fact_corrected": "The minutes of a meeting were put right.",
    "reviews.setting_followed": (
        "Where a review was held was updated to match the recorded hospital stays."
    ),
    "reviews.struck_out": "The record that a report was sent was struck out.",
    "duties.transition_struck_out": "A decision about Part 8A was struck out.",
    "duties.decision_struck_out": "A decision about a duty was struck out.",
}
_OF_A_FACT = {"register.struck_out": "was struck out", "register.fact_corrected": "was put right"}


def why(numbers: Iterable[int]) -> dict[int, str]:
    """Return in words what each of these events put right, by its number. One query."""
    rows = AuditEvent.objects.filter(pk__in=set(numbers))
    return {pk: _words(kind, facts) for pk, kind, facts in rows.values_list("pk", "kind", "facts")}


def _words(kind: str, facts: dict[str, Any]) -> str:
    fact = facts.get("fact_kind")
    if kind in _OF_A_FACT and fact:
        if fact == TAKEN_BACK:
            return "A decision that was put back to triage by mistake was restored."
        name = fact_name(str(fact))
        return f"{name[:1].upper()}{name[1:]} {_OF_A_FACT[kind]}."
    return _SAID.get(kind, CORRECTED)
