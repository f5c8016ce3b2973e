"""Letting those who attend see the people on the agenda, from its opening and not for ever."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from accounts.models import User
from meetings import rules
from meetings.models import Attendee, Meeting
from register import workflow as register
from register.models import Person


def give_sight(
    meeting: Meeting,
    *,
    attendees: Iterable[Attendee],
    people: Iterable[Person],
    by: User,
    at: datetime,
) -> None:
    """Let attendees who do not see the area anyway see these people, whose rows are held."""
    asked = [attendee.user for attendee in attendees if attendee.user is not None]
    team = set(User.objects.team_of(meeting.area_id).values_list("pk", flat=True))
    users = [user for user in asked if user.pk not in team]
    until = at + timedelta(days=rules.SIGHT_DAYS)
    for person in people:
        for user in users:
            register.involve_for_meeting(person=person, user=user, since=at, until=until, by=by)
