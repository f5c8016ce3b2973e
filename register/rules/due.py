"""What is due next: its date, and from when it is overdue. Plain values only."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple, Self

ONE_DAY = timedelta(days=1)


class NextDue(NamedTuple):
    """When the next thing is due, and the first day on which anything is overdue.

    The two can be more than a day apart: a policy rule may allow days of grace.
    """

    on: date
    late_from: date

    @classmethod
    def by(cls, day: date) -> Self:
        """Return what must be done by a day and has no days of grace."""
        return cls(day, day + ONE_DAY)

    @classmethod
    def first(cls, due: Iterable["NextDue"]) -> "NextDue | None":
        """Return the earliest date of several things, and the earliest day one is overdue."""
        held = list(due)
        if not held:
            return None
        return cls(min(one.on for one in held), min(one.late_from for one in held))
