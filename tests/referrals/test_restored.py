"""A decision taken back by mistake is restored: all is as if it had never been taken back."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from actions.models import Action
from alerts.models import Notice
from alerts.workflow.escalating import escalate
from core.errors import RuleBroken
from duties import workflow as duties
from duties.models import Duty
from meetings import workflow as meetings
from referrals import workflow
from referrals.models import Referral
from referrals.rules import State
from register import workflow as register
from register.models import Entry, Involvement, Person, Rating, Standing, StrikeOut
from register.rules import ClosureReason, Level, Reopening
from tests.actions.test_agree import agreed
from tests.conftest import Cast
from tests.referrals.given import NUMBERS, sent
from tests.referrals.test_taken_back import ACCEPTED, LATER, accept, take_back

AFTER = LATER + timedelta(hours=1)
WHY = "It was the right referral after all"


def restore(cast: Cast, referral: Referral, *, at: datetime = AFTER, why: str = WHY) -> Referral:
    return workflow.restore(referral=referral, why=why, by=cast.team, at=at)


def owed(person: Person) -> set[tuple[str, Any, str]]:
    """Return every duty about someone that was not called off, met ones included."""
    rows = Duty.objects.filter(person=person).exclude(status="cancelled")
    return set(rows.values_list("rule", "due_on", "status"))


@pytest.mark.parametrize("level", list(Level))
def test_the_person_is_on_the_register_as_before_with_the_same_duties(
    cast: Cast, level: Level
) -> None:
    referral = accept(cast, sent(cast, level=level))
    person, entry = Person.objects.get(), Entry.objects.get()
    before = owed(person)
    assert before
    again = restore(cast, take_back(cast, referral))
    assert (again.state, again.decided_at, again.paused_at) == (State.ACCEPTED, ACCEPTED, None)
    standing = Standing.objects.get(person=person)
    assert (standing.level, standing.rated_at, standing.entry) == (level, ACCEPTED, entry)
    assert owed(person) == before
    assert duties.compare(at=AFTER) == []
    assert register.reconcile(mend=False).sound
    person.refresh_from_db()
    assert person.lead_professional == cast.lead
    named = Involvement.objects.named().filter(person=person, until=None)
    assert {one.name for one in named} == {"Sam Social", "Pat Parent"}


def test_ratings_given_since_come_back_with_it(cast: Cast) -> None:
    referral = accept(cast, sent(cast, level=Level.AMBER))
    person = Person.objects.get()
    register.rate(person=person, level=Level.GREEN, reason="Calm", by=cast.team, at=LATER)
    restore(cast, take_back(cast, referral))
    assert list(Rating.objects.values_list("level", flat=True)) == ["GREEN", "AMBER"]
    assert Standing.objects.get().level == "GREEN"
    assert duties.compare(at=AFTER) == []


def test_the_work_that_had_ended_comes_back(cast: Cast) -> None:
    referral = accept(cast, sent(cast))
    person = Person.objects.get()
    action = agreed(cast, person)
    meeting = meetings.convene_urgent(
        person=person, starts_at=LATER + timedelta(days=1), place="Call",
        chair=cast.team, reason="Crisis", by=cast.team, at=ACCEPTED,
    )  # fmt: skip
    restore(cast, take_back(cast, referral))
    assert Action.objects.open().filter(pk=action.pk).exists()
    meeting.refresh_from_db()
    assert meeting.state == "planned"


def test_it_can_be_taken_back_and_restored_again(cast: Cast) -> None:
    referral = accept(cast, sent(cast))
    person = Person.objects.get()
    before = owed(person)
    for hours in (1, 3, 5):
        take_back(cast, referral, at=LATER + timedelta(hours=hours))
        assert not Standing.objects.exists()
        assert not Rating.objects.exists()
        assert not Involvement.objects.named().filter(until=None).exists()
        referral = restore(cast, referral, at=LATER + timedelta(hours=hours + 1))
        assert owed(person) == before
        assert Standing.objects.get().level == "RED"
    assert duties.compare(at=LATER + timedelta(hours=7)) == []


def test_of_someone_on_the_register_the_rating_stands_again_from_its_own_moment(
    cast: Cast,
) -> None:
    number = next(NUMBERS)
    accept(cast, sent(cast, nhs_number=number, level=Level.GREEN))
    second = sent(cast, by=cast.other_lead, at=ACCEPTED, nhs_number=number, level=Level.RED)
    workflow.accept(referral=second, level=Level.RED, reason="", by=cast.team, at=LATER)
    person = Person.objects.get()
    before = owed(person)
    for hours in (1, 3):
        second = take_back(cast, second, at=LATER + timedelta(hours=hours))
        assert Standing.objects.get().level == "GREEN"
        second = restore(cast, second, at=LATER + timedelta(hours=hours + 1))
        standing = Standing.objects.get()
        assert (standing.level, standing.rated_at) == ("RED", LATER)
    assert owed(person) == before
    named = Involvement.objects.named().filter(person=person, user=cast.other_lead, until=None)
    assert named.count() == 1
    assert duties.compare(at=LATER + timedelta(hours=5)) == []


def test_a_red_that_stands_again_is_raised_again_and_the_referrer_is_told(cast: Cast) -> None:
    referral = accept(cast, sent(cast))
    restore(cast, take_back(cast, referral))
    new = Notice.objects.filter(made_at=AFTER, cancelled_at=None)
    assert {(one.kind, one.user) for one in new if one.user == cast.lead} == {
        ("referral_restored", cast.lead)
    }
    assert not new.filter(kind="red_rating").exists()  # acknowledged by whoever accepted it


@pytest.mark.parametrize("decision", ["decline", "withdraw"])
def test_a_referral_declined_or_withdrawn_is_so_again_on_its_own_day(
    cast: Cast, decision: str
) -> None:
    referral = sent(cast)
    person = Person.objects.get()
    if decision == "decline":
        workflow.decline(referral=referral, advice="See the GP", by=cast.team, at=ACCEPTED)
    else:
        workflow.withdraw(referral=referral, reason="Moved", by=cast.lead, at=ACCEPTED)
    referral.refresh_from_db()
    before, state = owed(person), referral.state
    again = restore(cast, take_back(cast, referral))
    assert (again.state, again.decided_at) == (state, ACCEPTED)
    assert owed(person) == before
    assert duties.compare(at=AFTER) == []


def test_a_pause_goes_on_if_it_is_taken_back_once_more(cast: Cast) -> None:
    referral = sent(cast)
    workflow.ask(referral=referral, words="Which school?", by=cast.team, at=ACCEPTED)
    workflow.withdraw(referral=referral, reason="Moved", by=cast.lead, at=LATER)
    first = take_back(cast, referral)
    assert first.paused_at == ACCEPTED
    again = take_back(cast, restore(cast, first), at=AFTER + timedelta(hours=1))
    assert (again.state, again.paused_at) == (State.INFORMATION_ASKED, ACCEPTED)


def test_after_triage_has_gone_on_it_is_decided_anew(cast: Cast) -> None:
    referral = take_back(cast, accept(cast, sent(cast)))
    workflow.ask(referral=referral, words="Which school?", by=cast.team, at=LATER)
    with pytest.raises(RuleBroken, match=r"“More information asked for”\. Decide it again"):
        restore(cast, referral)
    assert not Entry.objects.exists()


def test_someone_who_came_on_with_another_referral_since_is_not_put_on_twice(cast: Cast) -> None:
    number = next(NUMBERS)
    referral = take_back(cast, accept(cast, sent(cast, nhs_number=number)))
    other = sent(cast, by=cast.other_lead, at=LATER, nhs_number=number, level=Level.AMBER)
    workflow.accept(referral=other, level=Level.AMBER, reason="", by=cast.team, at=LATER)
    with pytest.raises(RuleBroken, match="with another referral"):
        restore(cast, referral)
    assert Entry.objects.count() == 1
    assert Person.objects.get().lead_professional == cast.other_lead


def test_a_referral_that_no_one_took_back_has_nothing_to_restore(cast: Cast) -> None:
    referral = sent(cast)
    with pytest.raises(RuleBroken, match="no decision to restore"):
        restore(cast, referral)
    accept(cast, referral)
    with pytest.raises(RuleBroken, match="no decision to restore"):
        restore(cast, referral)


def test_the_team_does_not_withdraw_again_what_the_referrer_took_back(
    cast: Cast, sign_in: Any
) -> None:
    referral = sent(cast)
    workflow.withdraw(referral=referral, reason="Slip", by=cast.lead, at=ACCEPTED)
    workflow.take_back_withdrawal(referral=referral, why="Still needed", by=cast.lead, at=LATER)
    with pytest.raises(RuleBroken, match="They can withdraw it again"):
        restore(cast, referral)
    page = sign_in(cast.team).get(referral.get_absolute_url()).content.decode()
    assert reverse("referrals:restore", args=[referral.pk]) not in page


def test_sent_twice_it_is_done_once(cast: Cast) -> None:
    referral = take_back(cast, accept(cast, sent(cast)))
    restore(cast, referral)
    with pytest.raises(RuleBroken, match="restored it already"):
        restore(cast, referral)
    assert StrikeOut.objects.count() == 2
    assert Entry.objects.count() == 1


def test_the_page_shows_what_is_restored_and_the_story_tells_it(
    cast: Cast, sign_in: Any, clock: Any
) -> None:
    referral = accept(cast, sent(cast))
    take_back(cast, referral)
    clock.move_to(AFTER)
    client = sign_in(cast.team)
    address = reverse("referrals:restore", args=[referral.pk])
    assert address in client.get(referral.get_absolute_url()).content.decode()
    page = client.get(address).content.decode()
    assert "It was meant for another referral" in page
    assert "agreed actions" in page
    empty = client.post(address, {"why": " "}).content.decode()
    assert "Enter why it was wrong to put the referral back" in empty
    client.post(address, {"why": WHY})
    story = client.get(referral.get_absolute_url()).content.decode()
    assert "<s>Put back to triage: decided by mistake</s>" in story
    assert "<s>Accepted</s>" not in story
    assert "Decision restored" in story
    assert address not in story
    person = client.get(reverse("register:person", args=[referral.person_id])).content.decode()
    assert "had been accepted by mistake" not in person
    assert WHY in person
    corrections = client.get(reverse("oversight:corrections")).content.decode()
    assert corrections.count(WHY) == 1
    old = client.get(address, follow=True).content.decode()
    assert "Someone may have restored it already" in old


def test_the_page_says_why_not_before_it_asks(cast: Cast, sign_in: Any) -> None:
    number = next(NUMBERS)
    referral = take_back(cast, accept(cast, sent(cast, nhs_number=number)))
    other = sent(cast, by=cast.other_lead, at=LATER, nhs_number=number, level=Level.AMBER)
    workflow.accept(referral=other, level=Level.AMBER, reason="", by=cast.team, at=LATER)
    page = sign_in(cast.team).get(reverse("referrals:restore", args=[referral.pk]))
    assert "with another referral" in page.content.decode()
    assert "Restore the decision</button>" not in page.content.decode()


def test_what_was_taken_back_is_restored_after_its_words_were_put_right(cast: Cast) -> None:
    referral = accept(cast, sent(cast))
    person = Person.objects.get()
    before = owed(person)
    take_back(cast, referral)
    step = referral.steps.get(kind="reopened")
    workflow.correct_words(
        step=step, words="Meant for his brother", why="Named the wrong one", by=cast.team, at=LATER
    )
    restore(cast, referral)
    assert owed(person) == before
    assert duties.compare(at=AFTER) == []


def test_what_came_back_with_a_closing_in_error_is_not_withdrawn_again(
    cast: Cast, sign_in: Any
) -> None:
    number = next(NUMBERS)
    accept(cast, sent(cast, nhs_number=number))
    waiting = sent(cast, by=cast.other_lead, at=ACCEPTED, nhs_number=number)
    entry = register.close(
        person=Person.objects.get(), reason=ClosureReason.DIED, died_on=ACCEPTED.date(),
        words="", by=cast.team, at=ACCEPTED,
    )  # fmt: skip
    register.reopen(entry=entry, how=Reopening.ERROR, words="Someone else", by=cast.team, at=LATER)
    waiting.refresh_from_db()
    assert waiting.state == State.SUBMITTED
    workflow.correct_words(
        step=waiting.steps.get(kind="reopened"), words="The record was closed by mistake",
        why="Plainer", by=cast.team, at=LATER,
    )  # fmt: skip
    with pytest.raises(RuleBroken, match="closed in error"):
        restore(cast, waiting)
    page = sign_in(cast.team).get(waiting.get_absolute_url()).content.decode()
    assert reverse("referrals:restore", args=[waiting.pk]) not in page


@pytest.mark.parametrize("why", [WHY, ""])
def test_an_old_page_of_restoring_that_is_sent_says_what_happened(
    cast: Cast, sign_in: Any, why: str
) -> None:
    referral = take_back(cast, accept(cast, sent(cast)))
    restore(cast, referral)
    address = reverse("referrals:restore", args=[referral.pk])
    page = sign_in(cast.team).post(address, {"why": why})
    assert page.status_code == 200
    assert "Someone may have restored it already" in page.content.decode()


def test_the_lead_of_before_leads_again_and_whoever_came_in_instead_does_not(cast: Cast) -> None:
    number = next(NUMBERS)
    first = accept(cast, sent(cast, nhs_number=number))
    second = sent(cast, by=cast.other_lead, at=ACCEPTED, nhs_number=number, level=Level.AMBER)
    workflow.accept(referral=second, level=Level.AMBER, reason="", by=cast.team, at=LATER)
    person = Person.objects.get()

    def named() -> set[tuple[str, Any]]:
        rows = Involvement.objects.named().filter(person=person, until=None)
        return set(rows.values_list("name", "user"))

    before = named()
    take_back(cast, first, at=LATER + timedelta(hours=1))
    person.refresh_from_db()
    assert person.lead_professional == cast.other_lead
    restore(cast, first, at=LATER + timedelta(hours=2))
    person.refresh_from_db()
    assert person.lead_professional == cast.lead
    assert named() == before


def test_a_lead_named_since_by_a_person_stays(cast: Cast) -> None:
    number = next(NUMBERS)
    first = accept(cast, sent(cast, nhs_number=number))
    second = sent(cast, by=cast.other_lead, at=ACCEPTED, nhs_number=number, level=Level.AMBER)
    workflow.accept(referral=second, level=Level.AMBER, reason="", by=cast.team, at=LATER)
    take_back(cast, first, at=LATER + timedelta(hours=1))
    register.name_lead(
        person=Person.objects.get(), lead=cast.team, by=cast.team, at=LATER + timedelta(hours=2)
    )
    restore(cast, first, at=LATER + timedelta(hours=3))
    assert Person.objects.get().lead_professional == cast.team


def test_a_red_rating_alone_that_was_acknowledged_is_not_alarmed_about_again(cast: Cast) -> None:
    number = next(NUMBERS)
    accept(cast, sent(cast, nhs_number=number, level=Level.GREEN))
    second = sent(cast, by=cast.other_lead, at=ACCEPTED, nhs_number=number, level=Level.RED)
    workflow.accept(referral=second, level=Level.RED, reason="", by=cast.team, at=LATER)
    take_back(cast, second, at=LATER + timedelta(hours=1))
    again = LATER + timedelta(hours=2)
    restore(cast, second, at=again)
    assert not Notice.objects.filter(kind="red_rating", made_at=again).exists()


def test_a_red_that_no_one_had_seen_is_escalated_from_the_day_it_was_restored(cast: Cast) -> None:
    referral = accept(cast, sent(cast, level=Level.AMBER))
    register.rate(
        person=Person.objects.get(), level=Level.RED, reason="Worse", by=cast.lead, at=ACCEPTED
    )
    take_back(cast, referral)
    much_later = LATER + timedelta(days=9)
    restore(cast, referral, at=much_later)
    escalate(at=much_later + timedelta(minutes=1))
    assert not Notice.objects.filter(kind="red_unread", made_at__gte=much_later).exists()
    escalate(at=much_later + timedelta(days=1))
    assert Notice.objects.filter(kind="red_unread", made_at__gte=much_later).exists()
