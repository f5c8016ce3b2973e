"""Asking the register's own policy what an event raises, for the tests of its answers."""

from datetime import date
from typing import Any

from duties import policy

POLICY = policy.load()
CHILD = {"birth_date": "2011-05-01"}
ADULT = {"birth_date": "1990-05-01"}
NOV_2 = date(2026, 11, 2)


def ask(event: str, facts: Any, at: date, statute: bool = False, **more: Any) -> dict[str, Any]:
    """Return the duties that an event raises, by rule."""
    duties = policy.duties_for(POLICY, event, facts, at, statute, **more)
    return {one.rule: one for one in duties}


def due(event: str, facts: Any, at: date, statute: bool = False, **more: Any) -> dict[str, Any]:
    """Return by which day each duty is due, by rule."""
    return {rule: one.due_on for rule, one in ask(event, facts, at, statute, **more).items()}
