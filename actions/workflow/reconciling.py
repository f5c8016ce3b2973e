"""Reconciling: does every duty that the trail of events asks for exist? Repeating changes nothing.

Takes, for each person on the register, the last event of every kind that can raise a duty, and
the last rating that changed the level, and what the policy in force asks for then. A duty is
missing when it is neither open, nor ended since, nor met or taken away by a later event.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from actions import circumstances, policy
from actions.hooks import waiting_referrals
from actions.models import Duty
from actions.policy import TRIGGERS, DutySpec, Facts
from actions.workflow.duties import CORRECTED, raise_duty
from actions.workflow.next_due import refresh_next_due
from core.events import Event
from core.models import AuditEvent
from register.models import Entry, Person
from register.rules import RatingSource
from register.workflow import NotAvailable, hold

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """A duty that the events ask for and that is not there."""

    person_id: UUID
    rule: str
    due_on: date | None
    event: int


def reconcile(*, at: datetime, mend: bool = True) -> list[Difference]:
    """Return what is missing and, with `mend`, raise it; nothing is left to find afterwards."""
    found: list[Difference] = []
    for people in _people():
        told, duties = _trail(people), _duties(people)
        for person in people:
            missing = _missing(person, told[person.pk], duties[person.pk])
            found += [
                Difference(person.pk, spec.rule, spec.due_on, event.id) for event, spec in missing
            ]
            if missing and mend:
                _mend(person, missing, at)
    return found


def _people() -> Iterator[list[Person]]:
    """Yield those with an open entry, some hundreds at a time."""
    last: UUID | None = None
    while True:
        rows = Person.objects.filter(pk__in=Entry.objects.open().values("person"))
        rows = rows.select_related("area").order_by("pk")
        people = list((rows.filter(pk__gt=last) if last else rows)[:_CHUNK])
        if not people:
            return
        yield people
        last = people[-1].pk


def trail_of(person: Person) -> list[Event]:
    """Return all that happened about the person, in order."""
    return _trail([person])[person.pk]


def raise_missing(person: Person, trail: list[Event], *, at: datetime) -> None:
    """Raise what the trail asks for and is not there; the person is held already."""
    _mend(person, _missing(person, trail, _duties([person])[person.pk]), at)


def specs_of(event: Event, person: Person) -> list[DutySpec]:
    """Return what the policy asks for after an event of the past, by the facts as they now are."""
    if event.kind not in TRIGGERS:
        return []
    return policy.duties_for(
        policy.current(),
        event.kind,
        circumstances.facts_for(event, person, corrected=True),
        circumstances.day_of(event),
        commenced_on=circumstances.commenced_on(),
    )


def _trail(people: list[Person]) -> dict[UUID, list[Event]]:
    trail: dict[UUID, list[Event]] = defaultdict(list)
    rows = AuditEvent.objects.filter(person_id__in=circumstances.ids(people)).order_by("id")
    for row in rows.iterator():
        if row.person_id is not None:
            trail[row.person_id].append(
                Event(row.pk, row.kind, row.at, None, row.person_id, row.facts)
            )
    return trail


def _duties(people: list[Person]) -> dict[UUID, list[Duty]]:
    found: dict[UUID, list[Duty]] = defaultdict(list)
    for duty in Duty.objects.filter(person__in=people):
        found[duty.person_id].append(duty)
    return found


def _missing(
    person: Person, trail: list[Event], duties: list[Duty]
) -> list[tuple[Event, DutySpec]]:
    last = {event.kind: event for event in trail if event.kind in TRIGGERS}
    changes = [event for event in trail if _changes_level(event)]
    asked = {event.id: event for event in (*last.values(), *changes[-1:])}
    missing: dict[str, tuple[Event, DutySpec]] = {}
    for event in sorted(asked.values(), key=lambda one: one.id):
        for spec in specs_of(event, person):
            there = any(one.rule == spec.rule and _answers(one, event) for one in duties)
            if not there and not _settled(person, spec, event, trail):
                missing.setdefault(spec.rule, (event, spec))
    return list(missing.values())


def _changes_level(event: Event) -> bool:
    """Whether the event is a rating other than the one before it."""
    told = event.facts
    afresh = told.get("source") == RatingSource.DISCHARGE or told.get("was") != told.get("level")
    return event.kind == "register.rated" and afresh


def _answers(duty: Duty, event: Event) -> bool:
    """Whether the duty is what became of the event: open, raised by it, or ended since.

    One that wrong facts had raised is not.
    """
    if duty.reason == CORRECTED:
        return False
    ended_since = duty.ended_at is not None and duty.ended_at >= event.at
    return duty.is_open or duty.raised_by_event >= event.id or ended_since


def _settled(person: Person, spec: DutySpec, raised: Event, trail: list[Event]) -> bool:
    """Whether later events met the duty or took its circumstances away."""
    now = circumstances.person_facts(person, circumstances.day_of(raised))
    rule = circumstances.rule_of(spec.rule)
    if rule is not None:
        day, level = circumstances.day_of(raised), Facts.pick({"level": now["level"]})
        if not now["inpatient"] and circumstances.ends_with_stay(rule, level, day):
            return True
        if circumstances.ends_with_level(rule, level, day, waiting_referrals(person.pk)):
            return True
    return any(_met(spec, event) for event in trail if event.id > raised.id)


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
