"""A meeting that was closed, or ended as not held, by mistake is opened again."""

from collections.abc import Callable
from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.rules import Permission
from actions.models import Action
from alerts import red
from alerts.models import Notice
from core.errors import Conflict, RuleBroken
from core.models import AuditEvent
from duties.models import Duty
from duties.rules import DutyStatus
from meetings import agenda, workflow
from meetings.models import AgendaItem, DriftSample, Meeting, PutBack
from meetings.rules import ItemState, State
from meetings.rules.after import Given, Ruling
from meetings.workflow import NewAction
from register import workflow as register
from register.models import Person, Standing
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW
from tests.meetings.conftest import NEXT_MONTH, TOMORROW, attended, decide, item_of

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
    fresh = Person.objects.get(pk=moved.pk)
    names = [one.name for one in fields(register.PersonDetails)]
    details = {name: getattr(fresh, name) for name in names} | {"area": cast.other_area}
    register.update_person(
        person=fresh, details=register.PersonDetails(**details), version=fresh.version,
        by=cast.team, at=TOMORROW,
    )  # fmt: skip
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


def test_the_page_says_what_comes_back_what_is_elsewhere_and_who_has_been_told(
    cast: Cast, opened: Make, plan: Make, somebody: Somebody, sign_in: SignIn,
    clock: time_machine.Traveller,
) -> None:  # fmt: skip
    decided, taken = somebody(), somebody()
    meeting = opened()
    action = NewAction(description="Ring", owner=cast.team, due_on=NEXT_MONTH.date(), key="one")
    decide(meeting, decided, by=cast.team, action=action)
    close(meeting, cast)
    item = item_of(meeting, decided)
    workflow.give_feedback(item=item, by=cast.team, at=TOMORROW)
    workflow.give_letter(
        item=item, easy_read=True, how=Given.POST, given_on=TOMORROW.date(), by=cast.team,
        at=TOMORROW,
    )  # fmt: skip
    workflow.note_printed(meeting=meeting, sheets=2, by=cast.team, at=LATER)
    workflow.open(meeting=plan(starts_at=NEXT_MONTH), by=cast.team, at=NEXT_MONTH)
    back = somebody()
    clock.move_to(NEXT_MONTH)
    client = sign_in(cast.team)
    page = client.get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
    address = reverse("meetings:reopen", args=[meeting.pk])
    assert address in page
    asked = client.get(address).content.decode()
    assert "Already on a later agenda" in asked
    assert f"{taken.name}</a>: meeting on 22 December 2026" in asked
    assert "Feedback was given about <a" in asked
    assert "has a letter in easy read: sent by post, 24 November 2026" in asked
    assert f"{cast.team.full_name} made a PDF pack" in asked
    assert back.name not in asked
    refused = client.post(address, {"reason": "", "version": "0"}).content.decode()
    assert "Enter why you are opening it again" in refused
    for _ in range(2):
        assert client.post(address, {"reason": SLIP, "version": "0"}).status_code == 302
    assert PutBack.objects.count() == 1
    page = client.get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
    assert "opened again by Tara Team" in page
    assert "Open now" in page
    assert "Carried over, now on the agenda of the meeting on 22 December 2026" in page
    minutes = client.get(reverse("meetings:record_outcome", args=[meeting.pk, taken.pk]))
    assert minutes.status_code == 302, "who was taken up later is not minuted here"
    assert Action.objects.get(person=decided).is_open
    stale = sign_in(cast.second_team).post(address, {"reason": "Me too", "version": "0"})
    assert "Only a meeting that has ended can be opened again" in stale.content.decode()
    assert "Me too" in stale.content.decode(), "what was typed is kept"


def test_the_page_of_approved_minutes_offers_corrections_and_not_the_opening(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    person = somebody()
    meeting = opened()
    decide(meeting, person, by=cast.team)
    close(meeting, cast)
    workflow.approve(meeting=meeting, by=cast.team, at=TOMORROW)
    clock.move_to(LATER)
    client = sign_in(cast.team)
    address = reverse("meetings:reopen", args=[meeting.pk])
    page = client.get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
    assert address not in page
    back = client.get(address, follow=True).content.decode()
    assert "The minutes of this meeting are approved, so it stays closed" in back


def test_a_letter_given_before_is_marked_once_it_was_opened_again(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    person = somebody()
    meeting = opened()
    decide(meeting, person, by=cast.team)
    close(meeting, cast)
    workflow.give_letter(
        item=item_of(meeting, person), easy_read=True, how=Given.POST, given_on=TOMORROW.date(),
        by=cast.team, at=TOMORROW,
    )  # fmt: skip
    close(reopen(meeting, cast), cast, at=LATER)
    clock.move_to(LATER)
    address = reverse("meetings:minutes", args=[meeting.pk, person.pk])
    page = sign_in(cast.team).get(address).content.decode()
    assert "before the meeting was opened again" in page
