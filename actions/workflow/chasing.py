"""Chasing: who is told that something falls due or is late. Safe to run twice, by two at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from actions.models import Action, Chase, Duty
from actions.querysets import ActionQuerySet, DutyQuerySet, commissioners, representatives
from actions.rules import LONGEST_NOTICE, ActionStatus, Audience, Step, step_reached
from core import events
from register.models import InpatientStay, Person
from register.workflow import NotAvailable, hold


@dataclass(frozen=True, slots=True)
class _Late:
    """An action or a duty with the step that it has reached."""

    subject: Action | Duty
    clock: tuple[str, date]
    step: Step

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
    own, so that a stop in the middle loses nothing. Somebody restricted is passed over.
    """
    horizon = on + LONGEST_NOTICE
    near = Q(due_on__lte=horizon) | Q(status=ActionStatus.DONE)
    actions = Action.objects.unfinished().unrestricted().filter(near)
    duties = Duty.objects.open().with_deadline().unrestricted().filter(due_on__lte=horizon)
    made = Chase.objects.made(actions=actions, duties=duties)
    waiting = [one for one in _reached(actions, duties, on) if one.key not in made]
    return sum(_chase_one(one, on=on, at=at) for one in waiting)


def _reached(actions: ActionQuerySet, duties: DutyQuerySet, on: date) -> Iterator[_Late]:
    """Yield what has reached a step, most often one taken already."""
    subjects: Iterator[Action | Duty] = chain(actions.iterator(), duties.iterator())
    for subject in subjects:
        if subject.clock is not None:
            ladder, day = subject.clock
            step = step_reached(ladder=ladder, due_on=day, on=on)
            if step:
                yield _Late(subject, subject.clock, step)


@transaction.atomic
def _chase_one(late: _Late, *, on: date, at: datetime) -> bool:
    """Take one step; False when somebody else took it or it is no longer wanted."""
    try:
        person = hold(late.subject.person_id)
    except NotAvailable:
        return False
    subject = type(late.subject)._base_manager.get(pk=late.subject.pk)
    if subject.clock != late.clock:
        return False
    about = {"action": subject} if isinstance(subject, Action) else {"duty": subject}
    told = _told(subject, late.step.to, person)
    chase, made = Chase.objects.get_or_create(
        **about, due_on=late.due_on, step=late.step.code, defaults={"on": on, "at": at, "to": told}
    )
    if made:
        events.publish(
            "actions.chased",
            person=person.pk,
            by=None,
            at=at,
            chase=chase.pk,
            step=late.step.code,
            due_on=late.due_on,
            to=told,
            action=subject.pk if isinstance(subject, Action) else None,
            duty=subject.pk if isinstance(subject, Duty) else None,
            owner=subject.owner_id if isinstance(subject, Action) else None,
        )
    return made


def _told(subject: Action | Duty, audience: Audience, person: Person) -> list[UUID]:
    """Return who is told: never nobody, when the area has a team."""
    team = User.objects.team_of(person.area_id)
    found: set[UUID] = set()
    if isinstance(subject, Duty):
        found |= _for_duty(subject, person)
    elif audience is not Audience.TEAM and subject.owner.is_active:
        found.add(subject.owner_id)
    if isinstance(subject, Action) and audience is Audience.SERVICE and subject.organisation_id:
        found |= set(
            representatives(person.area_id, subject.organisation_id).values_list("pk", flat=True)
        )
    if audience is Audience.TEAM or not found:
        found |= set(team.values_list("pk", flat=True))
    return sorted(found)


def _for_duty(duty: Duty, person: Person) -> set[UUID]:
    """Return those who answer for a duty: the commissioner for a visit, else the DSR team."""
    if any(outcome.event == "reviews.visited" for outcome in duty.outcomes):
        stay = InpatientStay.objects.open().filter(person=person).first()
        if stay is not None:
            return set(commissioners(stay.commissioner_id).values_list("pk", flat=True))
    return set(User.objects.team_of(person.area_id).values_list("pk", flat=True))
