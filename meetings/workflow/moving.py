"""Verbs that change a planned meeting: move it, take someone off its list."""

from datetime import datetime

from accounts.models import User
from core import events, history
from core.errors import RuleBroken
from duties.workflow import hold_for_meetings
from meetings import rules
from meetings.models import Attendee, Meeting
from meetings.rules import Presence
from meetings.rules.series import check_move
from meetings.workflow.holding import hold_meeting
from meetings.workflow.planning import CHAIR, add_attendees


@events.step
def move(
    *, meeting: Meeting, starts_at: datetime, place: str, reason: str, by: User, at: datetime,
    chair: User | None = None,
) -> Meeting:  # fmt: skip
    """Give a planned meeting another time, place or chair, and say why.

    Its turn in a series stays its own. Another `chair` is invited; the one before stays on the
    list, until taken off. Everyone invited gets the change for their calendar. Sent twice it is
    moved once.
    """
    if not meeting.is_urgent:
        hold_for_meetings(meeting.area_id)
    meeting = hold_meeting(meeting)
    if not meeting.is_planned:
        raise RuleBroken("Only a meeting that has not been opened can be moved.")
    rules.check_words(reason, missing="Enter why the meeting changes", field="reason")
    rules.check_words(place, missing="Enter the place or the link to join", field="place")
    chair = chair or meeting.chair
    other = place.strip() != meeting.place or chair.pk != meeting.chair_id
    check_move(starts_at=starts_at, was=meeting.starts_at, at=at, other=other)
    meeting.starts_at, meeting.place = starts_at, place.strip()
    meeting.move_reason = reason.strip()
    meeting.sequence += 1
    _give_chair(meeting, chair, by=by, at=at)
    history.save(meeting, by=by, at=at, reason="move")
    publish_moved(meeting, by=by, at=at)
    return meeting


def _give_chair(meeting: Meeting, chair: User, *, by: User, at: datetime) -> None:
    """Let a colleague of the area's team chair the meeting, and invite them."""
    if chair.pk == meeting.chair_id:
        return
    if not User.objects.team_of(meeting.area_id).filter(pk=chair.pk).exists():
        raise RuleBroken("Choose a chair from the area's DSR team", field="chair")
    before, meeting.chair = meeting.chair, chair
    add_attendees(meeting, users=[chair], guests=[], by=by, at=at)
    for user, part in ((before, before.job_title), (chair, CHAIR)):
        for attendee in meeting.attendees.filter(user=user):
            attendee.part = part
            history.save(attendee, by=by, at=at, reason="move")


def publish_moved(meeting: Meeting, *, by: User | None, at: datetime) -> None:
    """Say that time, place or chair of a meeting have changed, to everyone invited."""
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


@events.step
def uninvite(*, attendee: Attendee, by: User | None, at: datetime) -> Attendee:
    """Take someone off the list of a meeting that has not been opened; the chair stays."""
    meeting = hold_meeting(attendee.meeting)
    attendee = Attendee.objects.select_for_update().get(pk=attendee.pk)
    if not meeting.is_planned:
        raise RuleBroken("You can withdraw an invitation only before the meeting is opened.")
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
