"""Verbs that change a planned meeting: move it, take somebody off its list."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from actions.workflow import hold_for_meetings
from core import events, history
from core.errors import RuleBroken
from meetings import rules
from meetings.models import Attendee, Meeting
from meetings.rules import Presence
from meetings.rules.series import check_move
from meetings.workflow.holding import hold_meeting


@transaction.atomic
def move(
    *, meeting: Meeting, starts_at: datetime, place: str, reason: str, by: User, at: datetime
) -> Meeting:
    """Move a planned meeting to another time, and say why; its turn in a series stays its own.

    Everybody invited gets the change for their calendar. Sent twice it is moved once.
    """
    if not meeting.is_urgent:
        hold_for_meetings(meeting.area_id)
    meeting = hold_meeting(meeting)
    if not meeting.is_planned:
        raise RuleBroken("Only a meeting that has not been opened can be moved.")
    rules.check_words(reason, missing="Enter why the meeting is moved", field="reason")
    rules.check_words(place, missing="Enter the place or the link to join", field="place")
    check_move(starts_at=starts_at, was=meeting.starts_at, at=at)
    meeting.starts_at, meeting.place = starts_at, place.strip()
    meeting.move_reason = reason.strip()
    meeting.sequence += 1
    history.save(meeting, by=by, at=at, reason="move")
    publish_moved(meeting, by=by, at=at)
    return meeting


def publish_moved(meeting: Meeting, *, by: User | None, at: datetime) -> None:
    """Say that time, place or chair of a meeting have changed, to everybody invited."""
    users = meeting.attendees.invited().filter(user__isnull=False)
    events.publish(
        "meetings.moved",
        person=meeting.person_id,
        by=by,
        at=at,
        meeting=meeting.pk,
        kind=meeting.kind,
        area=meeting.area_id,
        sequence=meeting.sequence,
        users=list(users.values_list("user_id", flat=True)),
    )


@transaction.atomic
def uninvite(*, attendee: Attendee, by: User | None, at: datetime) -> Attendee:
    """Take somebody off the list of a meeting that has not been opened; the chair stays."""
    meeting = hold_meeting(attendee.meeting)
    attendee = Attendee.objects.select_for_update().get(pk=attendee.pk)
    if not meeting.is_planned:
        raise RuleBroken("Only before the meeting is opened can somebody be taken off its list.")
    if attendee.user_id == meeting.chair_id:
        raise RuleBroken("The chair stays invited. Name another chair first.")
    if attendee.presence == Presence.REMOVED:
        return attendee
    attendee.presence = Presence.REMOVED
    history.save(attendee, by=by, at=at, reason="uninvite")
    meeting.sequence += 1
    history.save(meeting, by=by, at=at, reason="uninvite")
    events.publish(
        "meetings.uninvited",
        person=meeting.person_id,
        by=by,
        at=at,
        meeting=meeting.pk,
        attendee=attendee.pk,
        sequence=meeting.sequence,
        users=[attendee.user_id] if attendee.user_id else [],
    )
    return attendee
