"""What may be struck out, and why something is. Plain values only."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from core.errors import RuleBroken


class Cause(StrEnum):
    """Why a recorded fact does not stand."""

    MISTAKE = "mistake"
    WRONG_PERSON = "wrong_person"
    CORRECTED = "corrected"

    @property
    def label(self) -> str:
        """The cause in plain words."""
        return {
            "mistake": "It was recorded by mistake",
            "wrong_person": "It was recorded on the wrong person",
            "corrected": "It was put right",
        }[self.value]


CHOSEN = (Cause.MISTAKE, Cause.WRONG_PERSON)
"""What someone who strikes out can choose; what is put right says so by itself."""


def no_longer_hold(named: Mapping[int, Collection[int]]) -> set[int]:
    """Return the events that do not hold: those that a strike-out names which itself stands.

    `named` has, for the event of each strike-out, the earlier events that it names. One that was
    struck out later strikes nothing, so that what it had named holds again.
    """
    gone: set[int] = set()
    for strike_out in sorted(named, reverse=True):
        if strike_out not in gone:
            gone.update(named[strike_out])
    return gone


def check_strike_out(reason: str) -> None:
    """Refuse to strike out or correct without words that say why."""
    if not reason.strip():
        raise RuleBroken("Enter what was wrong", field="why")


def check_struck_rating(*, ratings_left: int, given_at_discharge: bool) -> None:
    """Refuse to leave someone on the register without a rating, or a discharge without its own."""
    if given_at_discharge:
        raise RuleBroken(
            "This rating was given with a discharge. Correct the rating, or strike out the "
            "discharge: the rating goes with it."
        )
    if not ratings_left:
        raise RuleBroken(
            "This is the only rating, and no one is on the register without one. Correct the "
            "rating instead, or close the record."
        )
