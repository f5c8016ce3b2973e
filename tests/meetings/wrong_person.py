"""Minutes that were recorded on the wrong person, and moved to the right one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client

from accounts.models import User
from duties.models import Duty
from meetings import workflow
from meetings.models import Meeting, MovedMinutes, Outcome
from meetings.workflow import Minutes
from register.models import Person
from register.rules import Level
from tests.conftest import Cast
from tests.meetings.conftest import TOMORROW, decide

Make = Callable[..., Meeting]
Somebody = Callable[..., Person]
SignIn = Callable[[User], Client]
LATER = TOMORROW + timedelta(hours=1)
WORDS = Minutes(headline="Settled", discussion="Sleeps well")


def on_the_wrong_one(meeting: Meeting, person: Person, cast: Cast, **changed: Any) -> Outcome:
    """Record minutes about someone and strike them out: they are about someone else."""
    given = {"headline": "Settled", "discussion": "Sleeps well", "level": Level.GREEN}
    outcome = decide(meeting, person, by=cast.team, **given | changed)
    meeting.refresh_from_db()
    return outcome


def strike(outcome: Outcome, cast: Cast) -> Outcome:
    outcome.refresh_from_db()
    return workflow.strike_out(
        outcome=outcome, version=outcome.version, reason="About someone else", by=cast.team,
        at=LATER,
    )  # fmt: skip


def move(outcome: Outcome, to: Person, cast: Cast, **changed: Any) -> MovedMinutes:
    given = {"outcome": outcome, "to": to, "by": cast.team, "at": LATER}
    return workflow.move_minutes(**given | changed)


def check(moved: MovedMinutes, cast: Cast, **changed: Any) -> Outcome:
    given = {"moved": moved, "minutes": WORDS, "version": 0, "by": cast.team, "at": LATER}
    return workflow.check_moved(**given | changed)


def is_open(person: Person, rule: str) -> bool:
    return Duty.objects.open().filter(person=person, rule=rule).exists()


def moved_minutes(
    cast: Cast,
    opened: Make,
    somebody: Somebody,
    *,
    listed: bool = True,
    approved: bool = False,
    end: str = "close",
) -> Any:
    """Return a meeting that has ended, the wrong person, the right one, and the minutes moved.

    `listed` says whether the right person was on its agenda.
    """
    wrong = somebody()
    right = somebody() if listed else None
    meeting = opened()
    outcome = on_the_wrong_one(meeting, wrong, cast)
    given: dict[str, Any] = {"meeting": meeting, "by": cast.team, "at": TOMORROW}
    if end == "close":
        workflow.close(**given)
    else:
        workflow.abandon(reason="Fire", **given)
    right = right or somebody()
    if approved:
        workflow.approve(**given)
    outcome = strike(outcome, cast)
    moved = move(outcome, right, cast)
    meeting.refresh_from_db()
    return meeting, wrong, right, moved
