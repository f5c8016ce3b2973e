"""What becomes of meetings when a person leaves the register, and when that was an error."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from accounts.models import User
from core import events, history
from core.dates import local_day
from meetings.models import AgendaEdit, AgendaItem, Meeting, MovedMinutes
from meetings.rules import Edit, ItemState, State
from meetings.workflow.planning import cancel, publish_invited
from meetings.workflow.running import add_person
from meetings.workflow.settling import settle_moved
from register.models import Person
from register.rules import Level
from register.workflow import ended_by_closing

TOLD = "meetings.person_left"
_CLOSED_IN_ERROR = "The record had been closed in error."


@events.step
def take_off(
    *,
    person: Person,
    shown: str,
    closing: int,
    words: str,
    died: bool,
    by: User,
    at: datetime,
    keeps_urgent: bool = False,
) -> None:
    """Cancel a planned urgent meeting about the person and take them off every agenda to come.

    `shown` is what the lists showed until then, `words` why they left. On an open
    meeting only a line that has not been discussed goes. With `keeps_urgent` the urgent meeting
    stays: a RED referral about the person waits again. The caller holds the person.
    """
    urgent = [] if keeps_urgent else list(Meeting.objects.urgent_about(person.pk).planned())
    for meeting in urgent:
        cancel(meeting=meeting, reason=words, by=by, at=at)
    added = added_to(person)
    for edit in added:
        AgendaEdit.objects.create(
            meeting=edit.meeting, person=person, edit=Edit.REMOVE, reason=words, by=by, at=at
        )
    items = waiting_on(person)
    for item in items:
        item.state = ItemState.REMOVED
        history.save(item, by=by, at=at, reason="take_off")
    for moved in MovedMinutes.objects.waiting().filter(item__in=items):
        settle_moved(moved, used=False, by=by, at=at)
    chairs = {one.chair_id for one in urgent}
    chairs |= {one.meeting.chair_id for one in added} | {one.meeting.chair_id for one in items}
    coming = Meeting.objects.next_tracking(person.area_id, on=local_day(at))
    if coming is not None and shown != Level.GREEN:
        chairs.add(coming.chair_id)
    events.publish(
        TOLD,
        person=person.pk,
        by=by,
        at=at,
        closing=closing,
        died=died,
        cancelled=[one.pk for one in urgent],
        added=[one.meeting_id for one in added],
        items=[one.pk for one in items],
        chairs=sorted(chairs),
    )


def added_to(person: Person) -> list[AgendaEdit]:
    """Return by what the person was put on agendas of planned meetings, which are locked."""
    rows = AgendaEdit.objects.filter(person=person, meeting__state=State.PLANNED)
    standing = rows.standing().select_related("meeting")
    added = [one for one in standing if one.edit == Edit.ADD]
    _lock(one.meeting_id for one in added)
    return added


def waiting_on(person: Person) -> list[AgendaItem]:
    """Return the person's lines that open meetings have not discussed; the meetings are locked."""
    rows = AgendaItem.objects.filter(
        person=person, meeting__state=State.OPEN, state=ItemState.WAITING
    )
    _lock(rows.values_list("meeting_id", flat=True))
    return list(rows.select_related("meeting").select_for_update(of=("self",)))


def _lock(meeting_ids: Iterable[UUID]) -> None:
    rows = Meeting.objects.filter(pk__in=list(meeting_ids)).order_by("pk")
    list(rows.select_for_update(of=("self",)))


@events.step
def put_on_again(*, person: Person, closing: int, by: User, at: datetime) -> None:
    """Put the person back on the agendas, and an urgent meeting still to come back in its place.

    A meeting that has been held meanwhile did not reach them: they are carried over.
    """
    told = ended_by_closing(TOLD, person.pk, closing)
    if told is None:
        return
    for meeting in _meetings(told.facts["cancelled"], State.CANCELLED):
        _plan_again(meeting, by=by, at=at)
    for state in (State.PLANNED, State.OPEN):
        for meeting in _meetings(told.facts["added"], state):
            add_person(meeting=meeting, person=person, reason=_CLOSED_IN_ERROR, by=by, at=at)
    ids = _ids(told.facts["items"])
    rows = AgendaItem.objects.filter(pk__in=ids, state=ItemState.REMOVED).select_related("meeting")
    for item in rows.select_for_update(of=("self",)):
        item.state = ItemState.WAITING if item.meeting.is_open else ItemState.CARRIED
        history.save(item, by=by, at=at, reason="put_back")


def _plan_again(meeting: Meeting, *, by: User, at: datetime) -> None:
    if meeting.person_id is None or meeting.starts_at <= at:
        return
    if Meeting.objects.urgent_about(meeting.person_id).exists():
        return
    meeting.state, meeting.cancel_reason = State.PLANNED, ""
    meeting.closed_at = meeting.closed_by = None
    meeting.sequence += 1  # a calendar that took the entry out takes only a later one back
    history.save(meeting, by=by, at=at, reason="put_back")
    publish_invited(meeting, list(meeting.attendees.invited()), by=by, at=at)


def _meetings(value: object, state: State) -> list[Meeting]:
    rows = Meeting.objects.filter(pk__in=_ids(value), state=state).order_by("pk")
    return list(rows.select_for_update(of=("self",)))


def _ids(value: object) -> list[UUID]:
    return [UUID(str(one)) for one in value] if isinstance(value, list) else []
