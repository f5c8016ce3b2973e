"""What follows for meetings when someone who was hidden is shown again."""

from datetime import datetime
from uuid import UUID

from accounts.models import User
from core import events, history
from meetings.models import Meeting
from meetings.workflow.planning import publish_invited


@events.step
def ask_again(*, person_id: UUID, by: User | None, at: datetime) -> list[Meeting]:
    """Invite everyone again to the urgent meetings about a person that still lie ahead.

    Hiding the person took them out of calendars. The caller holds the person.
    """
    rows = Meeting.objects.urgent_about(person_id).filter(starts_at__gt=at)
    meetings = list(rows.select_for_update(of=("self",)))
    for meeting in meetings:
        meeting.sequence += 2  # the entry that took it out counted one more than the meeting
        history.save(meeting, by=by, at=at, reason="ask_again")
        publish_invited(meeting, list(meeting.attendees.invited()), by=by, at=at)
    return meetings
