"""Reconciling: does every duty that the trail of events asks for exist? Repeating changes nothing.

Takes, for each person on the register or waiting for triage, the last event of every kind that
can raise a duty, and the last rating that changed the level, and what the policy in force asks
for then. A duty is missing when it is neither open, nor ended since, nor met or taken away by a
later event.

People are read some hundreds at a time, in the same number of queries for each such batch: what
it costs grows with the people and their facts, and with nothing else.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from actions import circumstances, policy
from actions.hooks import people_waiting
from actions.models import Duty
from actions.policy import TRIGGERS, DutySpec, Facts, Rule
from actions.policy.model import ENDS, OUTCOMES
from actions.rules import DutyStatus
from actions.surroundings import Gathered, Surroundings
from actions.workflow.duties import CORRECTED, raise_duty
from actions.workflow.next_due import refresh_next_due
from core.dates import local_day
from core.events import Event
from core.models import AuditEvent
from register.models import Entry, Person
from register.rules import RatingSource
from register.workflow import NotAvailable, hold

_CHUNK = 500
_KINDS = sorted({*TRIGGERS, *OUTCOMES, *ENDS, *circumstances.ALSO_KNOWN_AS})
_TOLD = ("rule", "status", "reason", "raised_by_event", "ended_at", "due_on", "counted_from")


@dataclass(frozen=True, slots=True)
class Difference:
    """A duty that the events ask for and that is not there."""

    person_id: UUID
    rule: str
    due_on: date | None
    event: int


@dataclass(frozen=True, slots=True)
class Told:
    """As much of a duty as reconciling needs."""

    rule: str
    status: str
    reason: str
    raised_by_event: int
    ended_at: datetime | None
    due_on: date | None
    counted_from: date


def reconcile(*, at: datetime, mend: bool = True) -> list[Difference]:
    """Return what is missing and, with `mend`, raise it; nothing is left to find afterwards."""
    found: list[Difference] = []
    commenced_on = circumstances.commenced_on()
    for people in people_of_duties():
        told, duties = trails(people), _duties(people)
        around, registered = Gathered(people, commenced_on=commenced_on), _registered(people)
        for person in people:
            trail = told[person.pk] if person.pk in registered else _of_referral(told[person.pk])
            missing = _missing(person, trail, duties[person.pk], around, local_day(at))
            found += [
                Difference(person.pk, spec.rule, spec.due_on, event.id) for event, spec in missing
            ]
            if missing and mend:
                _mend(person, missing, at)
        if mend:
            _follow_areas(people)
    return found


def people_of_duties() -> Iterator[list[Person]]:
    """Yield those with an open entry or a referral that waits for triage, in the order of their
    ids, some hundreds at a time."""
    wanted = Q(pk__in=Entry.objects.open().values("person_id"))
    waiting = people_waiting()
    if waiting is not None:
        wanted |= Q(pk__in=waiting)
    rows = Person.objects.filter(wanted).select_related("area").order_by("pk")
    people = list(rows[:_CHUNK])
    while people:
        yield people
        people = list(rows.filter(pk__gt=people[-1].pk)[:_CHUNK])


def _registered(people: list[Person]) -> set[UUID]:
    """Return those of the people who are on the register."""
    rows = Entry.objects.open().filter(person__in=circumstances.ids(people))
    return set(rows.values_list("person_id", flat=True))


def _of_referral(trail: list[Event]) -> list[Event]:
    """Return the trail from the last referral on: off the register nothing earlier asks."""
    last = next((one for one in reversed(trail) if one.kind == "referrals.submitted"), None)
    return [one for one in trail if last is not None and one.id >= last.id]


def trail_of(person: Person) -> list[Event]:
    """Return what happened about the person that can raise, meet or end a duty, in order."""
    return trails([person])[person.pk]


def raise_missing(
    person: Person, trail: list[Event], around: Surroundings, *, at: datetime
) -> None:
    """Raise what the trail asks for and is not there; the person is held already."""
    duties = _duties([person])[person.pk]
    trail = trail if _registered([person]) else _of_referral(trail)
    _mend(person, _missing(person, trail, duties, around, local_day(at)), at)


def specs_of(
    event: Event, person: Person, around: Surroundings, today: date | None = None
) -> list[DutySpec]:
    """Return what the policy asks for after an event of the past, by the facts as they now are.

    What is due at an age is judged by the age on the day `today`.
    """
    if event.kind not in TRIGGERS:
        return []
    now = circumstances.as_now(event, person, around)
    return policy.duties_for(
        policy.current(),
        event.kind,
        circumstances.facts_for(now, person, around, corrected=True),
        circumstances.day_of(now),
        commenced_on=around.commenced_on,
        today=today,
    )


def trails(people: list[Person]) -> dict[UUID, list[Event]]:
    """Return what happened about each of the people that can raise, meet or end a duty."""
    trail: dict[UUID, list[Event]] = defaultdict(list)
    rows = AuditEvent.objects.filter(person_id__in=circumstances.ids(people), kind__in=_KINDS)
    for key, kind, at, person, facts in rows.values_list(
        "id", "kind", "at", "person_id", "facts"
    ).order_by("id"):
        if person is not None:
            trail[person].append(Event(key, kind, at, None, person, facts))
    return trail


def _duties(people: list[Person]) -> dict[UUID, list[Told]]:
    found: dict[UUID, list[Told]] = defaultdict(list)
    rows = Duty.objects.filter(person__in=circumstances.ids(people))
    for person, *told in rows.values_list("person_id", *_TOLD):
        found[person].append(Told(*told))
    return found


def _missing(
    person: Person, trail: list[Event], duties: list[Told], around: Surroundings, today: date
) -> list[tuple[Event, DutySpec]]:
    last = {event.kind: event for event in trail if event.kind in TRIGGERS}
    changes = [event for event in trail if _changes_level(event)]
    asked = {event.id: event for event in (*last.values(), *changes[-1:])}
    missing: dict[str, tuple[Event, DutySpec]] = {}
    for event in sorted(asked.values(), key=lambda one: one.id):
        for spec in specs_of(with_level(event, trail), person, around, today):
            there = any(_answers(one, spec, event) or _is_sooner(one, spec) for one in duties)
            if not there and not _settled(person, spec, event, trail, around):
                missing.setdefault(spec.rule, (event, spec))
    return list(missing.values())


def with_level(event: Event, trail: list[Event]) -> Event:
    """Return the event with the level that the person then had, where it does not tell one."""
    before = [one for one in trail if one.id < event.id and one.kind == "register.rated"]
    if event.facts.get("level") or not before:
        return event
    return replace(event, facts={**event.facts, "level": before[-1].facts.get("level")})


def _changes_level(event: Event) -> bool:
    """Whether the event is a rating other than the one before it."""
    told = event.facts
    afresh = told.get("source") == RatingSource.DISCHARGE or told.get("was") != told.get("level")
    return event.kind == "register.rated" and afresh


def _answers(duty: Told, spec: DutySpec, event: Event) -> bool:
    """Whether the duty is what became of the event: open, raised by it, or ended since.

    One that wrong facts had raised is not. What is asked only once is answered for good.
    """
    if duty.rule != spec.rule or duty.reason == CORRECTED:
        return False
    if spec.once and duty.status in {DutyStatus.MET, DutyStatus.WAIVED}:
        return True
    ended_since = duty.ended_at is not None and duty.ended_at >= event.at
    return duty.status == DutyStatus.OPEN or duty.raised_by_event >= event.id or ended_since


def _is_sooner(duty: Told, spec: DutySpec) -> bool:
    """Whether another branch of the same duty is open and due no later: the sooner one stands."""
    if duty.status != DutyStatus.OPEN or duty.due_on is None or spec.due_on is None:
        return False
    branch = circumstances.branch_of(duty.rule, duty.counted_from)
    same = branch == circumstances.branch_of(spec.rule, spec.counted_from)
    return same and duty.due_on <= spec.due_on


def _settled(
    person: Person, spec: DutySpec, raised: Event, trail: list[Event], around: Surroundings
) -> bool:
    """Whether later events met the duty or took its circumstances away."""
    day, level = circumstances.day_of(raised), Facts.pick({"level": around.level(person.pk)})
    later = [event for event in trail if event.id > raised.id]
    rule = circumstances.rule_of(spec.rule, day)
    if rule is not None:
        if any(_ended(rule, event) for event in later):
            return True
        waiting = circumstances.waiting_of(person.pk, around)
        if circumstances.ends_with_level(rule, level, day, waiting):
            return True
    return any(_met(spec, event) for event in later)


def _ended(rule: Rule, event: Event) -> bool:
    """Whether the event takes away what the rule asks for."""
    facts = Facts.pick({name: v for name, v in event.facts.items() if v not in (None, "")})
    day = circumstances.day_of(event)
    return bool(circumstances.ends_with_event(rule, event.kind, facts, day))


def _met(spec: DutySpec, event: Event) -> bool:
    """Whether the event meets what the rule asks for."""
    day = circumstances.day_of(event)
    if day < spec.counted_from:
        return False
    told = {name: value for name, value in event.facts.items() if value not in (None, "")}
    facts = Facts.pick(told)
    name = circumstances.name_of(event.kind)
    return policy.meets(spec.met_by, name, facts, day, due_on=spec.due_on)


@transaction.atomic
def _mend(person: Person, missing: list[tuple[Event, DutySpec]], at: datetime) -> None:
    try:
        hold(person.pk)
    except NotAvailable:
        return
    open_now = set(Duty.objects.open().filter(person=person).values_list("rule", flat=True))
    for event, spec in missing:
        if spec.rule not in open_now:
            raise_duty(spec, replace(event, at=at), person)
    refresh_next_due(person.pk)


@transaction.atomic
def _follow_areas(people: list[Person]) -> None:
    """Put right on whose worklist these people's duties stand: a copy that may have gone astray."""
    where = {person.pk: person.area_id for person in people}
    rows = Duty.objects.open().filter(person__in=list(where)).values_list("pk", "person", "area")
    astray = [(key, where[person]) for key, person, area in rows if area != where[person]]
    for key, area in astray:
        Duty.objects.filter(pk=key).update(area=area)
