"""Looking back at an admission: what was known and overdue 28 days before, and when admitted.

Computed from the history as it stands: entries, ratings, minutes, reviews, actions and duties.
What was overdue on a day is what had been agreed or asked for by that day, and had not been done
by then. A look-back finds where the way to support was missed; it blames no one and decides
nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from actions.models import Action
from actions.rules import ActionStatus
from core.dates import local_day
from duties.models import Duty
from duties.rules import CORRECTED
from meetings.models import AgendaItem
from meetings.rules import ItemState
from oversight.measures import Share
from register.models import Entry, InpatientStay, Rating
from register.rules import Level
from reviews.models import Review

DAYS_BEFORE = 28
"""How long before an admission is looked at (this register's own figure; certainty U)."""
REVIEW_COUNTS_FOR = 365
"""Days before an admission within which a C(E)TR counts as held before it (certainty U)."""


@dataclass(frozen=True, slots=True)
class Missed:
    """Something that was overdue and had not been done: an action or a duty."""

    words: str
    due_on: date
    is_duty: bool


@dataclass(frozen=True, slots=True)
class LookBack:
    """One admission with what was known before it. None means that there was nothing.

    `overdue_then` is what was overdue at the end of the day looked at, `missed` what was when the
    person was admitted: each as it was known on that day.
    """

    stay_id: UUID
    admitted_on: date
    looked_at: date
    on_register: bool
    level: str | None
    rated_on: date | None
    level_at_admission: str
    discussed_on: date | None
    review_on: date | None
    overdue_then: tuple[Missed, ...] = field(default=())
    missed: tuple[Missed, ...] = field(default=())

    @property
    def rating_age(self) -> int | None:
        """How many days old the rating was on the day looked at."""
        return (self.looked_at - self.rated_on).days if self.rated_on else None

    @property
    def was_red(self) -> bool:
        """Whether the person was rated RED on the day looked at, or when admitted."""
        return Level.RED in {self.level, self.level_at_admission}

    @property
    def was_missed(self) -> bool:
        """Whether anything was overdue when the person was admitted."""
        return bool(self.missed)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run of look-backs amounts to."""

    admissions: int
    on_register: Share
    discussed: Share
    red_with_review: Share
    overdue_then: Share
    something_missed: Share


def look_back(stays: Sequence[InpatientStay]) -> list[LookBack]:
    """Return a look-back for each stay, in their order; seven queries, however many there are."""
    if not stays:
        return []
    people = {stay.person_id for stay in stays}
    entries = _by(Entry.objects.filter(person__in=people), "person_id")
    ratings = _by(
        Rating.objects.filter(entry__person__in=people).select_related("entry").order_by("set_at"),
        "entry.person_id",
    )
    discussed = _by(
        AgendaItem.objects.filter(person__in=people, state=ItemState.DISCUSSED)
        .exclude(meeting__opened_at=None)
        .select_related("meeting"),
        "person_id",
    )
    reviews = _by(Review.objects.counting().filter(person__in=people), "person_id")
    actions = _by(Action.objects.filter(person__in=people), "person_id")
    duties = _by(
        Duty.objects.to_meet()
        .filter(person__in=people, due_on__isnull=False)
        .exclude(reason=CORRECTED),
        "person_id",
    )
    dates = _dates_of_actions(people)
    return [
        _of(
            stay,
            entries=entries[stay.person_id],
            ratings=ratings[stay.person_id],
            discussed=discussed[stay.person_id],
            reviews=reviews[stay.person_id],
            owed=_Owed(actions[stay.person_id], duties[stay.person_id], dates),
        )
        for stay in stays
    ]


def summary(found: Sequence[LookBack]) -> Summary:
    """Return what `found` amounts to."""
    known = [one for one in found if one.on_register]
    red = [one for one in found if one.was_red]
    return Summary(
        admissions=len(found),
        on_register=Share(len(known), len(found)),
        discussed=Share(
            sum(_within(one.discussed_on, one.admitted_on, DAYS_BEFORE) for one in known),
            len(known),
        ),
        red_with_review=Share(
            sum(_within(one.review_on, one.admitted_on, REVIEW_COUNTS_FOR) for one in red), len(red)
        ),
        overdue_then=Share(sum(bool(one.overdue_then) for one in known), len(known)),
        something_missed=Share(sum(one.was_missed for one in known), len(known)),
    )


def _of(
    stay: InpatientStay,
    *,
    entries: Iterable[Entry],
    ratings: Iterable[Rating],
    discussed: Iterable[AgendaItem],
    reviews: Iterable[Review],
    owed: "_Owed",
) -> LookBack:
    looked_at = stay.admitted_on - timedelta(days=DAYS_BEFORE)
    end = _end_of(looked_at)
    then = [
        one
        for one in entries
        if one.opened_at <= end and (one.closed_at is None or one.closed_at > end)
    ]
    held = {one.pk for one in then}
    rated = [one for one in ratings if one.entry_id in held and one.set_at <= end]
    said = [local_day(one.meeting.opened_at) for one in discussed if one.meeting.opened_at]
    return LookBack(
        stay_id=stay.pk,
        admitted_on=stay.admitted_on,
        looked_at=looked_at,
        on_register=bool(then),
        level=rated[-1].level if rated else None,
        rated_on=local_day(rated[-1].set_at) if rated else None,
        level_at_admission=stay.level_at_admission,
        discussed_on=_last(said, before=stay.admitted_on),
        review_on=_last((one.held_on for one in reviews), before=stay.admitted_on),
        overdue_then=owed.overdue(looked_at, undone_before=looked_at + timedelta(days=1)),
        missed=owed.overdue(stay.admitted_on, undone_before=stay.admitted_on),
    )


@dataclass(frozen=True, slots=True)
class _Owed:
    """Everything that was ever agreed or asked for about a person."""

    actions: Sequence[Action]
    duties: Sequence[Duty]
    dates: Mapping[UUID, Sequence[tuple[datetime, date]]]

    def overdue(self, on: date, *, undone_before: date) -> tuple[Missed, ...]:
        """Return what was overdue on a day and not done before another, the earliest due first.

        Only what was known by then: agreed, or asked for, before that other day.
        """
        found = [*self._actions(on, undone_before), *self._duties(on, undone_before)]
        return tuple(sorted(found, key=lambda one: one.due_on))

    def _actions(self, on: date, undone_before: date) -> Iterator[Missed]:
        start = _start_of(undone_before)
        for one in self.actions:
            cancelled = one.ended_at if one.status == ActionStatus.CANCELLED else None
            ended = any(at is not None and at < start for at in (one.done_at, cancelled))
            # Its date may have been moved since.
            due_on = _latest(self.dates.get(one.pk, ()), before=start) or one.due_on
            if one.agreed_at < start and due_on < on and not ended:
                yield Missed(one.description, due_on, is_duty=False)

    def _duties(self, on: date, undone_before: date) -> Iterator[Missed]:
        start = _start_of(undone_before)
        for one in self.duties:
            if one.due_on is None or one.late_from is None or one.raised_at >= start:
                continue
            still = one.paused_on is not None and one.paused_on < undone_before
            if one.late_from <= on and not still and not _had_ended(one, undone_before):
                yield Missed(one.title, one.due_on, is_duty=True)


def _latest(dates: Iterable[tuple[datetime, date]], *, before: datetime) -> date | None:
    """Return the date that was in force just before a moment; None where none was yet."""
    return next((day for at, day in reversed(list(dates)) if at < before), None)


def _had_ended(duty: Duty, day: date) -> bool:
    """Whether what met or ended a duty took place before `day`, whenever it was recorded."""
    ended = duty.ended_on or (local_day(duty.ended_at) if duty.ended_at else None)
    return ended is not None and ended < day


def _dates_of_actions(people: Iterable[UUID]) -> dict[UUID, list[tuple[datetime, date]]]:
    """Return the date that each action has had, and from when, the first one first."""
    found: defaultdict[UUID, list[tuple[datetime, date]]] = defaultdict(list)
    rows = Action.history.filter(person__in=people).order_by("history_date", "history_id")
    for pk, at, due_on in rows.values_list("id", "history_date", "due_on"):
        found[pk].append((at, due_on))
    return found


def _within(day: date | None, before: date, days: int) -> bool:
    return day is not None and before - timedelta(days=days) <= day < before


def _last(days: Iterable[date], *, before: date) -> date | None:
    return max((day for day in days if day < before), default=None)


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _end_of(day: date) -> datetime:
    return _start_of(day + timedelta(days=1)) - timedelta(microseconds=1)


def _by(rows: Iterable[Any], path: str) -> defaultdict[UUID, list[Any]]:
    """Return `rows` grouped by the person that `path` leads to."""
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    names = path.split(".")
    for row in rows:
        value = row
        for name in names:
            value = getattr(value, name)
        found[value].append(row)
    return found


__all__ = ["DAYS_BEFORE", "LookBack", "Missed", "Summary", "look_back", "summary"]
