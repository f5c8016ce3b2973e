"""Bringing the table of duties up to what the facts and the policy have: the one writer of it.

`sync` is asked for by every fact about a person and runs once, at the end of the step, in the
step's own transaction. `compare` says what a sync would change, for everyone and without a write.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from simple_history.utils import bulk_update_with_history

from accounts.models import User
from core import events, history
from core.dates import in_words, local_day
from core.events import Event
from duties import policy, reading
from duties.hooks import people_waiting
from duties.life import Key, Worked
from duties.models import Duty
from duties.policy import Outcome
from duties.policy.due import UNCOUNTED
from duties.rules import CORRECTED, DONE_BY_HAND, WAIVED, DutyStatus
from duties.workflow.next_due import note_next_due
from duties.working_out import work_out
from register.models import Entry, Person
from register.workflow import NotAvailable, hold

AT_NEXT_MEETING = UNCOUNTED["next_meeting"]
NO_LONGER_ASKED = "The rules in force do not ask for this."
_CHUNK = 500
_STATE = (
    "status", "reason", "ended_at", "ended_on", "ended_by_id", "ended_by_event", "paused_on",
    "not_met_by",
)  # fmt: skip
_END = tuple(name for name in _STATE if name != "not_met_by")
_SPEC = (
    "rule", "rule_version", "jurisdiction", "title", "due_on", "late_from", "due_words",
    "counted_from", "basis", "source", "certainty", "duty_certainty", "met_by", "missing", "chase",
    "floor", "raised_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a person's duties are worked out again: the event, or a look at everyone."""

    at: datetime
    by: User | None = None
    kind: str = ""
    event: int | None = None


@dataclass(slots=True)
class Changes:
    """What has to be written so that a person's duties are what the facts have."""

    new: list[Duty] = field(default_factory=list)
    changed: dict[str, list[Duty]] = field(default_factory=lambda: defaultdict(list))
    columns: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    moved: list[UUID] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.moved)

    def change(self, what: str, duty: Duty, columns: Iterable[str]) -> None:
        """Note that columns of a duty's row have other values now, and what that means."""
        self.changed[what].append(duty)
        self.columns[what].update(columns)

    def as_facts(self) -> dict[str, list[str]]:
        """Return what happened to which rule's duty, and when each is due, as codes."""
        told = {"raise": self.new, **self.changed}
        return {what: [_code(duty) for duty in duties] for what, duties in told.items() if duties}


@dataclass(frozen=True, slots=True)
class Difference:
    """A duty that is not as the facts and the policy have it."""

    person_id: UUID
    rule: str
    what: str
    was_due_on: date | None
    due_on: date | None
    status: str

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values for JSON."""
        return {
            "person": str(self.person_id),
            "rule": self.rule,
            "what": self.what,
            "was_due_on": self.was_due_on.isoformat() if self.was_due_on else None,
            "due_on": self.due_on.isoformat() if self.due_on else None,
            "status": self.status,
        }


def ask_for_sync(event: Event) -> None:
    """Work the person's duties out at the end of the step to which the event belongs."""
    person = event.person_id
    if person is not None:
        cause = Cause(event.at, event.by, event.kind, event.id)
        events.defer_to_end(("duties", person), lambda: sync(person_id=person, cause=cause))


@transaction.atomic(savepoint=False)  # no one goes on after it fails
def sync(*, person_id: UUID, cause: Cause) -> Changes:
    """Make a person's duties what the facts recorded about them and the policy have.

    Locks the person, so that of two at once the second sees what the first wrote. The duties of
    someone restricted are on no worklist.
    """
    rows = Person.everyone.select_for_update(of=("self",)).select_related("area")
    person = rows.filter(pk=person_id).first()
    if person is None:
        return Changes()
    known = list(Duty.objects.filter(person=person))
    lives = reading.lives_of(
        [person], begins=reading.commenced_on(), meetings=reading.Meetings(), decided=bool(known)
    )
    life = lives[person.pk]
    worked = work_out(life, policy.current(), today=local_day(cause.at))
    changes = _changes(person, worked, known, cause, begins=life.commenced_on)
    _write(person, changes, cause)
    note_next_due(person.pk, worked)
    return changes


def ask_for_sync_of_waiting(event: Event) -> None:
    """Work out the duties that wait for an area's next meeting at the end of the step, once,
    however many of its meetings the step plans or moves."""
    told = event.facts.get("area")
    if not isinstance(told, str) or event.facts.get("kind") == "urgent":
        return
    area, cause = UUID(told), Cause(event.at, event.by, event.kind, event.id)
    events.defer_to_end(("duties waiting", area), lambda: sync_waiting(area_id=area, cause=cause))


@transaction.atomic(savepoint=False)  # no one goes on after it fails
def sync_waiting(*, area_id: UUID, cause: Cause) -> None:
    """Bring the duties that wait for an area's next meeting in step with its meetings."""
    hold_for_meetings(area_id)
    for people in _in_batches(Person.objects.filter(pk__in=waiting_for_meeting(area_id))):
        for person_id in _differing(people, cause):
            sync(person_id=person_id, cause=cause)


