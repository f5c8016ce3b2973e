"""Whose record is due for erasure, and when: the policy applied to how each record ended.

A floor above knows endings that this one does not, such as a referral that was declined: it
registers a source. Where a record ended in more than one way, the latest day counts.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from accounts.rules import Permission
from consent import policy, rules
from consent.models import Disposal
from core.dates import LOCAL_ZONE, add_months, local_day
from register.models import Departure
from register.rules import ClosureReason

_SLACK = timedelta(days=4)
"""Months differ in length: the database looks a little further than the exact day."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Since when a record's time has run, why, and the first day on which it may be erased.

    `ended_at` is the beginning of the day on which someone left or died, however late that was
    recorded, or the moment at which their last referral was decided.
    """

    person_id: UUID
    ending: rules.Ending
    ended_at: datetime
    due_on: date
    closure_reason: str = ""

    @property
    def why(self) -> str:
        """Why the time began to run, in words."""
        return (
            ClosureReason(self.closure_reason).label if self.closure_reason else self.ending.label
        )

    @property
    def since(self) -> str:
        """Why and from which day the time runs: "Died on 3 October 2026"."""
        return rules.since_words(self.why, self.closure_reason, self.ended_at)


class Source(Protocol):
    """A way in which records end."""

    def candidates(self, user: User | None, *, on: date, most: int) -> Iterable[UUID]:
        """Return up to `most` people whose time may be over by `on`, those longest over first.

        Those on the list already, and those on the register, are left out. `user` narrows them
        to whom they may decide about; None stands for the job that makes the list.
        """

    def clocks(self, people: Collection[UUID]) -> Mapping[UUID, Clock]:
        """Return the clock of each of `people` whose record has ended in this way."""


class _Closed:
    """People who have left the register."""

    def candidates(self, user: User | None, *, on: date, most: int) -> list[UUID]:
        kept = policy.current().disposition.kept
        rows = Departure.objects.unrestricted()
        if user is not None:
            rows = Departure.objects.permitted(user, Permission.ERASURE_APPROVE)
        rows = rows.filter(~Exists(on_the_list("person_id")))
        slices = [
            rows.filter(
                reason=reason.value,
                left_on__lt=local_day(ended_before(one.keep_months, on=on)),
                left_at__lt=ended_before(0, on=on),
            )
            for reason, one in kept.items()
        ]
        return first_of(slices, "person_id", "left_on", most=most)

    def clocks(self, people: Collection[UUID]) -> dict[UUID, Clock]:
        rows = Departure.objects.filter(person__in=people)
        return {one.person_id: _clock_of(one) for one in rows}


def _clock_of(departure: Departure) -> Clock:
    kept = policy.current().disposition.kept[departure.why]
    left_on = departure.left_on or local_day(departure.left_at)
    ended_at = datetime.combine(left_on, time.min, tzinfo=LOCAL_ZONE)
    return Clock(
        person_id=departure.person_id,
        ending=rules.Ending.CLOSED,
        ended_at=ended_at,
        due_on=day_of(ended_at, recorded_at=departure.left_at, keep_months=kept.keep_months),
        closure_reason=departure.reason,
    )


_sources: list[Source] = [_Closed()]


def register_source(source: Source) -> None:
    """Add a way in which records end; another one of its class replaces it."""
    _sources[:] = [one for one in _sources if type(one) is not type(source)]
    _sources.append(source)


def due(user: User | None, *, on: date, most: int) -> list[Clock]:
    """Return the clocks of up to `most` people whose record may be erased by `on`, first due first.

    Those on the list already are not among them.
    """
    people = {
        person: None for source in _sources for person in source.candidates(user, on=on, most=most)
    }
    found = [clock for clock in clocks(list(people)).values() if clock.due_on <= on]
    return sorted(found, key=lambda clock: (clock.due_on, str(clock.person_id)))[:most]


def clocks(people: Collection[UUID]) -> dict[UUID, Clock]:
    """Return the clock of each of `people` whose record has ended, however it did."""
    found: dict[UUID, Clock] = {}
    for source in _sources:
        for person, clock in source.clocks(people).items():
            known = found.get(person)
            if known is None or known.due_on < clock.due_on:
                found[person] = clock
    return found


def clock_of(person_id: UUID) -> Clock | None:
    """Return the clock of one person; None while they are on the register or waiting to be."""
    return clocks([person_id]).get(person_id)


def day_of(ended_at: datetime, *, recorded_at: datetime, keep_months: int) -> date:
    """Return the first day on which a record that ended at `ended_at` may be erased."""
    grace = policy.current().disposition.grace_days
    return rules.dispose_on(
        ended_at=ended_at, recorded_at=recorded_at, keep_months=keep_months, grace_days=grace
    )


def ended_before(keep_months: int, *, on: date) -> datetime:
    """Return the moment before which a record ended whose time is over by `on`, with some slack."""
    grace = policy.current().disposition.grace_days
    last = min(add_months(on, -keep_months), on - timedelta(days=grace)) + _SLACK
    return datetime.combine(last + timedelta(days=1), time.min, tzinfo=LOCAL_ZONE)


def on_the_list(person: str) -> "QuerySet[Disposal]":
    """Return the rows of the list about the person whom `person` names in an outer query."""
    return Disposal.objects.active().filter(person=OuterRef(person))


def first_of(
    slices: "Collection[QuerySet[Any]]", person: str, moment: str, *, most: int
) -> list[UUID]:
    """Return the people of the first `most` rows of several queries, by the column `moment`."""
    rows = [one.order_by(moment, person).values_list(moment, person)[:most] for one in slices]
    found = rows[0].union(*rows[1:], all=True) if len(rows) > 1 else rows[0]
    return [key for _, key in sorted(found)[:most]]


def next_month_ends(on: date) -> date:
    """Return the last day of the month after the day `on`."""
    return add_months(on.replace(day=1), 2) - timedelta(days=1)
