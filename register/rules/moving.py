"""When someone moves between areas: what is asked, and by when the other team answers."""

from datetime import date
from enum import StrEnum

from core.dates import add_working_days
from core.errors import RuleBroken

ANSWER_WITHIN = 2
"""Working days in which the other team answers a hand-over: a default (U)."""

ANSWER_RED_WITHIN = 1
"""The same for someone rated RED: a default (U)."""


class MoveState(StrEnum):
    """Where a hand-over to another area stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"

    @property
    def label(self) -> str:
        """The state in words."""
        return _LABELS[self]


_LABELS = {
    MoveState.OPEN: "Waits for an answer",
    MoveState.ACCEPTED: "Accepted",
    MoveState.RETURNED: "Returned",
    MoveState.WITHDRAWN: "Withdrawn",
    MoveState.ENDED: "Ended, because the person left the register or the record was hidden",
}


def answer_by(*, is_red: bool, on: date) -> date:
    """Return the day by which the other team answers: sooner for someone rated RED."""
    return add_working_days(on, ANSWER_RED_WITHIN if is_red else ANSWER_WITHIN)


def check_why(words: str, *, message: str, field: str) -> None:
    """Refuse a step that gives no reason."""
    if not words.strip():
        raise RuleBroken(message, field=field)
