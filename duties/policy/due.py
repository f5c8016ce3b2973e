"""When a duty falls due: the kinds of date rule and what they are counted from."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from core.dates import (
    add_months,
    add_working_days,
    birthday_on,
    days_beginning_with,
    in_words,
    window,
    window_holding,
)
from duties.policy.facts import Facts


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day that a date rule is counted from, and what of it is not known."""

    day: date
    missing: tuple[str, ...] = ()


def _event(facts: Facts, at: date) -> Anchor:
    return Anchor(at)


def _admitted_on(facts: Facts, at: date) -> Anchor:
    return Anchor(facts.admitted_on or at)


def _discharged_on(facts: Facts, at: date) -> Anchor:
    return Anchor(facts.discharged_on or at)


def _applicable_day(facts: Facts, at: date) -> Anchor:
    """The day of becoming liable to be detained or, where later, of recognition (section 8)."""
    liable = facts.applicable_on or facts.admitted_on or at
    missing = () if facts.applicable_on else ("applicable_on",)
    return Anchor(max(liable, facts.recognised_on or liable), missing)


def _recorded_on(facts: Facts, at: date) -> Anchor:
    return Anchor(max(at, facts.recorded_on or at))


def _previous_on(facts: Facts, at: date) -> Anchor:
    return Anchor(facts.previous_on or at)


def _last_visit(facts: Facts, at: date) -> Anchor:
    """The admission or, where later, the last visit: a visit in an earlier stay counts no more."""
    admitted = facts.admitted_on or at
    return Anchor(max(admitted, facts.previous_on or admitted))


def _first_meeting_on(facts: Facts, at: date) -> Anchor:
    if facts.first_meeting_on is None:
        return Anchor(facts.previous_on or at, ("first_meeting_on",))
    return Anchor(facts.first_meeting_on)


ANCHORS: dict[str, Callable[[Facts, date], Anchor]] = {
    "event": _event,
    "recorded_on": _recorded_on,
    "admitted_on": _admitted_on,
    "discharged_on": _discharged_on,
    "applicable_day": _applicable_day,
    "previous_on": _previous_on,
    "last_visit": _last_visit,
    "first_meeting_on": _first_meeting_on,
}
ANCHOR_WORDS = {
    "event": "that day",
    "recorded_on": "the day on which it was recorded",
    "admitted_on": "the day of admission",
    "discharged_on": "the day of discharge",
    "applicable_day": "the applicable day",
    "previous_on": "the day of the last one",
    "last_visit": "the day of admission or of the last visit",
    "first_meeting_on": "the day of the first review meeting",
}
NAMED_DAYS = {"review_on": "the day that the decision itself names"}
"""Facts that a date rule may give way to where they are sooner: `or_named`."""

# Age is judged on the day of one of these; with any other, on the day of the event.
AGE_ON_ANCHOR = frozenset({"admitted_on", "applicable_day", "last_visit"})

AT_AGE = re.compile(r"([0-9]{1,3})y(?: ?([0-9]{1,2})m)?")
"""An age as a file writes it: "18y", "17y6m"."""

COUNTED = {
    "days": "{n} {unit} after {anchor}",
    "working_days": "{n} working {unit} after {anchor}",
    "days_beginning_with": "within {n} {unit} beginning with {anchor}",
    "months": "{n} {unit} after {anchor}",
    "window_months": "once in each successive {n} months beginning with {anchor}",
}
UNCOUNTED = {
    "on_the_day": "on {anchor}",
    "next_meeting": "at the next tracking meeting of the area",
    "ongoing": "for as long as it applies",
}
AGES = {"at_age": "on the day of turning {age}"}
"""Counted from the birth date alone; once that day is past, it is due at once."""


