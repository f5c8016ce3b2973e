"""Chasing: who is told that something falls due or is late. Safe to run twice, by two at once."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from uuid import UUID

from django.db.models import Q

from actions import ladders
from actions.ladders import Ladder, Step
from actions.models import Action, Chase
from actions.querysets import ActionQuerySet
from actions.rules import ActionStatus
from actions.workflow.telling import Told, told
from core import events
from core.dates import local_day
from duties.models import Duty
from duties.querysets import DutyQuerySet
from register.models import Standing
from register.rules import Level
from register.workflow import NotAvailable, hold

Clock = tuple[str, date]
"""The ladder that something stands on, and the day from which that counts."""


@dataclass(frozen=True, slots=True)
class _Late:
    """An action or a duty with the step that it has reached."""

    subject: Action | Duty
    clock: Clock
    step: Step

    @property
    def ladder(self) -> Ladder:
        """The ladder that the step is of."""
        return ladders.current().ladders[self.clock[0]]

    @property
    def due_on(self) -> date:
        """The day that the ladder counts from."""
        return self.clock[1]

    @property
    def key(self) -> tuple[UUID, date, str]:
        """What the chase of this step is known by."""
        return (self.subject.pk, self.due_on, self.step.code)


def chase(*, on: date, at: datetime) -> int:
    """Take the latest ladder step of everything open; return how many steps were taken.

    What its owner has done is chased to the DSR team until somebody confirms it.

    A step is taken once for a due date, however often this runs; each in a transaction of its
    own, so that a stop in the middle loses nothing. Someone restricted is passed over, and what
    was there when its person left the register.
    """
    horizon = on + ladders.current().longest_notice
    near = Q(due_on__lte=horizon) | Q(status=ActionStatus.DONE)
    actions = Action.objects.unfinished().unrestricted().to_chase().filter(near)
    duties = Duty.objects.open().with_deadline().unrestricted().filter(due_on__lte=horizon)
    made = Chase.objects.made(actions=actions, duties=duties)
    waiting = [one for one in _reached(actions, duties, on) if one.key not in made]
    return sum(_chase_one(one, on=on, at=at) for one in waiting)


def _reached(actions: ActionQuerySet, duties: DutyQuerySet, on: date) -> Iterator[_Late]:
    """Yield what has reached a step, most often one taken already."""
    red = set(Standing.objects.filter(shown=Level.RED).values_list("person_id", flat=True))
    known = ladders.current().ladders
    subjects: Iterator[Action | Duty] = chain(actions.iterator(), duties.iterator())
    for subject in subjects:
        clock = _clock(subject, red)
        step = known[clock[0]].reached(due_on=clock[1], on=on) if clock else None
        if clock and step:
            yield _Late(subject, clock, step)


def _clock(subject: Action | Duty, red: Collection[UUID]) -> Clock | None:
    """Return the clock of an action or a duty; none once it has ended."""
    if isinstance(subject, Duty):
        return subject.clock
    chasing = ladders.current()
    if subject.is_done and subject.done_at is not None:
        return chasing.done, local_day(subject.done_at)
    if not subject.is_open:
        return None
    return (chasing.red if subject.person_id in red else chasing.ordinary), subject.due_on


@events.step
def _chase_one(late: _Late, *, on: date, at: datetime) -> bool:
    """Take one step; False when somebody else took it or it is no longer wanted."""
    try:
        person = hold(late.subject.person_id)
    except NotAvailable:
        return False
    subject = type(late.subject)._base_manager.get(pk=late.subject.pk)
    red = Standing.objects.filter(person=person.pk, shown=Level.RED)
    if _clock(subject, set(red.values_list("person_id", flat=True))) != late.clock:
        return False
    if isinstance(subject, Action) and not Action.objects.to_chase().filter(pk=subject.pk).exists():
        return False
    about = {"action": subject} if isinstance(subject, Action) else {"duty": subject}
    whom = told(subject, late.step.to, person, on=on)
    values = {"on": on, "at": at, "urgent": late.ladder.at_once, **whom.as_columns()}
    chase, made = Chase.objects.get_or_create(
        **about, due_on=late.due_on, step=late.step.code, defaults=values
    )
    if made:
        _publish(chase, subject, whom, at=at)
    return made


def _publish(chase: Chase, subject: Action | Duty, whom: Told, *, at: datetime) -> None:
    """Say that a step was taken, in codes and ids, both names where somebody is covered for."""
    of_action = isinstance(subject, Action)
    events.publish(
        "actions.chased",
        person=subject.person_id,
        by=None,
        at=at,
        chase=chase.pk,
        step=chase.step,
        due_on=chase.due_on,
        urgent=chase.urgent,
        **whom.as_columns(),
        covers=whom.covers,
        action=subject.pk if of_action else None,
        duty=None if of_action else subject.pk,
        owner=subject.owner_id if isinstance(subject, Action) else None,
    )
