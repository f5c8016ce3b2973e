"""A level below which a rating should not go yet, as in the two weeks after a discharge."""

from dataclasses import dataclass
from datetime import date

from core.dates import in_words
from core.errors import RuleBroken
from register.rules.ratings import Level

_HIGHEST_FIRST = list(Level)


@dataclass(frozen=True, slots=True)
class Floor:
    """The lowest level until the day `until`, from which a lower one needs no reason of its own.

    `firm`: the region's policy allows nothing lower before that day. Else a named clinician
    decides, and says why.
    """

    level: Level
    until: date
    because: str
    source: str
    firm: bool


def is_below(floor: Floor | None, *, new: Level, current: Level | None) -> bool:
    """Whether `new` steps down below the floor; giving the same level again does not.

    `current` is None where there is none to step down from, as at a discharge.
    """
    if floor is None or not _is_lower(new, floor.level):
        return False
    return current is None or _is_lower(new, current)


def check_floor(
    floor: Floor | None, *, new: Level, current: Level | None, against_floor: str
) -> None:
    """Refuse to step down below a floor without saying why, or at all where it is firm."""
    if floor is None or not is_below(floor, new=new, current=current):
        return
    if floor.firm:
        raise RuleBroken(
            f"The policy of this region keeps the rating at {floor.level} until "
            f"{in_words(floor.until)} ({floor.source}). To rate lower before then, first waive "
            f"“{floor.because}”, with the reason.",
            field="level",
        )
    if not against_floor.strip():
        raise RuleBroken(
            f"Enter why the rating is below {floor.level} before {in_words(floor.until)}",
            field="against_floor",
        )


def _is_lower(one: Level, other: Level) -> bool:
    return _HIGHEST_FIRST.index(one) > _HIGHEST_FIRST.index(other)