@dataclass(frozen=True, slots=True)
class DueAnswer:
    """A due date (None: no day can be named), how it was counted and what is not known."""

    on: date | None
    counted: str
    counted_from: date
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """A date rule. `birthdays` bring the date forward to the next of those birthdays.

    `named` is a fact that brings it forward to the day that the event itself names, if any.
    """

    kind: str
    amount: int
    anchor: str
    birthdays: tuple[int, ...] = ()
    named: str = ""

    def in_words(self, anchor: str | None = None) -> str:
        """Return the rule in plain English, such as "14 days after that day"."""
        if self.kind in AGES:
            return AGES[self.kind].format(age=_age_in_words(self.amount))
        unit = "month" if self.kind == "months" else "day"
        words = (COUNTED | UNCOUNTED)[self.kind].format(
            n=self.amount,
            unit=unit if self.amount == 1 else f"{unit}s",
            anchor=anchor or ANCHOR_WORDS[self.anchor],
        )
        if self.birthdays:
            ages = " or ".join(str(age) for age in self.birthdays)
            words += f", or the birthday of {ages} where that is sooner"
        if self.named:
            words += f", or {NAMED_DAYS[self.named]} where that is sooner"
        return words

    def age_day(self, facts: Facts, at: date) -> date:
        """Return the day on which age is judged: that of admission or liability, else `at`."""
        return self.counted_from(facts, at).day if self.anchor in AGE_ON_ANCHOR else at

    def counted_from(self, facts: Facts, at: date) -> Anchor:
        """Return the day that the rule is counted from; the day of the event in its absence."""
        return ANCHORS[self.anchor](facts, at)

    def answer(self, facts: Facts, at: date) -> DueAnswer:
        """Return the due date for an event on the day `at`."""
        anchor = self.counted_from(facts, at)
        if self.kind in AGES:
            return self._at_age(facts, at)
        if self.kind == "ongoing":
            return DueAnswer(None, "No date: it lasts as long as it applies.", anchor.day)
        if self.kind == "next_meeting":
            return _at_next_meeting(facts, at)
        on = self._day(anchor.day, facts, at)
        missing = anchor.missing
        if self.birthdays:
            missing += facts.missing(("birth_date",))
            on = min([on, *self._birthdays_after(anchor.day, facts)])
        if self.named and (day := getattr(facts, self.named)) is not None:
            on = min(on, day)
        # What is due from its recording is met by what happened since the day itself.
        since = at if self.anchor == "recorded_on" else anchor.day
        return DueAnswer(on, f"Due {in_words(on)}: {self._counting(anchor.day)}.", since, missing)

    @property
    def is_at_age(self) -> bool:
        """Whether it is due on reaching an age, and on nothing that happens."""
        return self.kind in AGES

    def _at_age(self, facts: Facts, at: date) -> DueAnswer:
        if facts.birth_date is None:
            return DueAnswer(
                None, "No date: the birth date is not known.", at, facts.missing(("birth_date",))
            )
        reached = age_reached(facts.birth_date, self.amount)
        if reached < at:
            words = f"Due {in_words(at)}, at once: the day of turning {_age_in_words(self.amount)}"
            return DueAnswer(at, f"{words} was {in_words(reached)}.", at)
        return DueAnswer(reached, f"Due {in_words(reached)}: {self.in_words()}.", at)

    def _day(self, start: date, facts: Facts, at: date) -> date:
        if self.kind == "on_the_day":
            return start
        if self.kind == "days":
            return start + timedelta(days=self.amount)
        if self.kind == "working_days":
            return add_working_days(start, self.amount)
        if self.kind == "days_beginning_with":
            return days_beginning_with(start, self.amount)
        if self.kind == "months":
            return add_months(start, self.amount)
        return _end_of_open_window(start, facts.previous_on or at, self.amount)

    def _birthdays_after(self, start: date, facts: Facts) -> list[date]:
        if facts.birth_date is None:
            return []
        reached = [birthday_on(facts.birth_date, age) for age in self.birthdays]
        return [day for day in reached if day > start]

    def _counting(self, start: date) -> str:
        day = in_words(start)
        if self.anchor != "event":
            day = f"{ANCHOR_WORDS[self.anchor]}, {day}"
        # A day late is the usual slip here, so the counting is said.
        first = " (which is day 1)" if self.kind == "days_beginning_with" else ""
        return f"{self.in_words(day)}{first}"


def age_reached(birth: date, months: int) -> date:
    """Return the day on which somebody born on `birth` is so many months old.

    As for birthdays: born on a day that the month has not, the age is reached the day after its
    end (29 February: 1 March).
    """
    return window(birth, 2, months=months).first


def _age_in_words(months: int) -> str:
    years, rest = divmod(months, 12)
    return f"{years} years and {rest} months" if rest else f"{years}"


def _at_next_meeting(facts: Facts, at: date) -> DueAnswer:
    meeting = facts.next_meeting_on
    if meeting is None or meeting < at:
        return DueAnswer(
            None, "Due at the next tracking meeting of the area, whose day is not set.", at
        )
    return DueAnswer(meeting, f"Due {in_words(meeting)}: the area's next tracking meeting.", at)


def _end_of_open_window(first_meeting: date, held: date, months: int) -> date:
    """Return the last day by which the next repeat must be held.

    The first meeting opens the first period and a repeat is due in it. A repeat held in one
    period, however early, leaves the next one due by the end of the following period: the
    periods stay where the first meeting put them.
    """
    if held <= first_meeting:
        return window(first_meeting, 1, months=months).last
    holding = window_holding(first_meeting, held, months=months)
    return window(first_meeting, holding.number + 1, months=months).last
