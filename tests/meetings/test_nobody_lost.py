"""Whatever happens at a row of meetings: nobody is lost, and nobody RED is left undecided."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from core.errors import RuleBroken
from meetings import agenda, workflow
from meetings.models import AgendaItem, Meeting, Outcome
from meetings.rules import ItemState
from register import workflow as register
from register.models import Person, Standing
from register.rules import Level
from tests.conftest import Cast
from tests.meetings.conftest import TOMORROW, attended, decide, item_of

Make = Callable[..., Meeting]
Somebody = Callable[..., Person]


@pytest.mark.parametrize("seed", range(6))
def test_over_several_meetings_nobody_is_lost_and_no_red_is_left_undecided(
    cast: Cast, plan: Make, somebody: Somebody, seed: int
) -> None:
    chance = random.Random(seed)
    people = [somebody(chance.choice([Level.RED, Level.AMBER])) for _ in range(5)]
    for month in range(3):
        at = TOMORROW + timedelta(days=28 * month)
        meeting = workflow.open(meeting=plan(starts_at=at), by=cast.team, at=at)
        if chance.random() < 0.8:
            attended(meeting, cast.team, at=at)
        for person in people:
            _something(chance, meeting, person, cast, at=at)
        _close(meeting, cast, at=at)
        for item in AgendaItem.objects.filter(meeting=meeting):
            _is_not_lost(item, plan, at=at)


def _something(
    chance: random.Random, meeting: Meeting, person: Person, cast: Cast, *, at: datetime
) -> None:
    """Let one thing or none be done about a person who is on the agenda, as people would."""
    if not AgendaItem.objects.filter(meeting=meeting, person=person).on_agenda().exists():
        return
    level = chance.choice(list(Level))
    by, words = cast.team, {"agreed_level": "", "reason": "", "discussion": "Talked"}
    things: list[Callable[[], object]] = [
        lambda: decide(meeting, person, by=by, level=level, at=at),
        lambda: decide(meeting, person, by=by, **words, at=at),
        lambda: register.rate(person=person, level=level, reason="Since", by=by, at=at),
        lambda: workflow.remove_person(meeting=meeting, person=person, reason="Away", by=by, at=at),
        lambda: workflow.keep_draft(
            item=item_of(meeting, person), typed={"discussion": ["x"]}, by=by, at=at
        ),
        lambda: None,
    ]
    was = Standing.objects.get(person=person).rating_id
    if _refusal(chance.choice(things)):
        assert Standing.objects.get(person=person).rating_id == was, "refused, and yet rated"


def _close(meeting: Meeting, cast: Cast, *, at: datetime) -> None:
    """Close; where that is refused, do what the refusal asks for, and close then."""
    said = _refusal(lambda: workflow.close(meeting=meeting, by=cast.team, at=at))
    if not said:
        return
    meeting.refresh_from_db()
    assert meeting.is_open, "a refusal leaves the meeting open"
    assert "cannot be closed yet" in said
    attended(meeting, cast.team, at=at)
    for item in meeting.items.on_agenda().filter(person__standing__shown=Level.RED):
        if not Outcome.objects.filter(item=item).exclude(agreed_level="").exists():
            decide(meeting, item.person, by=cast.team, level=Level.RED, at=at)
    workflow.close(meeting=meeting, by=cast.team, at=at)


def _refusal(call: Callable[[], object]) -> str:
    """Return why a rule refuses the call; nothing where it is done."""
    try:
        call()
    except RuleBroken as broken:
        return broken.message
    return ""


def _is_not_lost(item: AgendaItem, plan: Make, *, at: datetime) -> None:
    """Everybody was decided about, taken off with a reason, or is on the agenda after this."""
    assert item.state != ItemState.WAITING
    shown = Standing.objects.get(person=item.person_id).shown
    if item.state == ItemState.CARRIED:
        assert shown != Level.RED, "somebody RED is never merely carried over"
        coming = plan(starts_at=at + timedelta(days=28))
        listed = agenda.live(coming, on=(at + timedelta(days=28)).date())
        assert item.person_id in {line.person_id for line in listed}
