"""What a chase ladder is, and the hours in which e-mail may leave. Plain values only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from core.dates import LOCAL_ZONE, add_working_days, is_working_day, local_day, working_day_from
from duties.policy.model import Certainty

_ONE_DAY = timedelta(days=1)
_LONGEST_REST = timedelta(days=5)
"""Working days lie no further apart: Easter and Christmas take four days from them."""


class Audience(StrEnum):
    """Whom a step of a ladder reaches."""

    OWNER = "owner"
    SERVICE = "service"
    TEAM = "team"
    ICB = "icb"

    @property
    def label(self) -> str:
        """The audience in plain words."""
        return {
            "owner": "the owner",
            "service": "the service's representatives",
            "team": "the DSR team",
            "icb": "those who commission for the area, how many and not about whom",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a ladder: so many days after the due date (before it, when negative).

    `working` counts working days only.
    """

    code: str
    days: int
    to: frozenset[Audience]
    working: bool = False

    def day(self, due_on: date) -> date:
        """Return the day from which the step is reached, in days as they come."""
        if self.working:
            return add_working_days(due_on, self.days)
        return due_on + timedelta(days=self.days)

    def in_words(self) -> str:
        """Return when the step is taken and whom it reaches."""
        who = " and ".join(one.label for one in Audience if one in self.to)
        if self.days == 0:
            return f"On the day: {who}"
        unit = "day" if abs(self.days) == 1 else "days"
        unit = f"working {unit}" if self.working else unit
        return f"{abs(self.days)} {unit} {'before' if self.days < 0 else 'after'}: {who}"


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps that something climbs while it is not done.

    `at_once` is for RED: no quiet hours, no digest, no weekend.
    """

    name: str
    title: str
    steps: tuple[Step, ...]
    at_once: bool
    source: str
    certainty: Certainty

    def reached(self, *, due_on: date, on: date) -> Step | None:
        """Return the latest step reached by the day `on`; None when there is none.

        Only the latest: after a stop of some days nobody gets the steps that were missed. On a
        weekend or a bank holiday in England only a ladder `at_once` moves; the others go on the
        next working day, and what comes before the due date on the working day before: else
        nothing due on a Monday would be told of ahead.
        """
        if not self.at_once and not is_working_day(on):
            return None
        found = [step for step in self.steps if self._day(step, due_on) <= on]
        return found[-1] if found else None

    def _day(self, step: Step, due_on: date) -> date:
        """Return the day from which the step is taken.

        Where the due date is a day off, an owner can act again on the next working day: the
        steps count from that one, so that the owner has it before anyone else is told.
        """
        if self.at_once:
            return step.day(due_on)
        day = step.day(working_day_from(due_on) if self._reminds_an_owner else due_on)
        return day if step.days >= 0 else _working_day_until(day)

    @property
    def _reminds_an_owner(self) -> bool:
        """Whether it leads up to a date that an owner must keep; else it only follows a day."""
        return any(Audience.OWNER in step.to for step in self.steps)


def _working_day_until(day: date) -> date:
    """Return `day` itself where it is a working day, else the one before."""
    while not is_working_day(day):
        day -= _ONE_DAY
    return day


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure of the file's, with where it comes from and how sure we are."""

    source: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Hours:
    """When e-mail that can wait may leave: on working days in England, between two hours."""

    opens: int
    closes: int

    def next_opening(self, moment: datetime) -> datetime:
        """Return `moment` when it lies within the hours, else the next working morning.

        The hours are those of clocks in England, summer and winter.
        """
        day, hour = local_day(moment), moment.astimezone(LOCAL_ZONE).hour
        working = is_working_day(day)
        if working and self.opens <= hour < self.closes:
            return moment
        if not (working and hour < self.opens):
            day = working_day_from(day + _ONE_DAY)
        return self.morning_of(day)

    def morning_after(self, moment: datetime) -> datetime:
        """Return the working morning after the day of `moment`."""
        return self.morning_of(working_day_from(local_day(moment) + _ONE_DAY))

    def morning_of(self, day: date) -> datetime:
        """Return when the hours open on `day`, in the zone of clocks in England."""
        return datetime.combine(day, time(self.opens), tzinfo=LOCAL_ZONE)


@dataclass(frozen=True, slots=True)
class Chasing:
    """Everything that the file says."""

    ladders: Mapping[str, Ladder]
    ordinary: str
    red: str
    done: str
    hours: Hours
    link_lasts: timedelta
    extensions_by_owner: int
    extension_days: int
    stated: Mapping[str, Stated]

    @property
    def longest_notice(self) -> timedelta:
        """How far ahead of a due date the first step of any ladder can lie."""
        steps = [step for ladder in self.ladders.values() for step in ladder.steps]
        return timedelta(days=max(0, *(-step.days for step in steps))) + _LONGEST_REST

    def confirm_by(self, done_on: date) -> date:
        """Return the day by which the DSR team confirms what was done on `done_on`."""
        return self.ladders[self.done].steps[0].day(done_on)
