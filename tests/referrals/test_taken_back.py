"""A referral accepted by mistake: taken back, the record is as if it had only been sent."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actions import workflow as actions
from actions.models import Action
from alerts.models import Acknowledgement, Notice
from alerts.workflow.escalating import escalate
from consent.disposition import clocks
from core.errors import RuleBroken
from duties import workflow as duties
from duties.models import Duty
from meetings import workflow as meetings
from referrals import workflow
from referrals.models import Referral
from referrals.rules import State
from register import workflow as register
from register.models import Entry, Involvement, Person, Rating, Standing, StrikeOut
from register.rules import ClosureReason, Level
from tests.actions.test_agree import agreed
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals.given import NUMBERS, sent
from tests.register.stays import admission

ACCEPTED = NOW + timedelta(hours=3)
LATER = NOW + timedelta(days=2)
WHY = "It was meant for another referral"


def accept(cast: Cast, referral: Referral, **changed: Any) -> Referral:
    values: dict[str, Any] = {"level": Level(referral.level), "reason": ""} | changed
    return workflow.accept(referral=referral, **values, by=cast.team, at=ACCEPTED)


def take_back(cast: Cast, referral: Referral, **changed: Any) -> Referral:
    values: dict[str, Any] = {"why": WHY, "by": cast.team, "at": LATER} | changed
    return workflow.reopen(referral=referral, **values)


def due(person: Person) -> set[tuple[str, Any]]:
    """Return what is due but that the referral is seen: it was, and stays so."""
    rows = Duty.objects.open().filter(person=person).exclude(rule="referral-acknowledge")
    return set(rows.values_list("rule", "due_on"))


@pytest.mark.parametrize("level", list(Level))
def test_the_referral_waits_with_its_first_date_and_its_duties(cast: Cast, level: Level) -> None:
    referral = sent(cast, level=level)
    person = Person.objects.get()
    before, due_on = due(person), referral.triage_due_on
    assert before
    again = take_back(cast, accept(cast, referral))
    assert (again.state, again.decided_at, again.triage_due_on) == (State.SUBMITTED, None, due_on)
    assert due(person) == before
    assert duties.compare(at=LATER) == []
    assert register.reconcile(mend=False).sound


def test_the_person_is_on_no_list_and_has_not_left_either(cast: Cast) -> None:
    referral = accept(cast, sent(cast))
    person = Person.objects.get()
    take_back(cast, referral)
    person.refresh_from_db()
    assert person.lead_professional is None
    assert not Standing.objects.filter(person=person).exists()
    assert not Entry.objects.filter(person=person).exists()
    assert not Rating.objects.filter(entry__person=person).exists()
    assert not Involvement.objects.named().filter(person=person, until=None).exists()
    assert not hasattr(person, "departure")
    assert clocks([person.pk]) == {}  # nothing is erased while the referral waits


def test_what_was_there_is_kept_struck_through_with_who_and_why(cast: Cast) -> None:
    take_back(cast, accept(cast, sent(cast)))
    row = StrikeOut.objects.get()
    assert (row.kind, row.reason, row.by) == ("acceptance", WHY, cast.team)
    assert "rated RED" in row.said
    entry = Entry.recorded.get()
    assert (entry.struck_out, entry.closure_reason) == (row, ClosureReason.ACCEPTED_IN_ERROR)
    assert Rating.recorded.get().struck_by == row


def test_what_had_begun_since_ends_and_is_not_chased(cast: Cast) -> None:
    referral = accept(cast, sent(cast))
    action = agreed(cast, Person.objects.get())
    take_back(cast, referral)
    action.refresh_from_db()
    assert not Action.objects.open().filter(pk=action.pk).exists()
    assert not Notice.objects.owed().filter(kind__startswith="action_due").exists()
    workflow.accept(referral=referral, level=Level.RED, reason="", by=cast.team, at=LATER)
    again = actions.reopen(
        action=action, reason="Still to do", by=cast.team, at=LATER, due_on=LATER.date()
    )
    assert Action.objects.open().filter(pk=again.pk).exists()


def test_it_can_be_accepted_again_as_if_for_the_first_time(cast: Cast) -> None:
    referral = take_back(cast, accept(cast, sent(cast), level=Level.GREEN, reason="Safe at home"))
    workflow.accept(referral=referral, level=Level.RED, reason="", by=cast.team, at=LATER)
    person = Person.objects.get()
    standing = Standing.objects.get(person=person)
    assert (standing.level, standing.rated_at) == ("RED", LATER)
    assert person.lead_professional == cast.lead
    named = Involvement.objects.named().filter(person=person, until=None)
    assert {one.name for one in named} == {"Sam Social", "Pat Parent"}
    assert duties.compare(at=LATER) == []


@pytest.mark.parametrize(("level", "stays"), [(Level.RED, True), (Level.AMBER, False)])
def test_the_urgent_meeting_stays_while_a_red_referral_asks_for_it(
    cast: Cast, level: Level, stays: bool
) -> None:
    referral = sent(cast, level=level)
    accept(cast, referral, level=Level.RED, reason="As seen today")
    meeting = meetings.convene_urgent(
        person=Person.objects.get(), starts_at=LATER + timedelta(days=1), place="Call",
        chair=cast.team, reason="Crisis", by=cast.team, at=ACCEPTED,
    )  # fmt: skip
    take_back(cast, referral)
    meeting.refresh_from_db()
    assert (meeting.state == "planned") is stays


def test_of_someone_on_the_register_only_the_rating_is_struck_out(cast: Cast) -> None:
    number = next(NUMBERS)
    accept(cast, sent(cast, nhs_number=number, level=Level.GREEN))
    person = Person.objects.get()
    before = due(person)
    second = sent(cast, by=cast.other_lead, at=ACCEPTED, nhs_number=number, level=Level.RED)
    waiting = due(person)
    workflow.accept(referral=second, level=Level.RED, reason="", by=cast.team, at=LATER)
    assert Standing.objects.get().level == "RED"
    take_back(cast, second, at=LATER + timedelta(hours=1))
    assert Standing.objects.get().level == "GREEN"
    assert due(person) == waiting
    assert waiting > before
    named = Involvement.objects.named().filter(person=person, user=cast.other_lead, until=None)
    assert not named.exists()
    assert Person.objects.get().lead_professional == cast.lead


def test_a_rating_that_was_struck_out_before_does_not_stand_in_the_way(cast: Cast) -> None:
    number = next(NUMBERS)
    accept(cast, sent(cast, nhs_number=number, level=Level.GREEN))
    second = sent(cast, at=ACCEPTED, nhs_number=number, level=Level.RED)
    workflow.accept(referral=second, level=Level.RED, reason="", by=cast.team, at=LATER)
    given = Rating.objects.get(set_at=LATER)
    register.strike_out(
        person=given.entry.person, kind="rating", fact_id=given.pk, reason=WHY, by=cast.team,
        cause="mistake", at=LATER,
    )  # fmt: skip
    again = take_back(cast, second, at=LATER + timedelta(hours=1))
    assert again.state == State.SUBMITTED


def test_a_rating_put_right_goes_with_its_acceptance(cast: Cast) -> None:
    referral = accept(cast, sent(cast))
    register.correct_rating(
        rating=Rating.objects.get(), level=Level.AMBER, reason="As agreed", why="Typed RED",
        by=cast.team, at=LATER,
    )  # fmt: skip
    take_back(cast, referral)
    assert not Rating.objects.exists()
    assert not Standing.objects.exists()
    assert duties.compare(at=LATER) == []


def test_someone_who_is_in_hospital_is_not_taken_off(cast: Cast) -> None:
    referral = accept(cast, sent(cast))
    register.admit(person=Person.objects.get(), details=admission(cast), by=cast.team, at=LATER)
    with pytest.raises(RuleBroken, match="stay in hospital"):
        take_back(cast, referral, at=LATER)
    assert Referral.objects.get().state == State.ACCEPTED


def test_a_record_that_was_closed_since_is_reopened_first(cast: Cast) -> None:
    referral = accept(cast, sent(cast))
    register.close(
        person=Person.objects.get(), reason=ClosureReason.NOT_ELIGIBLE, words="Lives in Wales",
        by=cast.team, at=LATER,
    )  # fmt: skip
    with pytest.raises(RuleBroken, match="reopen it first"):
        take_back(cast, referral)


def test_the_referrer_is_told_once_and_the_alert_about_the_person_stops(cast: Cast) -> None:
    referral = accept(cast, sent(cast))
    take_back(cast, referral)
    new = Notice.objects.filter(made_at=LATER, cancelled_at=None, user=cast.lead)
    assert [one.kind for one in new] == ["referral_reopened"]
    assert not Notice.objects.owed().filter(kind="red_rating").exists()


def test_with_two_acceptances_the_person_stays_until_the_last_is_taken_back(cast: Cast) -> None:
    number = next(NUMBERS)
    first = accept(cast, sent(cast, nhs_number=number))
    second = sent(cast, by=cast.other_lead, at=ACCEPTED, nhs_number=number, level=Level.AMBER)
    workflow.accept(referral=second, level=Level.AMBER, reason="", by=cast.team, at=LATER)
    take_back(cast, first, at=LATER + timedelta(hours=1))
    assert Standing.objects.get().level == "AMBER"
    assert Person.objects.get().lead_professional == cast.other_lead  # whose referral stands
    take_back(cast, second, at=LATER + timedelta(hours=2))
    assert not Standing.objects.exists()
    assert not Rating.objects.exists()
    assert duties.compare(at=LATER + timedelta(hours=2)) == []


@pytest.mark.parametrize("decide", ["accept", "decline"])
def test_it_was_seen_once_and_stays_seen_so_that_no_one_is_alarmed_again(
    cast: Cast, decide: str
) -> None:
    referral = sent(cast)
    if decide == "accept":
        accept(cast, referral)
    else:
        workflow.decline(referral=referral, advice="See the GP", by=cast.team, at=ACCEPTED)
    take_back(cast, referral)
    assert not Duty.objects.open().filter(rule__contains="acknowledge").exists()
    assert Acknowledgement.objects.filter(subject_id=referral.pk, by=cast.team).exists()
    escalate(at=LATER + timedelta(minutes=1))
    assert not Notice.objects.filter(kind__in=["red_unread", "red_no_team"]).exists()


def test_one_that_no_one_had_seen_is_escalated_from_the_day_it_was_put_back(cast: Cast) -> None:
    referral = sent(cast)
    workflow.withdraw(referral=referral, reason="Slip", by=cast.lead, at=ACCEPTED)
    take_back(cast, referral)
    escalate(at=LATER + timedelta(minutes=1))
    assert not Notice.objects.filter(kind="red_unread").exists()
    escalate(at=LATER + timedelta(days=1))
    assert Notice.objects.filter(kind="red_unread").exists()


def test_who_sends_an_old_page_is_told_and_sees_no_fault(cast: Cast, sign_in: Any) -> None:
    referral = accept(cast, sent(cast))
    client = sign_in(cast.team)
    address = reverse("referrals:reopen", args=[referral.pk])
    assert client.post(address, {"why": WHY, "checked": "yes"}).status_code == 302
    shown = client.post(address, {"why": "Mine", "checked": "yes"})
    assert shown.status_code == 200
    assert "Someone may have put it back already" in shown.content.decode()


def test_the_record_says_who_put_it_back_and_what_went_with_it(cast: Cast, sign_in: Any) -> None:
    referral = accept(cast, sent(cast))
    take_back(cast, referral)
    client = sign_in(cast.team)
    page = client.get(reverse("register:person", args=[referral.person_id])).content.decode()
    assert "The referral had been accepted by mistake." in page
    row = StrikeOut.objects.get()
    with_it = reverse("register:struck_out", args=[referral.person_id, row.pk])
    assert with_it in page
    assert "Rated RED on 23 November 2026" in client.get(with_it).content.decode()


def test_sent_twice_it_is_done_once(cast: Cast) -> None:
    referral = accept(cast, sent(cast))
    take_back(cast, referral)
    with pytest.raises(RuleBroken, match="no decision to undo"):
        take_back(cast, referral)
    assert StrikeOut.objects.count() == 1


def test_the_page_says_what_ends_and_asks_once_more(cast: Cast, sign_in: Any, clock: Any) -> None:
    referral = accept(cast, sent(cast))
    agreed(cast, Person.objects.get())
    clock.move_to(LATER)
    client: Client = sign_in(cast.team)
    address = reverse("referrals:reopen", args=[referral.pk])
    assert address in client.get(referral.get_absolute_url()).content.decode()
    page = client.get(address).content.decode()
    assert "strike out their time on the register" in page
    assert "agreed action" in page
    asked = client.post(address, {"why": WHY}).content.decode()
    assert "Are you sure that this referral was accepted by mistake?" in asked
    assert "although they are rated RED" in asked
    assert Referral.objects.get().state == State.ACCEPTED
    client.post(address, {"why": WHY, "checked": "yes"})
    assert Referral.objects.get().state == State.SUBMITTED
    page = client.get(referral.get_absolute_url()).content.decode()
    assert "<s>Accepted</s>" in page
    assert WHY in page
    assert referral.copy.name in client.get(reverse("alerts:red")).content.decode()
    corrections = client.get(reverse("oversight:corrections")).content.decode()
    assert "the acceptance of a referral" in corrections
    assert "Referral put back into triage" not in corrections  # said once


def test_the_page_says_why_not_before_it_asks(cast: Cast, sign_in: Any) -> None:
    referral = accept(cast, sent(cast))
    register.admit(person=Person.objects.get(), details=admission(cast), by=cast.team, at=NOW)
    page = sign_in(cast.team).get(reverse("referrals:reopen", args=[referral.pk])).content.decode()
    assert "A stay in hospital has been recorded" in page
    assert "Put it back to triage</button>" not in page
