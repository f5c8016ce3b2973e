"""Several at once: one opening, one urgent meeting, no minutes lost, nobody waiting for ever."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from core.errors import Conflict, RuleBroken
from core.models import AuditEvent
from meetings import workflow
from meetings.models import AgendaItem, AttendanceCorrection, Meeting, MovedMinutes, Outcome
from meetings.rules import Presence
from register.models import Person
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW
from tests.meetings.conftest import TOMORROW, decide

pytestmark = pytest.mark.django_db(transaction=True)
Make = Callable[..., Meeting]
Somebody = Callable[..., Person]


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """Run all calls at the same time; a broken rule is a result, a deadlock is a failure."""

    def run(call: Callable[[], Any]) -> Any:
        try:
            return call()
        except RuleBroken as broken:
            return broken
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(calls)) as pool:
        return list(pool.map(run, calls))


def test_a_meeting_opened_from_two_places_is_opened_once(
    cast: Cast, plan: Make, somebody: Somebody
) -> None:
    somebody(Level.RED)
    meeting = plan()
    results = at_once([lambda: workflow.open(meeting=meeting, by=cast.team, at=TOMORROW)] * 3)
    assert sum(isinstance(one, Meeting) for one in results) == 1
    assert AgendaItem.objects.count() == 1
    assert AuditEvent.objects.filter(kind="meetings.opened").count() == 1


def test_one_urgent_meeting_is_convened_however_often_the_form_is_sent(
    cast: Cast, somebody: Somebody
) -> None:
    red = somebody(Level.RED)
    results = at_once(
        [
            lambda: workflow.convene_urgent(
                person=red, starts_at=TOMORROW, place="Call", chair=cast.team, reason="Crisis",
                by=cast.team, at=NOW,
            )
        ]
        * 4
    )  # fmt: skip
    assert len({one.pk for one in results}) == 1


def test_of_two_minute_takers_at_once_one_is_told_of_the_other(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = opened()
    results = at_once(
        [
            lambda: decide(meeting, person, by=cast.team, headline="Mine", version=0),
            lambda: decide(meeting, person, by=cast.second_team, headline="Theirs", version=0),
        ]
    )
    assert sorted(type(one).__name__ for one in results) == [Conflict.__name__, "Outcome"]
    assert Outcome.objects.count() == 1


def test_of_those_who_end_an_open_meeting_at_once_one_does_and_the_others_are_told(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    somebody()
    meeting = opened()
    given: dict[str, Any] = {"meeting": meeting, "by": cast.team, "at": TOMORROW}
    results = at_once(
        [
            lambda: workflow.close(**given),
            lambda: workflow.abandon(reason="Fire", **given),
            lambda: workflow.put_back(reason="Slip", **given),
        ]
    )
    assert sorted(type(one).__name__ for one in results) == ["Meeting", "RuleBroken", "RuleBroken"]
    kinds = ["meetings.closed", "meetings.abandoned", "meetings.put_back"]
    assert AuditEvent.objects.filter(kind__in=kinds).count() == 1


def test_of_two_who_strike_out_or_minute_at_once_one_is_told_of_the_other(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = opened()
    outcome = decide(meeting, person, by=cast.team)
    given: dict[str, Any] = {"outcome": outcome, "version": 1, "at": TOMORROW}
    results = at_once(
        [
            lambda: workflow.strike_out(reason="Slip", by=cast.team, **given),
            lambda: workflow.strike_out(reason="Wrong person", by=cast.second_team, **given),
        ]
    )
    assert sorted(type(one).__name__ for one in results) == ["Conflict", "Outcome"]
    assert AgendaItem.objects.filter(meeting=meeting, person=person).count() == 2


def test_of_two_who_correct_the_attendance_at_once_one_is_told_of_the_other(
    cast: Cast, opened: Make
) -> None:
    meeting = opened()
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    rep = meeting.attendees.get(user=cast.rep)
    results = at_once(
        [
            lambda: workflow.correct_attendance(
                meeting=meeting, presences={rep.pk: Presence.ATTENDED}, version=0,
                reason="Came", by=cast.team, at=TOMORROW,
            ),
            lambda: workflow.correct_attendance(
                meeting=meeting, presences={rep.pk: Presence.APOLOGIES}, version=0,
                reason="Rang", by=cast.second_team, at=TOMORROW,
            ),
        ]
    )  # fmt: skip
    assert sorted(type(one).__name__ for one in results) == ["Conflict", "Meeting"]
    assert AttendanceCorrection.objects.count() == 1


def test_of_those_who_open_an_ended_meeting_again_or_approve_it_one_does(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = opened()
    decide(meeting, person, by=cast.team)
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    given: dict[str, Any] = {"meeting": meeting, "version": 0, "at": TOMORROW}
    results = at_once(
        [
            lambda: workflow.reopen(reason="Slip", by=cast.team, **given),
            lambda: workflow.reopen(reason="Too early", by=cast.second_team, **given),
            lambda: workflow.approve(meeting=meeting, by=cast.team, at=TOMORROW),
        ]
    )
    done = [type(one).__name__ for one in results if not isinstance(one, RuleBroken)]
    assert done in (["Meeting"], ["Approval"])
    assert AuditEvent.objects.filter(kind="meetings.no_longer_held").count() == (
        1 if done == ["Meeting"] else 0
    )


def test_a_meeting_opened_again_by_two_who_then_close_it_at_once_is_closed_once(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = opened()
    decide(meeting, person, by=cast.team)
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    given: dict[str, Any] = {"meeting": meeting, "reason": "Slip", "version": 0, "at": TOMORROW}
    results = at_once([lambda: workflow.reopen(by=cast.team, **given)] * 2)
    assert [type(one).__name__ for one in results] == ["Meeting", "Meeting"]
    results = at_once(
        [
            lambda: workflow.close(meeting=meeting, by=cast.team, at=TOMORROW),
            lambda: workflow.reopen(by=cast.second_team, **given),
        ]
    )
    names = sorted(type(one).__name__ for one in results)
    assert names in (["Conflict", "Meeting"], ["Meeting", "RuleBroken"])
    assert AuditEvent.objects.filter(kind="meetings.reopened").count() == 1
    meeting.refresh_from_db()
    assert meeting.is_held


def test_of_two_who_correct_the_same_minutes_at_once_one_is_told_of_the_other(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = opened()
    outcome = decide(meeting, person, by=cast.team)
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    item = AgendaItem.objects.get(pk=outcome.item_id)
    results = at_once(
        [
            lambda: workflow.amend(
                item=item, minutes=workflow.Minutes(headline="Mine"), version=1, by=cast.team,
                at=TOMORROW,
            ),
            lambda: workflow.amend(
                item=item, minutes=workflow.Minutes(headline="Theirs"), version=1,
                by=cast.second_team, at=TOMORROW,
            ),
        ]
    )  # fmt: skip
    assert sorted(type(one).__name__ for one in results) == ["Conflict", "Outcome"]
    [saved] = [one for one in results if isinstance(one, Outcome)]
    outcome.refresh_from_db()
    assert (outcome.headline, outcome.version) == (saved.headline, 2)


def test_of_two_who_move_the_same_minutes_at_once_one_is_told_of_the_other(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    wrong, one, other = somebody(), somebody(), somebody()
    meeting = opened()
    outcome = decide(meeting, wrong, by=cast.team)
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    outcome = workflow.strike_out(
        outcome=outcome, version=1, reason="Slip", by=cast.team, at=TOMORROW
    )
    given: dict[str, Any] = {"outcome": outcome, "at": TOMORROW}
    results = at_once(
        [
            lambda: workflow.move_minutes(to=one, by=cast.team, **given),
            lambda: workflow.move_minutes(to=other, by=cast.second_team, **given),
        ]
    )
    assert sorted(type(one).__name__ for one in results) == ["Conflict", "MovedMinutes"]
    assert MovedMinutes.objects.count() == 1


def test_closing_adding_and_minuting_at_once_do_not_block_one_another(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    amber, other, green = somebody(), somebody(), somebody(Level.GREEN)
    meeting = opened()
    results = at_once(
        [
            lambda: workflow.close(meeting=meeting, by=cast.team, at=TOMORROW),
            lambda: decide(meeting, amber, by=cast.team),
            lambda: decide(meeting, other, by=cast.second_team),
            lambda: workflow.add_person(
                meeting=meeting, person=green, reason="Late", by=cast.team, at=TOMORROW
            ),
        ]
    )
    assert isinstance(results[0], Meeting), results
    left = AgendaItem.objects.filter(meeting=meeting).values_list("state", flat=True)
    assert set(left) <= {"carried", "discussed"}
