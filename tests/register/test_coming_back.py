"""Coming back to the register: closed in error or returned, and nothing is lost (A15)."""

from collections import Counter
from datetime import timedelta

import pytest

from actions.models import Action
from actions.rules import ActionStatus
from alerts import red
from alerts import workflow as alerts
from alerts.models import Notice
from core.errors import RuleBroken
from core.models import AuditEvent
from duties import workflow as duties
from duties.models import Duty
from meetings.models import Meeting
from meetings.rules import State
from referrals.models import Update
from register import workflow
from register.models import Person, Standing
from register.rules import ClosureReason, Level, Reopening
from reviews.rules import RequestState
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.referrals import given
from tests.register.closing import busy
from tests.register.died import LATER, close_as_died, on_agenda


def test_closed_in_error_gives_everything_back_as_it_was(cast: Cast) -> None:
    """A15: rating, actions, duties, the review, the meeting and the update wait as before."""
    one = busy(cast)
    update = given.updated(one.person, by=cast.lead, level=Level.AMBER)
    before = _duties(one.person)
    assert before
    standing = Standing.objects.values().get(person=one.person)
    entry = close_as_died(cast, one)
    assert _duties(one.person) != before
    assert not Update.objects.waiting().filter(pk=update.pk).exists()
    at = LATER + timedelta(hours=1)
    again = workflow.reopen(
        entry=entry, how=Reopening.ERROR, words="The wrong person", by=cast.second_team, at=at
    )
    assert again.pk == entry.pk
    assert (again.closed_at, again.closure_reason, again.left_on) == (None, "", None)
    assert _duties(one.person) == before
    assert Standing.objects.values().get(person=one.person) == standing
    assert {(a.status, a.note, a.owner_id) for a in Action.objects.all()} == {
        (ActionStatus.OPEN, "", cast.lead.pk), (ActionStatus.OPEN, "", cast.rep.pk),
    }  # fmt: skip
    one.request.refresh_from_db()
    assert (one.request.state, one.request.ended_on) == (RequestState.ASKED, None)
    one.meeting.refresh_from_db()
    assert one.meeting.state == State.PLANNED
    assert Update.objects.waiting().filter(pk=update.pk).exists()
    assert Person.objects.get(pk=one.person.pk).died_on is None
    assert one.person.pk in on_agenda(Meeting.objects.tracking().get())
    assert AuditEvent.objects.filter(kind="register.struck_out").count() == 1
    assert not Notice.objects.owed().filter(kind="person_died").exists()
    assert duties.compare(at=at) == []


def _duties(person: Person) -> list[tuple[object, ...]]:
    rows = Duty.objects.filter(person=person).order_by("rule", "raised_by_event")
    return list(rows.values_list("rule", "status", "due_on", "late_from", "basis"))


def test_whoever_was_told_of_the_error_is_told_that_it_was_one(cast: Cast) -> None:
    one = busy(cast)
    entry = close_as_died(cast, one)
    alerts.relay(at=LATER + timedelta(minutes=5))
    workflow.reopen(
        entry=entry, how=Reopening.ERROR, words="x", by=cast.team, at=LATER + timedelta(hours=1)
    )
    told = Notice.objects.filter(kind="person_not_died")
    assert Counter(one.user for one in told) == Counter(
        {cast.lead: 1, cast.rep: 1, cast.second_team: 1, cast.commissioner: 1}
    )


def test_somebody_who_came_back_begins_with_the_last_rating(cast: Cast) -> None:
    one = busy(cast)
    entry = workflow.close(
        person=one.person, reason=ClosureReason.MOVED_AWAY, words="To Kent", by=cast.team, at=LATER
    )
    at = LATER + timedelta(days=3)
    again = workflow.reopen(
        entry=entry, how=Reopening.RETURN, words="Back home", by=cast.team, at=at
    )
    assert again.pk != entry.pk
    standing = Standing.objects.get(person=one.person)
    assert (standing.level, standing.rated_at, standing.since) == (Level.RED, at, at)
    entry.refresh_from_db()
    assert entry.closure_reason == ClosureReason.MOVED_AWAY
    assert not Action.objects.unfinished().exists()
    due = Duty.objects.open().filter(person=one.person)
    assert due.exists()
    assert {duty.raised_at for duty in due} == {at}
    assert [alert.person_id for alert in red.everywhere()] == [one.person.pk]
    assert AuditEvent.objects.filter(kind="register.came_back").count() == 1


def test_reopening_sent_twice_reopens_once_and_a_second_person_is_told(cast: Cast) -> None:
    entry = close_as_died(cast, busy(cast))
    made = [
        workflow.reopen(entry=entry, how=Reopening.ERROR, words="x", by=cast.team, at=LATER)
        for _ in "ab"
    ]
    assert made[0].pk == made[1].pk
    assert AuditEvent.objects.filter(kind="register.reopened").count() == 1
    with pytest.raises(RuleBroken, match="already reopened"):
        workflow.reopen(entry=entry, how=Reopening.ERROR, words="x", by=cast.second_team, at=LATER)


def test_nobody_comes_back_from_a_recorded_death(cast: Cast) -> None:
    entry = close_as_died(cast, busy(cast))
    with pytest.raises(RuleBroken, match="only be reopened if that is an error"):
        workflow.reopen(entry=entry, how=Reopening.RETURN, words="x", by=cast.team, at=LATER)
    with pytest.raises(RuleBroken, match="because the person died"):
        workflow.enter(person=entry.person, level=Level.GREEN, reason="x", by=cast.team, at=LATER)


def test_a_basis_that_has_lapsed_is_asked_again_first(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    entry = workflow.close(person=person, reason=ClosureReason.MOVED_AWAY, by=cast.team, at=NOW)
    with pytest.raises(RuleBroken, match="no lawful basis"):
        workflow.reopen(entry=entry, how=Reopening.ERROR, words="x", by=cast.team, at=LATER)
    entry.refresh_from_db()
    assert entry.closed_at == NOW


def test_after_its_time_a_record_is_not_reopened(cast: Cast) -> None:
    one = busy(cast)
    entry = workflow.close(
        person=one.person, reason=ClosureReason.NOT_ELIGIBLE, by=cast.team, at=LATER
    )
    with pytest.raises(RuleBroken, match="We kept this record until 21 December 2026"):
        workflow.reopen(
            entry=entry, how=Reopening.ERROR, words="x", by=cast.team,
            at=LATER + timedelta(days=29),
        )  # fmt: skip


def test_a_stay_that_the_closing_ended_is_open_again(cast: Cast) -> None:
    from tests.access.people import admitted

    one = busy(cast)
    stay = admitted(cast, one.person)
    before = _duties(one.person)
    entry = close_as_died(cast, one)
    stay.refresh_from_db()
    assert stay.destination == "Died"
    workflow.reopen(
        entry=entry, how=Reopening.ERROR, words="x", by=cast.team, at=LATER + timedelta(hours=1)
    )
    stay.refresh_from_db()
    assert (stay.discharged_on, stay.destination) == (None, "")
    assert Standing.objects.get(person=one.person).shown == "BLUE"
    assert _duties(one.person) == before
