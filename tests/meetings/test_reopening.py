"""A meeting that was closed, or ended as not held, by mistake is opened again."""

from typing import Any

import pytest
import time_machine

from alerts import red
from alerts.models import Notice
from core.errors import Conflict, RuleBroken
from core.models import AuditEvent
from meetings import agenda, workflow
from meetings.models import AgendaItem, DriftSample, Meeting, PutBack
from meetings.rules import ItemState, State
from meetings.rules.after import Ruling
from register import workflow as register
from register.models import Standing
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW, handed_over
from tests.meetings.conftest import NEXT_MONTH, TOMORROW, attended, decide, item_of
from tests.meetings.ended import (
    LATER,
    SLIP,
    Make,
    Somebody,
    abandon,
    close,
    duties,
    is_open,
    reopen,
    sees,
)

# What the end had proved ------------------------------------------------------------------------


def test_a_meeting_closed_by_mistake_is_open_again_and_its_duties_are_as_before_the_end(
    cast: Cast, opened: Make, plan: Make, somebody: Somebody
) -> None:
    plan(starts_at=NEXT_MONTH)
    person, waiting = somebody(), somebody()
    meeting = opened()
    outcome = decide(meeting, person, by=cast.team)
    before = duties(person), duties(waiting)
    meeting = close(meeting, cast)
    assert (duties(person), duties(waiting)) != before
    assert not is_open(person, "amber-tracking-meeting")
    meeting = reopen(meeting, cast)
    assert (meeting.state, meeting.closed_at, meeting.closed_by) == (State.OPEN, None, None)
    assert meeting.opened_at == TOMORROW, "it is the meeting that was opened then"
    assert (duties(person), duties(waiting)) == before
    assert item_of(meeting, person).state == ItemState.DISCUSSED, "what was decided stays"
    assert item_of(meeting, waiting).state == ItemState.WAITING
    assert Standing.objects.get(person=person).rating_id == outcome.rating_id
    [kept] = PutBack.objects.filter(meeting=meeting)
    assert (kept.from_state, kept.since, kept.reason) == (State.HELD, TOMORROW, SLIP)
    assert kept.opened_again


def test_closed_again_it_proves_what_it_would_have_proved_at_first(
    cast: Cast, opened: Make, plan: Make, somebody: Somebody
) -> None:
    plan(starts_at=NEXT_MONTH)
    twice, once = somebody(), somebody()
    meeting = opened()
    decide(meeting, twice, by=cast.team)
    meeting = reopen(close(meeting, cast), cast)
    decide(meeting, once, by=cast.team, at=LATER)
    close(meeting, cast, at=LATER)
    held = AuditEvent.objects.filter(kind="meetings.held")
    assert held.filter(person_id=twice.pk).count() == 2
    assert held.filter(person_id=once.pk).count() == 1
    rules = {
        person.pk: sorted((rule, status) for (rule, _), (status, _) in duties(person).items())
        for person in (twice, once)
    }
    assert rules[twice.pk] == rules[once.pk], "a duty is met once, and asked once"


def test_minutes_struck_out_after_a_second_closing_take_the_last_one_out_of_force(
    cast: Cast, opened: Make, plan: Make, somebody: Somebody
) -> None:
    plan(starts_at=NEXT_MONTH)
    person = somebody()
    meeting = opened()
    outcome = decide(meeting, person, by=cast.team)
    close(reopen(close(meeting, cast), cast), cast, at=LATER)
    assert not is_open(person, "amber-tracking-meeting")
    workflow.strike_out(outcome=outcome, version=1, reason="Slip", by=cast.team, at=LATER)
    assert is_open(person, "amber-tracking-meeting")


def test_an_urgent_meeting_that_is_open_again_has_met_nothing_yet(
    cast: Cast, somebody: Somebody
) -> None:
    person = somebody(Level.RED)
    meeting = workflow.convene_urgent(
        person=person, starts_at=TOMORROW, place="Call", chair=cast.team, reason="Crisis",
        quorum=1, by=cast.team, at=NOW,
    )  # fmt: skip
    workflow.open(meeting=meeting, by=cast.team, at=TOMORROW)
    attended(meeting, cast.team)
    decide(meeting, person, by=cast.team, level=Level.RED)
    close(meeting, cast)
    assert not is_open(person, "red-urgent-meeting")
    meeting = reopen(meeting, cast)
    assert is_open(person, "red-urgent-meeting")
    [alert] = [one for one in red.everywhere() if one.person_id == person.pk]
    assert not alert.needs_meeting, "the meeting that is open is the one convened"
    close(meeting, cast, at=LATER)
    assert not is_open(person, "red-urgent-meeting")