def sync_everyone(*, at: datetime) -> int:
    """Work out everyone's duties, each person in a transaction of their own; return how many
    changed. People grow older, and meetings and policy change, without an event about them."""
    cause, changed = Cause(at), 0
    for people in people_of_duties():
        for person_id in _differing(people, cause):
            with transaction.atomic():
                try:
                    hold(person_id)
                except NotAvailable:
                    continue
                changed += bool(sync(person_id=person_id, cause=cause))
    return changed


def compare(*, at: datetime) -> list[Difference]:
    """Return every duty that a sync of everyone would change; nothing is written."""
    return [
        difference
        for people in people_of_duties()
        for changes in compared(people, Cause(at)).values()
        for difference in _differences(changes)
    ]


@transaction.atomic(savepoint=False)
def hide(*, person_id: UUID) -> None:
    """Take the open duties of someone restricted off every worklist; nothing else changes."""
    Duty.objects.open().filter(person=person_id).update(area=None)


def waiting_for_meeting(area_id: UUID) -> list[UUID]:
    """Return the people of an area, none restricted, whose duties wait for its next meeting."""
    rules = [rule.id for rule in policy.current().rules if rule.due.kind == "next_meeting"]
    rows = Duty.objects.open().unrestricted().filter(rule__in=rules, person__area=area_id)
    return list(rows.order_by().values_list("person", flat=True).distinct())


@events.step
def hold_for_meetings(area_id: UUID) -> None:
    """Hold everyone whose duties wait for the area's next meeting, always in one order.

    A verb that changes when that is calls this before it locks anything else: people come
    before meetings, or a rating and a plan would wait for each other.
    """
    rows = Person.everyone.select_for_update(of=("self",)).order_by("pk")
    for _ in rows.filter(pk__in=waiting_for_meeting(area_id)):
        pass


def people_of_duties() -> Iterator[list[Person]]:
    """Yield, some hundreds at a time, everyone on the register, with a referral that
    waits or with an open duty."""
    wanted = Q(pk__in=Entry.objects.open().values("person_id"))
    wanted |= Q(pk__in=Duty.objects.open().values("person_id"))
    waiting = people_waiting()
    if waiting is not None:
        wanted |= Q(pk__in=waiting)
    yield from _in_batches(Person.objects.filter(wanted))


def _in_batches(rows: Any) -> Iterator[list[Person]]:
    rows = rows.select_related("area").order_by("pk")
    people = list(rows[:_CHUNK])
    while people:
        yield people
        people = list(rows.filter(pk__gt=people[-1].pk)[:_CHUNK])


def _differing(people: list[Person], cause: Cause) -> list[UUID]:
    return [person_id for person_id, changes in compared(people, cause).items() if changes]


def compared(people: list[Person], cause: Cause) -> dict[UUID, Changes]:
    """Return what would have to be written about each of these people, read in a few queries."""
    known: dict[UUID, list[Duty]] = defaultdict(list)
    for duty in Duty.objects.filter(person__in=people):
        known[duty.person_id].append(duty)
    begins = reading.commenced_on()
    lives = reading.lives_of(people, begins=begins, meetings=reading.Meetings())
    rules, today = policy.current(), local_day(cause.at)
    found = {}
    for person in people:
        worked = work_out(lives[person.pk], rules, today=today)
        found[person.pk] = _changes(person, worked, known[person.pk], cause, begins=begins)
    return found


def _changes(
    person: Person, worked: list[Worked], known: list[Duty], cause: Cause, *, begins: date | None
) -> Changes:
    """Return what differs between the rows and the duties as they are worked out."""
    changes = Changes()
    area = _worklist_of(person)
    rows: dict[Key, Duty] = {(row.branch, row.raised_by_event, row.subject): row for row in known}
    for one in worked:
        row = rows.pop(one.key, None)
        if row is None:
            changes.new.append(Duty(person=person, area_id=area, **columns(one)))
            continue
        if row.is_open and row.area_id != area:
            changes.moved.append(row.pk)
        values = columns(one)
        names = _update(row, values)
        if names:
            changes.change(_what(values, names), row, names)
    for row in rows.values():
        if _end_unasked(row, cause, begins=begins):
            changes.change("cancelled", row, _END)
    return changes


def _worklist_of(person: Person) -> UUID | None:
    """Return the area whose worklist shows a person's duties; none while they are restricted."""
    return None if person.restricted_at else person.area_id


