"""Letting those who attend see the people on the agenda, from its opening and not for ever."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from accounts.models import User
from accounts.rules import Role
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
    """Let those who represent a service see these people, whose rows are held.

    The area's team sees them anyway; a lead professional keeps to the people they lead or are
    named on, at a meeting too.
    """
    asked = [attendee.user for attendee in attendees if attendee.user is not None]
    team = set(User.objects.team_of(meeting.area_id).values_list("pk", flat=True))
    users = [user for user in asked if user.pk not in team and _represents(user, meeting.area_id)]
    until = at + timedelta(days=rules.SIGHT_DAYS)
    register.involve_all_for_meeting(people=list(people), users=users, since=at, until=until, by=by)


def _represents(user: User, area_id: UUID) -> bool:
    """Whether somebody comes for a service of the area, or its team, and not for their people."""
    return any(
        held.role in {Role.REPRESENTATIVE, Role.TEAM} and held.area_id == area_id
        for held in user.roles_held
    )
