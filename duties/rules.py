"""Where a duty stands, and what may be decided about it. Plain values only."""

from enum import StrEnum

from core.errors import RuleBroken

DONE_BY_HAND = "duties.done_by_hand"
"""What meets a duty for which nothing else in the register can: a named person says so."""
WAIVED = "duties.waived"
"""A named person says that a duty need not be met."""
CORRECTED = "The facts recorded about the person were corrected."
"""Why a duty ended that the facts as they are now do not ask for."""


class DutyStatus(StrEnum):
    """Where a duty stands."""

    OPEN = "open"
    MET = "met"
    WAIVED = "waived"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """The status in plain words."""
        return {
            "open": "To do",
            "met": "Met",
            "waived": "Waived by the DSR team",
            "cancelled": "No longer applies",
        }[self.value]


class DecisionKind(StrEnum):
    """What a named person decided about a duty."""

    WAIVED = "waived"
    DONE = "done"

    @property
    def label(self) -> str:
        """The decision in plain words."""
        return {"waived": "Waived", "done": "Recorded as done"}[self.value]

    @property
    def happening(self) -> str:
        """The name by which the policy knows it."""
        return {"waived": WAIVED, "done": DONE_BY_HAND}[self.value]


def check_words(words: str, message: str, *, field: str) -> None:
    """Refuse where a reason or evidence is asked for and nothing was written."""
    if not words.strip():
        raise RuleBroken(message, field=field)
