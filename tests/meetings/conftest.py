"""Meetings in each state, reached through the workflow."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from accounts.rules import Role
from meetings import workflow
from meetings.models import AgendaItem, Meeting
from meetings.rules import Presence
from meetings.workflow import Minutes
from register.models import Person, Standing
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW, UserFactory, give, on_register

TOMORROW = NOW + timedelta(days=1)
NEXT_MONTH = NOW + timedelta(days=29)


@pytest.fixture
def plan(cast: Cast) -> Callable[..., Meeting]:
    """Return a function that plans a tracking meeting of the cast's area, tomorrow."""

    def make(**changed: Any) -> Meeting:
        given: dict[str, Any] = {
            "area": cast.area, "starts_at": TOMORROW, "place": "Room 4", "chair": cast.team,
            "quorum": 1, "by": cast.team, "at": NOW, "invite": [cast.rep],
        }  # fmt: skip
        return workflow.plan(**given | changed)

    return make


@pytest.fixture
def opened(cast: Cast, plan: Callable[..., Meeting]) -> Callable[..., Meeting]:
    """Return a function that plans a meeting and opens it; the chair is there."""

    def make(**changed: Any) -> Meeting:
        meeting = workflow.open(meeting=plan(**changed), by=cast.team, at=TOMORROW)
        return attended(meeting, cast.team)

    return make


@pytest.fixture
def somebody(cast: Cast) -> Callable[..., Person]:
    """Return a function that puts somebody on the register of the cast's area."""

    def make(level: Level = Level.AMBER, **changed: Any) -> Person:
        return on_register(changed.pop("area", cast.area), by=cast.team, level=level, **changed)

    return make


def another_rep(cast: Cast) -> User:
    """Return one more representative of a service in the cast's area."""
    user: User = give(UserFactory(full_name="Ray Second"), Role.REPRESENTATIVE, area=cast.area)
    return user


def attended(meeting: Meeting, user: User, *, at: datetime = TOMORROW) -> Meeting:
    """Record that a user is there."""
    there = meeting.attendees.get(user=user)
    return workflow.record_attendance(
        meeting=meeting, presences={there.pk: Presence.ATTENDED}, by=user, at=at
    )


def item_of(meeting: Meeting, person: Person) -> AgendaItem:
    """Return the person's line on the frozen agenda; of several the one that stands."""
    return AgendaItem.objects.filter(meeting=meeting).about(person.pk).get()


def decide(
    meeting: Meeting, person: Person, *, by: User, level: Level = Level.AMBER, **changed: Any
) -> Any:
    """Record a decision about a person, as a minute-taker who has just opened the page."""
    item = item_of(meeting, person)
    standing = Standing.objects.filter(person=person).first()
    outcome = getattr(item, "outcome", None)
    minutes = {"headline": "Holding", "agreed_level": level, "reason": "As discussed"}
    given = {k: changed.pop(k) for k in list(changed) if k in Minutes.__dataclass_fields__}
    return workflow.record_outcome(
        item=item,
        minutes=Minutes(**minutes | given),
        version=changed.pop("version", outcome.version if outcome else 0),
        follows=changed.pop("follows", standing.rating_id if standing else None),
        by=by,
        at=changed.pop("at", TOMORROW),
        **changed,
    )
