"""Putting right a decision about being on the register that was recorded wrongly."""

from datetime import datetime

from accounts.models import User
from consent.details import BasisDetails
from consent.models import Decision
from consent.workflow.decisions import check_decision, says_the_same, take
from core import events
from core.dates import local_day
from core.errors import RuleBroken
from core.models import new_id
from register.models import StrikeOut
from register.rules import Cause, check_strike_out
from register.workflow import hold
from register.workflow.mistakes.striking_out import UNCHANGED, elsewhere, replace


@events.step
def correct_decision(
    *, decision: Decision, details: BasisDetails, why: str, by: User, at: datetime
) -> Decision:
    """Record what a decision should have said in its place; what it said stays, struck through.

    For the decision in force. What gates on a scope follows from the right one at once. Raises
    `Conflict` where someone else was first, `RuleBroken` as `record` does.
    """
    check_strike_out(why)
    person = hold(decision.person_id)
    wrong = Decision.objects.current().filter(person=person, pk=decision.pk).first()
    if wrong is None:
        mine = StrikeOut.objects.filter(
            fact_id=decision.pk, cause=Cause.CORRECTED, by=by, reason=why.strip()
        )
        placed = mine.values_list("replaced_by", flat=True).first()
        known = Decision.objects.filter(pk=placed).first() if placed else None
        if known is not None:  # sent twice
            return known
        raise elsewhere(decision.pk)
    if getattr(wrong, "withdrawn_parts", None) is not None:
        raise RuleBroken(
            "This is what was left when a part was withdrawn. Strike out the withdrawal of the "
            "part first, then correct the decision."
        )
    check_decision(person=person, details=details, on=local_day(at))
    if says_the_same(wrong, details, on=local_day(at)):
        raise RuleBroken(UNCHANGED)
    placed = new_id()
    replace(
        person=person, kind="decision", fact=wrong, placed=placed, reason=why, by=by, at=at
    )  # fmt: skip
    return take(
        person=person, details=details, key=placed, in_place_of=wrong, by=by, at=at
    )  # fmt: skip
