"""Meetings that have ended, and are opened again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client

from accounts.models import User
from accounts.rules import Permission
from duties.models import Duty
from duties.rules import DutyStatus
from meetings import workflow
from meetings.models import Meeting
from register.models import Person
from tests.conftest import Cast
from tests.meetings.conftest import TOMORROW

Make = Callable[..., Meeting]
Somebody = Callable[..., Person]
SignIn = Callable[[User], Client]
LATER = TOMORROW + timedelta(hours=1)
SLIP = "Closed before everyone had been discussed"


def reopen(meeting: Meeting, cast: Cast, **changed: Any) -> Meeting:
    given = {"reason": SLIP, "version": meeting.put_backs.count(), "by": cast.team, "at": LATER}
    return workflow.reopen(meeting=meeting, **given | changed)


def close(meeting: Meeting, cast: Cast, **changed: Any) -> Meeting:
    return workflow.close(**{"meeting": meeting, "by": cast.team, "at": TOMORROW} | changed)


def abandon(meeting: Meeting, cast: Cast) -> Meeting:
    return workflow.abandon(meeting=meeting, reason="Fire", by=cast.team, at=TOMORROW)


def duties(person: Person) -> dict[tuple[str, Any], tuple[str, Any]]:
    """Return the duties that the facts have: one that a correction took back is cancelled."""
    rows = Duty.objects.filter(person=person).exclude(status=DutyStatus.CANCELLED)
    found = rows.values_list("rule", "raised_at", "status", "due_on")
    return {(rule, raised): (status, due) for rule, raised, status, due in found}


def is_open(person: Person, rule: str) -> bool:
    return Duty.objects.open().filter(person=person, rule=rule).exists()


def sees(cast: Cast, person: Person) -> bool:
    return Person.objects.permitted(cast.rep, Permission.PERSON_VIEW).filter(pk=person.pk).exists()