def _update(row: Duty, values: Mapping[str, Any]) -> list[str]:
    """Give the row the values that differ, and return their names.

    What has ended keeps what its rule said then: the rule may read otherwise by now.
    """
    ended = not row.is_open and values["status"] != DutyStatus.OPEN
    if ended and row.rule_version != values["rule_version"]:
        return []
    names = [name for name in (*_STATE, *_SPEC) if getattr(row, name) != values[name]]
    if ended and values["due_words"] == AT_NEXT_MEETING:  # a meeting planned since is no date of it
        names = [name for name in names if name not in {"due_on", "late_from", "basis"}]
    for name in names:
        setattr(row, name, values[name])
    return names


def _what(values: Mapping[str, Any], names: list[str]) -> str:
    if "status" in names:
        return "reopen" if values["status"] == DutyStatus.OPEN else str(values["status"])
    if "paused_on" in names:
        return "pause" if values["paused_on"] else "resume"
    return "redate" if "due_on" in names else "correct"


def _end_unasked(row: Duty, cause: Cause, *, begins: date | None) -> bool:
    """End a row that nothing asks for; one that had ended under another wording stays."""
    rule = policy.current().rule(row.rule, row.counted_from)
    if not row.is_open and (rule is None or rule.version != row.rule_version):
        return False
    in_force = rule is not None and rule.in_force(
        row.counted_from, statute=False, commenced_on=begins
    )
    reason = CORRECTED if in_force else NO_LONGER_ASKED
    if row.status == DutyStatus.CANCELLED and row.reason == reason:
        return False
    row.status, row.reason, row.paused_on = DutyStatus.CANCELLED, reason, None
    row.ended_at, row.ended_on, row.ended_by = cause.at, local_day(cause.at), cause.by
    row.ended_by_event = cause.event
    return True


def columns(one: Worked) -> dict[str, Any]:
    """Return a duty as the columns of its row, the person and the area aside."""
    spec, end = one.spec, one.end
    decided = end is not None and end.kind in (WAIVED, DONE_BY_HAND)
    return {
        "rule": spec.rule,
        "rule_version": one.rule.version,
        "branch": spec.branch,
        "subject": one.subject,
        "jurisdiction": spec.jurisdiction,
        "title": spec.duty,
        "due_on": one.due_on,
        "late_from": one.late_from,
        "due_words": spec.due,
        "counted_from": spec.counted_from,
        "basis": one.basis,
        "source": spec.source,
        "certainty": spec.certainty,
        "duty_certainty": spec.duty_certainty,
        "met_by": _stored(spec.met_by),
        "missing": list(spec.missing),
        "chase": spec.chase,
        "floor": spec.floor,
        "paused_on": one.paused_on,
        "raised_at": one.cause.at,
        "raised_by_event": one.cause.id,
        "status": one.status.value,
        "reason": _reason(one),
        "ended_at": end.at if end else None,
        "ended_on": end.ended_on if end else None,
        "ended_by_id": end.by if end else None,
        "ended_by_event": end.id if end and not decided else None,
        "not_met_by": one.not_met_by,
    }


def _reason(one: Worked) -> str:
    """Return why it ended: the words of the person who decided so, or of the rule."""
    if one.end is None or one.end.kind not in (WAIVED, DONE_BY_HAND):
        return one.reason
    words = one.end.text("words")
    return words if one.end.kind == WAIVED else f"{in_words(one.end.day)}: {words}"


@lru_cache(maxsize=256)
def _stored(outcomes: tuple[Outcome, ...]) -> list[dict[str, Any]]:
    return [one.as_dict() for one in outcomes]


def _write(person: Person, changes: Changes, cause: Cause) -> None:
    if not changes:
        return
    history.save_new(changes.new, by=cause.by, at=cause.at, reason="raise")
    for what, duties in changes.changed.items():
        if len(duties) == 1:
            history.save(duties[0], by=cause.by, at=cause.at, reason=what)
        else:
            names = [name.removesuffix("_id") for name in sorted(changes.columns[what])]
            bulk_update_with_history(
                duties, Duty, names, default_user=cause.by, default_date=cause.at,
                default_change_reason=what,
            )  # fmt: skip
    if changes.moved:
        # The area is the person's: it follows, and has no history of its own.
        Duty.objects.filter(pk__in=changes.moved).update(area=_worklist_of(person))
    facts = changes.as_facts()
    if facts:
        events.publish(
            "duties.worked_out", person=person.pk, by=cause.by, at=cause.at,
            because_of=cause.kind or None, **facts,
        )  # fmt: skip


def _code(duty: Duty) -> str:
    return f"{duty.rule}:{duty.due_on.isoformat() if duty.due_on else ''}"


def _differences(changes: Changes) -> Iterator[Difference]:
    for duty in changes.new:
        yield Difference(duty.person_id, duty.rule, "missing", None, duty.due_on, duty.status)
    if not changes.changed:
        return
    ids = [duty.pk for duties in changes.changed.values() for duty in duties]
    was = dict(Duty.objects.filter(pk__in=ids).values_list("pk", "due_on"))
    for what, duties in changes.changed.items():
        for duty in duties:
            yield Difference(
                duty.person_id, duty.rule, what, was[duty.pk], duty.due_on, duty.status
            )
