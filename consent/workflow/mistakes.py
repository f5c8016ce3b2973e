"""A decision about being on the register that was recorded by mistake is struck out.

Then the one before it stands again or, where there is none, the person is without a lawful basis
and is listed so until it is asked again.
"""

from typing import Any

from consent.models import Decision
from core.dates import in_words
from register.models import Person
from register.workflow.correcting import FactKind, Moment, add_kind, events_telling
from register.workflow.facts import strike_row


def _in_force(person: Person) -> Any:
    """Return the decision that no other has followed: an earlier one acts no more."""
    return Decision.objects.current().filter(person=person)


def _strike(decision: Decision, moment: Moment) -> list[int]:
    strike_row(decision, moment)
    return events_telling(decision.person_id, ["consent.recorded"], decision=decision.pk)


def register_kinds() -> None:
    """Let the decision in force be struck out."""
    add_kind(
        FactKind(
            code="decision",
            name="a decision about the lawful basis",
            rows=_in_force,
            strike=_strike,
            says=lambda one: f"{one.get_basis_display()}, decided on {in_words(one.decided_on)}",
        )
    )