def test_an_urgent_meeting_is_not_opened_again_beside_another(
    cast: Cast, somebody: Somebody
) -> None:
    person = somebody(Level.RED)
    given: dict[str, Any] = {
        "person": person, "place": "Call", "chair": cast.team, "reason": "Crisis", "quorum": 1,
        "by": cast.team,
    }  # fmt: skip
    first = workflow.convene_urgent(starts_at=TOMORROW, at=NOW, **given)
    workflow.open(meeting=first, by=cast.team, at=TOMORROW)
    abandon(first, cast)
    workflow.convene_urgent(starts_at=NEXT_MONTH, at=LATER, **given)
    with pytest.raises(RuleBroken, match="Another urgent meeting"):
        reopen(first, cast)


def test_feedback_given_before_is_due_again_once_it_is_closed_again(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = opened()
    decide(meeting, person, by=cast.team)
    close(meeting, cast)
    workflow.give_feedback(item=item_of(meeting, person), by=cast.team, at=TOMORROW)
    assert not is_open(person, "meeting-feedback")
    meeting = reopen(meeting, cast)
    assert item_of(meeting, person).feedback_at is None
    close(meeting, cast, at=LATER)
    assert is_open(person, "meeting-feedback")
    workflow.give_feedback(item=item_of(meeting, person), by=cast.team, at=LATER)
    assert not is_open(person, "meeting-feedback")


def test_someone_in_the_weekly_sample_whom_only_that_meeting_discussed_waits_again(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody(Level.GREEN)
    [sample] = workflow.draw_sample(area=cast.area, at=NOW)
    meeting = opened()
    decide(meeting, person, by=cast.team, agreed_level="", reason="", discussion="Well")
    close(meeting, cast)
    assert not DriftSample.objects.get(pk=sample.pk).is_waiting
    meeting = reopen(meeting, cast)
    assert DriftSample.objects.get(pk=sample.pk).is_waiting
    close(meeting, cast, at=LATER)
    assert not DriftSample.objects.get(pk=sample.pk).is_waiting


# Those who were carried over --------------------------------------------------------------------


def test_a_person_whom_a_later_meeting_has_taken_up_stays_there(
    cast: Cast, opened: Make, plan: Make, somebody: Somebody
) -> None:
    taken, free = somebody(), somebody()
    meeting = close(opened(), cast)
    register.rate(person=free, level=Level.GREEN, reason="Calm", by=cast.team, at=TOMORROW)
    later = plan(starts_at=NEXT_MONTH)
    workflow.remove_person(meeting=later, person=free, reason="Later", by=cast.team, at=LATER)
    later = workflow.open(meeting=later, by=cast.team, at=NEXT_MONTH)
    meeting = reopen(meeting, cast, at=NEXT_MONTH)
    line = item_of(meeting, taken)
    assert (line.state, line.carried_into) == (ItemState.CARRIED, item_of(later, taken))
    assert item_of(meeting, free).state == ItemState.WAITING
    [shown] = [
        one
        for one in agenda.frozen(AgendaItem.objects.filter(meeting=meeting))
        if one.person_id == taken.pk
    ]
    assert shown.state == "Carried over, now on the agenda of the meeting on 22 December 2026"
    with pytest.raises(RuleBroken, match="on the agenda of a later meeting"):
        decide(meeting, taken, by=cast.team, at=NEXT_MONTH)
    with pytest.raises(RuleBroken, match="on the agenda of a later meeting"):
        workflow.remove_person(
            meeting=meeting, person=taken, reason="No", by=cast.team, at=NEXT_MONTH
        )
    meeting = close(meeting, cast, at=NEXT_MONTH)
    told = AuditEvent.objects.filter(kind="meetings.carried_over", person_id=taken.pk)
    assert told.count() == 1, "nothing is said twice of someone who stays on the later agenda"


def test_a_person_taken_up_later_can_be_put_on_this_agenda_again_by_hand(
    cast: Cast, opened: Make, plan: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = close(opened(), cast)
    workflow.open(meeting=plan(starts_at=NEXT_MONTH), by=cast.team, at=NEXT_MONTH)
    meeting = reopen(meeting, cast, at=NEXT_MONTH)
    can_take = Meeting.objects.can_take(person.pk, cast.area.pk)
    assert meeting in can_take
    workflow.add_person(
        meeting=meeting, person=person, reason="Here after all", by=cast.team, at=NEXT_MONTH
    )
    decide(meeting, person, by=cast.team, at=NEXT_MONTH)
    assert item_of(meeting, person).state == ItemState.DISCUSSED


def test_someone_who_has_left_or_moved_away_meanwhile_does_not_come_back(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    moved, stays = somebody(), somebody()
    meeting = close(opened(), cast)
    handed_over(moved, to=cast.other_area, by=cast.team, at=TOMORROW)
    meeting = reopen(meeting, cast)
    assert item_of(meeting, moved).state == ItemState.CARRIED
    assert item_of(meeting, stays).state == ItemState.WAITING


def test_minutes_struck_out_after_the_end_leave_the_person_to_be_discussed_when_it_is_open_again(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = opened()
    outcome = decide(meeting, person, by=cast.team)
    close(meeting, cast)
    workflow.strike_out(outcome=outcome, version=1, reason="Slip", by=cast.team, at=TOMORROW)
    meeting = reopen(meeting, cast)
    assert item_of(meeting, person).state == ItemState.WAITING
    decide(meeting, person, by=cast.team, at=LATER)
    close(meeting, cast, at=LATER)
    assert not AgendaItem.objects.to_carry().filter(person=person).exists()


def test_a_meeting_not_held_by_mistake_is_open_again_for_those_who_may_see_it(
    cast: Cast, opened: Make, somebody: Somebody, clock: time_machine.Traveller
) -> None:
    red_one = somebody(Level.RED)
    meeting = abandon(opened(), cast)
    clock.move_to(LATER)
    assert not sees(cast, red_one)
    meeting = reopen(meeting, cast)
    assert (meeting.state, meeting.not_held_reason) == (State.OPEN, "")
    assert sees(cast, red_one)
    with pytest.raises(RuleBroken, match=red_one.name):
        close(meeting, cast, at=LATER)
    decide(meeting, red_one, by=cast.team, level=Level.RED, at=LATER)
    assert close(meeting, cast, at=LATER).is_held


def test_opened_and_closed_by_mistake_it_is_planned_again_in_two_steps(
    cast: Cast, opened: Make, plan: Make, somebody: Somebody
) -> None:
    taken = somebody()
    meeting = close(opened(), cast)
    later = workflow.open(meeting=plan(starts_at=NEXT_MONTH), by=cast.team, at=NEXT_MONTH)
    meeting = reopen(meeting, cast, at=NEXT_MONTH)
    meeting = workflow.put_back(meeting=meeting, reason="Wrong one", by=cast.team, at=NEXT_MONTH)
    assert meeting.is_planned
    assert item_of(later, taken).state == ItemState.WAITING
    workflow.open(meeting=meeting, by=cast.team, at=NEXT_MONTH)
    assert item_of(meeting, taken).state == ItemState.WAITING


# Who is told ------------------------------------------------------------------------------------


def test_whoever_was_told_that_it_was_not_held_is_told_that_it_is_open_again(
    cast: Cast, opened: Make
) -> None:
    meeting = abandon(opened(), cast)
    sequence = meeting.sequence
    reopen(meeting, cast)
    told = Notice.objects.filter(kind="meeting_reopened")
    assert set(told.values_list("user", flat=True)) == {cast.team.pk, cast.rep.pk}
    waits = Notice.objects.filter(kind="meeting_not_held", cancelled_at__isnull=True)
    assert not waits.exists(), "what has not gone out does not go out"
    meeting.refresh_from_db()
    assert meeting.sequence == sequence + 1
    abandon(meeting, cast)
    again = Notice.objects.filter(kind="meeting_not_held", cancelled_at__isnull=True)
    assert again.count() == 2, "ended again, everyone is told again"


def test_of_a_meeting_that_was_closed_its_chair_and_who_closed_it_are_told(
    cast: Cast, opened: Make
) -> None:
    meeting = close(opened(), cast)
    reopen(meeting, cast, by=cast.second_team)
    told = Notice.objects.filter(kind="meeting_reopened")
    assert set(told.values_list("user", flat=True)) == {cast.team.pk}


# What is refused --------------------------------------------------------------------------------


def test_once_approved_or_ruled_on_it_stays_closed(
    cast: Cast, opened: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = opened(quorum=3)
    outcome = decide(meeting, person, by=cast.team)
    close(meeting, cast)
    workflow.ratify(outcome=outcome, ruling=Ruling.RATIFIED, by=cast.team, at=TOMORROW)
    with pytest.raises(RuleBroken, match="ratified or overturned"):
        reopen(meeting, cast)
    workflow.approve(meeting=meeting, by=cast.team, at=TOMORROW)
    with pytest.raises(RuleBroken, match="approved"):
        reopen(meeting, cast)
    assert not PutBack.objects.exists()


def test_a_reason_is_asked_for_and_only_what_has_ended_is_opened_again(
    cast: Cast, opened: Make, plan: Make
) -> None:
    meeting = close(opened(), cast)
    with pytest.raises(RuleBroken, match="why"):
        reopen(meeting, cast, reason=" ")
    with pytest.raises(RuleBroken, match="has ended"):
        reopen(plan(starts_at=NEXT_MONTH), cast)


def test_sent_twice_it_is_opened_once_and_another_is_told(cast: Cast, opened: Make) -> None:
    meeting = close(opened(), cast)
    reopen(meeting, cast, version=0)
    reopen(meeting, cast, version=0)
    assert PutBack.objects.count() == 1
    with pytest.raises(RuleBroken, match="has ended"):
        reopen(meeting, cast, version=0, by=cast.second_team)
    close(meeting, cast, at=LATER)
    with pytest.raises(Conflict, match="opened this meeting again"):
        reopen(meeting, cast, version=0, by=cast.second_team)


# The page ---------------------------------------------------------------------------------------
