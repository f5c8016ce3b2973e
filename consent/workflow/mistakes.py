"""A decision about being on the register that was recorded by mistake is struck out.

Then the one before it stands again or, where there is none, the person is without a lawful basis
and is listed so until it is asked again.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from consent.models import Decision
from consent.workflow.decisions import details_of, record
from core.dates import in_words
from core.errors import RuleBroken
from register.models import Person
from register.workflow.mistakes.kinds import strike_row
from register.workflow.mistakes.striking_out import FactKind, Moment, add_kind, events_telling


def _in_force(person: Person) -> Any:
    """Return the decision that no other has followed: an earlier one acts no more."""
    return Decision.objects.current().filter(person=person)


def _strike(decision: Decision, moment: Moment) -> list[int]:
    strike_row(decision, moment)
    return events_telling(
        decision.person_id, ["consent.recorded", "consent.narrowed"], decision=decision.pk
    )


def _move(decision: Decision, to: Person, by: User, at: datetime) -> UUID:
    """Record the same decision, with all its parts, on the person about whom it was made."""
    theirs = _in_force(to).first()
    if theirs is not None and theirs.decided_on > decision.decided_on:
        raise RuleBroken(
            f"The right person has a later decision, of {in_words(theirs.decided_on)}, "
            "which stays in force. Strike this one out without moving it."
        )
    return record(person=to, details=details_of(decision), by=by, at=at).pk


def register_kinds() -> None:
    """Let the decision in force be struck out and corrected."""
    add_kind(
        FactKind(
            code="decision",
            name="a decision about the lawful basis",
            rows=_in_force,
            strike=_strike,
            move=_move,
            correct_at="consent:correct_decision",
            says=lambda one: f"{one.get_basis_display()}, decided on {in_words(one.decided_on)}",
        )
    )
