"""Figures over time: what a run of stays amounts to, month by month. Plain values only.

The measures are those of domain 3 (key figures, inferred). A month counts what happened in it; a
share is of what happened in its quarter, since a month has too few.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from core.dates import add_months
from duties.rules import DutyStatus

READMITTED_WITHIN = 90
"""Days after a discharge within which an admission counts as a readmission (domain 3, inferred)."""


@dataclass(frozen=True, slots=True)
class StayFacts:
    """What is counted of one stay. `leave` are the days on which extended leave began and ended."""

    person: object
    admitted_on: date
    discharged_on: date | None
    on_register_before: bool
    leave: tuple[tuple[date, date | None], ...] = ()

    def is_counted(self, on: date) -> bool:
        """Whether national counts have the person in hospital at the end of the day `on`.

        Somebody on extended section 17 leave is not counted (domain 3: MM and PJ, from 30
        November 2024).
        """
        if self.admitted_on > on or (self.discharged_on is not None and self.discharged_on <= on):
            return False
        return not any(start <= on and (end is None or end > on) for start, end in self.leave)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One visit or review that was due, as its duty has it.

    `ended_on` is the day on which what met or ended it took place, whenever that was recorded.
    """

    due_on: date
    late_from: date
    status: DutyStatus
    ended_on: date | None = None
    corrected: bool = False

    def was_kept(self, on: date) -> bool | None:
        """Whether it took place by its date; None where it is not counted, or not yet.

        It is counted once its date is over, whether it was kept or not. One that was overdue when
        something took it away, such as a discharge, was missed. What a named person waived, and
        what should never have been asked, is not counted.
        """
        if self.late_from > on or self.corrected or self.status is DutyStatus.WAIVED:
            return None
        in_time = self.ended_on is not None and self.ended_on < self.late_from
        if self.status is DutyStatus.CANCELLED:
            return None if in_time else False
        return self.status is DutyStatus.MET and in_time


@dataclass(frozen=True, slots=True)
class Span:
    """A month or a quarter: its first day, and the first day after it."""

    start: date
    end: date

    def holds(self, day: date | None) -> bool:
        """Whether `day` lies in it."""
        return day is not None and self.start <= day < self.end

    @property
    def last(self) -> date:
        """Its last day."""
        return self.end - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Share:
    """Some of a whole."""

    part: int
    whole: int


def spans(on: date, *, count: int, months: int) -> list[Span]:
    """Return the last `count` runs of `months` calendar months; the last one holds `on`."""
    first = date(on.year, (on.month - 1) // months * months + 1, 1)
    return [
        Span(add_months(first, -months * back), add_months(first, -months * (back - 1)))
        for back in range(count - 1, -1, -1)
    ]


def admissions(stays: Sequence[StayFacts], over: Sequence[Span]) -> list[int]:
    """Return how many were admitted in each span."""
    return _tally((one.admitted_on for one in stays), over)


def discharges(stays: Sequence[StayFacts], over: Sequence[Span]) -> list[int]:
    """Return how many were discharged in each span."""
    return _tally((one.discharged_on for one in stays), over)


def in_hospital(stays: Sequence[StayFacts], over: Sequence[Span], *, on: date) -> list[int]:
    """Return how many were in hospital at the end of each span; of the last one, as at `on`."""
    return [sum(one.is_counted(min(span.last, on)) for one in stays) for span in over]


def length_of_stay(stays: Sequence[StayFacts], over: Sequence[Span]) -> list[tuple[float, int]]:
    """Return the median days of the stays that ended in each span, and how many these were.

    A stay that began and ended on one day counts as no days; the median of none is 0.
    """
    found = []
    for span in over:
        days = [
            (one.discharged_on - one.admitted_on).days
            for one in stays
            if one.discharged_on is not None and span.holds(one.discharged_on)
        ]
        found.append((float(median(days)) if days else 0.0, len(days)))
    return found


def known_before(stays: Sequence[StayFacts], over: Sequence[Span]) -> list[Share]:
    """Return, of those admitted in each span, how many were on the register before."""
    found = []
    for span in over:
        admitted = [one for one in stays if span.holds(one.admitted_on)]
        found.append(Share(sum(one.on_register_before for one in admitted), len(admitted)))
    return found


def readmitted(
    stays: Sequence[StayFacts], over: Sequence[Span], *, on: date, others: Sequence[StayFacts] = ()
) -> list[Share]:
    """Return, of the discharges in each span, after how many the person came back within 90 days.

    Each discharge is looked at with the person's next stay, if there is one. `others` are stays
    of the same people that are not counted, but that someone may have come back to. Only
    discharges of which the 90 days are over by `on` are counted.
    """
    uncounted = {id(one) for one in others}
    left = [
        (one.discharged_on, after)
        for one, after in _with_next([*stays, *others])
        if id(one) not in uncounted
        and one.discharged_on is not None
        and one.discharged_on + timedelta(days=READMITTED_WITHIN) <= on
    ]
    found = []
    for span in over:
        back = [
            after is not None and (after.admitted_on - day).days <= READMITTED_WITHIN
            for day, after in left
            if span.holds(day)
        ]
        found.append(Share(sum(back), len(back)))
    return found


def _with_next(stays: Sequence[StayFacts]) -> Iterator[tuple[StayFacts, StayFacts | None]]:
    """Yield each stay with the next one of the same person; None after the last."""
    of_person: dict[object, list[StayFacts]] = {}
    for one in stays:
        of_person.setdefault(one.person, []).append(one)
    for own in of_person.values():
        own.sort(key=lambda one: (one.admitted_on, one.discharged_on or date.max))
        yield from zip(own, [*own[1:], None], strict=True)


def kept(promises: Sequence[Promise], over: Sequence[Span], *, on: date) -> list[Share]:
    """Return, of what was due in each span and is counted by `on`, how much was kept."""
    found = []
    for span in over:
        due = [one.was_kept(on) for one in promises if span.holds(one.due_on)]
        counted = [one for one in due if one is not None]
        found.append(Share(sum(counted), len(counted)))
    return found


def _tally(days: Iterable[date | None], over: Sequence[Span]) -> list[int]:
    counts = dict.fromkeys(over, 0)
    for day in days:
        for span in over:
            if span.holds(day):
                counts[span] += 1
                break
    return list(counts.values())
