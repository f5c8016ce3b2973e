"""When the meetings of a series are: its days, bank holidays, and the moment on England's clock.

Plain values only. A series has one slot in each of its weeks or months; the slot's own day is
what it is known by, however far its meeting is moved.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from core.dates import LOCAL_ZONE, is_working_day, working_day_from
from core.errors import RuleBroken

AHEAD_DAYS = 56
"""Meetings of a series are made 8 weeks ahead (inferred: invitations need 2 weeks and more)."""

MOST_MEMBERS = 60
SHORTEST_MINUTES, LONGEST_MINUTES = 15, 480
USUAL_MINUTES = 120
URGENT_MINUTES = 60
"""How long a meeting is in a calendar; no source gives a figure (certainty U)."""


class Cadence(StrEnum):
    """How often a series meets. No source gives one for all: monthly to fortnightly (domain 6)."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"

    @property
    def label(self) -> str:
        """The cadence in plain words."""
        return {
            "weekly": "Every week",
            "fortnightly": "Every 2 weeks",
            "monthly": "Every month",
        }[self.value]


class Nth(StrEnum):
    """Which of a month's Mondays, Tuesdays and so on."""

    FIRST = "1"
    SECOND = "2"
    THIRD = "3"
    FOURTH = "4"
    LAST = "last"

    @property
    def label(self) -> str:
        """The place as a word."""
        return {"1": "First", "2": "Second", "3": "Third", "4": "Fourth", "last": "Last"}[
            self.value
        ]


class Weekday(StrEnum):
    """A working day of the week."""

    MONDAY = "0"
    TUESDAY = "1"
    WEDNESDAY = "2"
    THURSDAY = "3"
    FRIDAY = "4"

    @property
    def label(self) -> str:
        """The day's name."""
        return self.name.capitalize()


class Holiday(StrEnum):
    """What happens to a meeting that would be on a bank holiday in England."""

    MOVE = "move"
    SKIP = "skip"

    @property
    def label(self) -> str:
        """What happens, in plain words."""
        return {
            "move": "Meet on the next working day",
            "skip": "Do not meet that time",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Pattern:
    """When a series meets, from `first_on` on; `nth` for a monthly one only."""

    cadence: Cadence
    weekday: Weekday
    first_on: date
    holiday: Holiday = Holiday.MOVE
    nth: Nth | None = None

    @property
    def words(self) -> str:
        """The pattern as a sentence says it."""
        day = self.weekday.label
        if self.cadence is Cadence.MONTHLY:
            return f"{(self.nth or Nth.FIRST).label} {day} of every month"
        return f"Every {day}" if self.cadence is Cadence.WEEKLY else f"Every second {day}"


@dataclass(frozen=True, slots=True)
class Slot:
    """One turn of a series: its own day, and the day on which it meets; None where skipped."""

    on: date
    meets_on: date | None


def slots(pattern: Pattern, *, since: date, until: date) -> Iterator[Slot]:
    """Yield the slots whose own day lies from `since` to `until`, both included, in order.

    The day of a slot depends on the pattern alone, never on `since`: asked twice, or in parts,
    the same slots come out.
    """
    for day in _days(pattern, since=max(since, pattern.first_on), until=until):
        if is_working_day(day):
            yield Slot(day, day)
        elif pattern.holiday is Holiday.SKIP:
            yield Slot(day, None)
        else:
            yield Slot(day, working_day_from(day))


def _days(pattern: Pattern, *, since: date, until: date) -> Iterator[date]:
    if pattern.cadence is Cadence.MONTHLY:
        first = since.replace(day=1)
        while first <= until:
            day = _nth_of_month(first, pattern.nth or Nth.FIRST, int(pattern.weekday))
            if since <= day <= until:
                yield day
            first = (first + timedelta(days=32)).replace(day=1)
        return
    step = timedelta(days=7 if pattern.cadence is Cadence.WEEKLY else 14)
    day = pattern.first_on + timedelta(days=(int(pattern.weekday) - pattern.first_on.weekday()) % 7)
    if day < since:
        day += step * -((day - since) // step)
    while day <= until:
        yield day
        day += step


def _nth_of_month(first: date, nth: Nth, weekday: int) -> date:
    """Return that weekday of the month beginning with `first`."""
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    if nth is not Nth.LAST:
        return day + timedelta(weeks=int(nth) - 1)
    while (day + timedelta(weeks=1)).month == first.month:
        day += timedelta(weeks=1)
    return day


def moment(on: date, at: time) -> datetime:
    """Return the moment at which England's clocks show `at` on the day `on`.

    The hour stays the same on the wall through both changes of the clocks. An hour that the
    spring change leaves out is taken as the one after it.
    """
    moment = datetime.combine(on, at, LOCAL_ZONE)
    return moment.astimezone(UTC).astimezone(LOCAL_ZONE)


def check_pattern(pattern: Pattern, *, minutes: int, quorum: int, today: date) -> None:
    """Refuse a series that begins in the past, has no place in its month, or is no meeting."""
    if pattern.first_on < today:
        raise RuleBroken("The first day must be today or in the future", field="first_on")
    if pattern.cadence is Cadence.MONTHLY and pattern.nth is None:
        raise RuleBroken("Select which week of the month", field="nth")
    if not SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES:
        raise RuleBroken(
            f"How long it lasts must be from {SHORTEST_MINUTES} to {LONGEST_MINUTES} minutes",
            field="minutes",
        )
    if quorum < 1:
        raise RuleBroken("The quorum must be 1 or more", field="quorum")


def check_move(*, starts_at: datetime, was: datetime, at: datetime, other: bool = False) -> None:
    """Refuse to move a meeting into the past, or to leave all as it is.

    `other` says whether its place or chair changes: then it may stay at its time.
    """
    if starts_at == was:
        if other:
            return
        raise RuleBroken("Nothing changes: enter another time, place or chair", field="starts_on")
    if starts_at <= at:
        raise RuleBroken("The meeting must be in the future", field="starts_on")


def check_not_replaced(*, replaced: bool) -> None:
    """Refuse to let a series go on beside another one at the same time."""
    if replaced:
        raise RuleBroken(
            "Another series in this area meets on the same days at the same time. End that one "
            "first, or keep it and leave this one ended."
        )
