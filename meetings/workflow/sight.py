"""Letting those who attend see the people on the agenda, from its opening and not for ever."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from accounts.models import User
from accounts.rules import Role
from meetings import rules
from meetings.models import AgendaItem, Attendee, Meeting
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


def take_sight_back(
    meeting: Meeting, *, person_ids: Collection[UUID], by: User, at: datetime
) -> None:
    """Take back what an open meeting let its attendees see of these people.

    What they saw before it was opened they see as long as they would have, and what another
    meeting lets them see stays.
    """
    opened_at = meeting.opened_at or at
    asked = meeting.attendees.filter(user__isnull=False).values_list("user_id", flat=True)
    users = cast(list[UUID], list(asked))
    others = AgendaItem.objects.filter(
        person__in=person_ids,
        meeting__opened_at__gt=at - timedelta(days=rules.SIGHT_DAYS),
        meeting__attendees__user__in=users,
        meeting__attendees__in=Attendee.objects.seeing(),
    ).exclude(meeting=meeting)
    others = others.exclude(meeting__state=rules.State.NOT_HELD, state=rules.ItemState.CARRIED)
    kept: dict[tuple[UUID, UUID], datetime] = {}
    for person, user, opened in others.values_list(
        "person_id", "meeting__attendees__user_id", "meeting__opened_at"
    ):
        until = (opened or at) + timedelta(days=rules.SIGHT_DAYS)
        kept[person, user] = max(until, kept.get((person, user), until))
    register.end_sight_for_meeting(
        person_ids=person_ids, user_ids=users, since=opened_at, kept=kept, by=by, at=at
    )


def _represents(user: User, area_id: UUID) -> bool:
    """Whether someone comes for a service of the area, or its team, and not for their people."""
    return any(
        held.role in {Role.REPRESENTATIVE, Role.TEAM} and held.area_id == area_id
        for held in user.roles_held
    )
