"""Verbs of the meeting itself: open, attendance, add and take off, close."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models.functions import Coalesce
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accounts.models import User
from core import events, history
from core.dates import local_day
from core.errors import RuleBroken
from duties.workflow import check_still_here, waiting_for_meeting
from meetings import agenda, rules
from meetings.models import AgendaEdit, AgendaItem, Attendee, Meeting, MovedMinutes, Outcome
from meetings.rules import Edit, ItemState, Presence, Reason, Why
from meetings.workflow.holding import (
    hold_agenda,
    hold_item,
    hold_meeting,
    levels_of,
)
from meetings.workflow.sight import give_sight
from register import workflow as register
from register.models import Person
from register.workflow.entries import facts_of

BATCH = 500


@events.step
def open(*, meeting: Meeting, by: User, at: datetime) -> Meeting:  # noqa: A001 - the field's word
    """Open a meeting: freeze its agenda, and let those who attend see the people on it."""
    on, planned, seen = local_day(at), meeting, {}

    def listed() -> list[UUID]:
        seen["lines"] = agenda.live(planned, on=on)
        return [line.person_id for line in seen["lines"]]

    meeting, people = hold_agenda(planned, listed)
    meeting.state = rules.move("open", state=rules.State(meeting.state))
    meeting.opened_at, meeting.opened_by = at, by
    history.save(meeting, by=by, at=at, reason="open")
    lines = [line for line in seen["lines"] if line.person_id in people]
    _freeze(meeting, lines, by=by, at=at)
    seeing = meeting.attendees.seeing().select_related("user")
    give_sight(meeting, attendees=seeing, people=people.values(), by=by, at=at)
    events.publish(
        "meetings.opened",
        person=meeting.person_id,
        by=by,
        at=at,
        meeting=meeting.pk,
        kind=meeting.kind,
        area=meeting.area_id,
        people=len(people),
    )
    return meeting


def _freeze(meeting: Meeting, lines: Sequence[agenda.Line], *, by: User, at: datetime) -> None:
    pending: dict[UUID, list[AgendaItem]] = {}
    for carried in AgendaItem.objects.to_carry().filter(
        person__in=[one.person_id for one in lines]
    ):
        pending.setdefault(carried.person_id, []).append(carried)
    items = [
        AgendaItem(
            meeting=meeting,
            person_id=line.person_id,
            position=position,
            shown=line.shown,
            whys=[why.as_dict() for why in line.whys],
        )
        for position, line in enumerate(lines, start=1)
    ]
    as_told = {"default_user": by, "default_date": at, "default_change_reason": "open"}
    bulk_create_with_history(items, AgendaItem, batch_size=BATCH, **as_told)
    taken_up = []
    for item in items:
        for carried in pending.get(item.person_id, []):
            carried.carried_into = item
            taken_up.append(carried)
    bulk_update_with_history(taken_up, AgendaItem, ["carried_into"], batch_size=BATCH, **as_told)


@events.step
def record_attendance(
    *, meeting: Meeting, presences: Mapping[UUID, Presence], by: User, at: datetime
) -> Meeting:
    """Record who was there; `presences` is by attendee. Decides whether the meeting is quorate."""
    meeting = hold_meeting(meeting)
    if not meeting.is_open:
        raise RuleBroken("Attendance is recorded while the meeting is open.")
    for attendee in meeting.attendees.select_for_update().order_by("pk"):
        presence = presences.get(attendee.pk)
        if presence is not None and attendee.presence != presence:
            attendee.presence = presence
            history.save(attendee, by=by, at=at, reason="record_attendance")
    quorate = settle_quorum(meeting, verb="record_attendance", by=by, at=at)
    events.publish(
        "meetings.attendance_recorded",
        person=meeting.person_id,
        by=by,
        at=at,
        meeting=meeting.pk,
        quorate=quorate,
    )
    return meeting


def settle_quorum(meeting: Meeting, *, verb: str, by: User, at: datetime) -> bool:
    """Let what was decided be provisional without a quorum; return whether there is one."""
    quorate = is_quorate(meeting)
    rows = Outcome.objects.in_force().filter(item__meeting=meeting, provisional=quorate)
    for outcome in rows:
        outcome.provisional = not quorate
        history.save(outcome, by=by, at=at, reason=verb)
    return quorate


def is_quorate(meeting: Meeting) -> bool:
    """Whether enough attendees are recorded as there."""
    attended = Attendee.objects.filter(meeting=meeting).attended().count()
    return rules.is_quorate(attended=attended, quorum=meeting.quorum)


@dataclass(frozen=True, slots=True)
class TookPart:
    """Whether a meeting had its quorum, and how many organisations took part in it."""

    quorate: bool
    organisations: int


def took_part_in(meeting: Meeting) -> TookPart:
    """Return whether the meeting had its quorum, and how many organisations took part."""
    there = Attendee.objects.filter(meeting=meeting).attended()
    whose = there.values_list(Coalesce("organisation", "user__organisation"), flat=True)
    return TookPart(is_quorate(meeting), len(set(whose) - {None}))


@events.step
def add_person(
    *, meeting: Meeting, person: Person, reason: str, by: User, at: datetime
) -> AgendaEdit:
    """Put a person on the agenda by hand, before or after it is opened; says why."""
    rules.check_words(reason, missing="Enter why you are adding them to the agenda", field="reason")
    person = register.hold(person.pk)
    check_still_here(person)
    meeting = _changeable(meeting)
    edit = AgendaEdit.objects.create(
        meeting=meeting, person=person, edit=Edit.ADD, reason=reason.strip(), by=by, at=at
    )
    if meeting.is_open:
        put_on(meeting, person, verb="add_person", by=by, at=at)
    events.publish("meetings.person_added", person=person.pk, by=by, at=at, meeting=meeting.pk)
    return edit


def put_on(meeting: Meeting, person: Person, *, verb: str, by: User, at: datetime) -> AgendaItem:
    """Let an open meeting discuss someone, with a line of their own; return it."""
    lines = AgendaItem.objects.filter(meeting=meeting, person=person)
    item = lines.exclude(state__in=rules.REPLACED).first()
    if item is None:
        last = AgendaItem.objects.filter(meeting=meeting).order_by("-position").first()
        item = AgendaItem(
            meeting=meeting,
            person=person,
            position=last.position + 1 if last else 1,
            shown=levels_of([person.pk]).get(person.pk, ""),
            whys=[Why(Reason.ADDED).as_dict()],
        )
    elif item.state in rules.LINE_MOVES["add_person"]:
        item.state, item.carried_into = ItemState.WAITING, None
    history.save(item, by=by, at=at, reason=verb)
    for carried in AgendaItem.objects.to_carry().filter(person=person):
        carried.carried_into = item
        history.save(carried, by=by, at=at, reason=verb)
    seeing = meeting.attendees.seeing().select_related("user")
    give_sight(meeting, attendees=seeing, people=[person], by=by, at=at)
    return item


@events.step
def remove_person(
    *, meeting: Meeting, person: Person, reason: str, by: User, at: datetime
) -> AgendaEdit:
    """Take a person off the agenda by hand; says why. Refused for someone rated RED (H13)."""
    rules.check_words(
        reason, missing="Enter why you are removing them from the agenda", field="reason"
    )
    person = register.hold(person.pk)
    meeting = _changeable(meeting)
    rules.check_removal(levels_of([person.pk]).get(person.pk))
    if meeting.is_open:
        item = hold_item(meeting, person.pk)
        if item.is_discussed:
            raise RuleBroken("This person has been discussed and stays in the minutes.")
        if MovedMinutes.objects.waiting().filter(item=item).exists():
            raise RuleBroken(
                "Minutes were moved to this person and no one has checked them. Save them or set "
                "them aside first."
            )
        item.state = ItemState.REMOVED
        history.save(item, by=by, at=at, reason="remove_person")
    edit = AgendaEdit.objects.create(
        meeting=meeting, person=person, edit=Edit.REMOVE, reason=reason.strip(), by=by, at=at
    )
    events.publish("meetings.person_removed", person=person.pk, by=by, at=at, meeting=meeting.pk)
    return edit


def _changeable(meeting: Meeting) -> Meeting:
    meeting = hold_meeting(meeting)
    if meeting.is_urgent:
        raise RuleBroken("An urgent meeting is about one person; its agenda stays as it is.")
    if not (meeting.is_planned or meeting.is_open):
        raise RuleBroken("This meeting is over or cancelled; its agenda stays as it was.")
    return meeting


@events.step
def close(*, meeting: Meeting, by: User, at: datetime) -> Meeting:
    """Close a meeting. Whoever was not reached is carried over to the next meeting of the area.

    So is, in silence, whoever is restricted: should that be lifted, no one else would know.

    Refused while no one is recorded as there, and while someone rated RED, or the person of an
    urgent meeting, is undecided (H13).
    """
    meeting, people = hold_agenda(meeting, concerned_by(meeting))
    after = rules.move("close", state=rules.State(meeting.state))
    levels = levels_of(people)
    items = list(meeting.items.to_discuss().filter(person__in=people).select_for_update())
    waiting = [item for item in items if not item.is_discussed]
    rules.check_close(
        attended=meeting.attendees.attended().count(),
        undecided=[people[item.person_id].name for item in _undecided(meeting, items, levels)],
    )
    meeting.state, meeting.closed_at, meeting.closed_by = after, at, by
    history.save(meeting, by=by, at=at, reason="close")
    carry_over(meeting, waiting, shown=people, verb="close", by=by, at=at)
    took_part = took_part_in(meeting)
    for item in items:
        if item.is_discussed:
            publish_held(item, meeting, people[item.person_id], levels, took_part, by=by, at=at)
    events.publish(
        "meetings.closed",
        person=meeting.person_id,
        by=by,
        at=at,
        meeting=meeting.pk,
        kind=meeting.kind,
        area=meeting.area_id,
        discussed=len(items) - len(waiting),
        carried=len(waiting),
        quorate=took_part.quorate,
    )
    return meeting


def carry_over(
    meeting: Meeting, waiting: Iterable[AgendaItem], *, shown: Iterable[UUID], verb: str, by: User,
    at: datetime,
) -> None:  # fmt: skip
    """Carry over these lines; whoever is restricted too, not being `shown`, and nothing is said
    of them."""
    hidden = meeting.items.on_agenda().filter(state=ItemState.WAITING).exclude(person__in=shown)
    for item in waiting:
        item.state = ItemState.CARRIED
        history.save(item, by=by, at=at, reason=verb)
        events.publish(
            "meetings.carried_over", person=item.person_id, by=by, at=at, meeting=meeting.pk
        )
    for item in hidden.select_for_update(of=("self",)):
        item.state = ItemState.CARRIED
        history.save(item, by=by, at=at, reason=verb)


def concerned_by(meeting: Meeting) -> Callable[[], set[UUID]]:
    """Return what reads whom the end of a meeting concerns: those on its agenda, and those whose
    dates move with it."""

    def read() -> set[UUID]:
        listed = set(meeting.items.on_agenda().unrestricted().people())
        return listed if meeting.is_urgent else listed | set(waiting_for_meeting(meeting.area_id))

    return read


def _undecided(
    meeting: Meeting, items: Iterable[AgendaItem], levels: Mapping[UUID, str]
) -> list[AgendaItem]:
    """Return the lines of those who must be decided about and have no rating agreed."""
    agreed = Outcome.objects.in_force().filter(item__meeting=meeting).exclude(agreed_level="")
    decided = set(agreed.values_list("item_id", flat=True))
    return [
        item
        for item in items
        if item.pk not in decided
        and rules.must_decide(level=levels.get(item.person_id), urgent=meeting.is_urgent)
    ]


def publish_held(
    item: AgendaItem,
    meeting: Meeting,
    person: Person,
    levels: Mapping[UUID, str],
    took_part: TookPart,
    *,
    by: User,
    at: datetime,
) -> None:
    """Say that a meeting which was held has discussed a person: the fact that meets duties."""
    events.publish(
        "meetings.held",
        person=person.pk,
        by=by,
        at=at,
        meeting=meeting.pk,
        item=item.pk,
        kind=meeting.kind,
        held_on=local_day(meeting.opened_at or at),
        level=levels.get(person.pk) or item.shown or None,
        quorate=took_part.quorate,
        organisations=took_part.organisations,
        **facts_of(person),
    )
