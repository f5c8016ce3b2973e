"""While the referrer is asked for information the duties of triage stand still, then go on."""

from datetime import date, datetime, timedelta

from actions import workflow as actions
from actions.models import Chase
from core.models import AuditEvent
from duties.models import Duty
from referrals import workflow
from referrals.models import Referral
from register.models import Standing
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.referrals import given

LATER = NOW + timedelta(hours=3)
FRIDAY = NOW + timedelta(days=4)


def duty(rule: str = "referral-triage") -> Duty:
    return Duty.objects.open().get(rule=rule)


def ask(cast: Cast, referral: Referral) -> Referral:
    return workflow.ask(referral=referral, words="Which school?", by=cast.team, at=LATER)


def chased(moment: datetime) -> set[str]:
    actions.chase(on=moment.date(), at=moment)
    return set(Chase.objects.filter(duty__isnull=False).values_list("duty__rule", flat=True))


def test_nobody_is_chased_to_triage_while_an_answer_is_awaited(cast: Cast) -> None:
    ask(cast, given.sent(cast, level=Level.RED))
    paused = {"referral-triage-red", "referral-outcome-red"}
    for days in range(1, 12):
        assert not chased(NOW + timedelta(days=days)) & paused
    assert not duty("referral-triage-red").is_overdue(NOW.date() + timedelta(days=11))
    assert duty("referral-triage-red") not in Duty.objects.overdue(FRIDAY.date())
    assert "red-urgent-meeting" in chased(FRIDAY)


def test_once_answered_the_duty_is_due_when_the_referral_is(cast: Cast) -> None:
    referral = ask(cast, given.sent(cast, level=Level.AMBER))
    assert duty().paused_on == NOW.date()
    answered = workflow.answer(referral=referral, words="None", by=cast.lead, at=FRIDAY)
    assert duty().due_on == answered.triage_due_on == date(2026, 12, 1)
    assert duty().late_from == date(2026, 12, 2)
    assert duty().paused_on is None
    assert "paused from 23 November 2026 to 27 November 2026" in duty().basis
    assert "referral-triage" in chased(NOW + timedelta(days=9))


def test_what_is_due_next_leaves_out_what_stands_still(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.GREEN)
    referral = given.sent(
        cast, level=Level.RED, nhs_number=person.nhs_number, family_name=person.family_name
    )
    assert Standing.objects.get(person=person).next_due_on == date(2026, 11, 23)
    ask(cast, referral)
    assert Standing.objects.get(person=person).next_due_on == date(2026, 11, 25)
    workflow.answer(referral=referral, words="None", by=cast.lead, at=LATER)
    assert Standing.objects.get(person=person).next_due_on == date(2026, 11, 24)


def test_each_referral_has_a_clock_of_its_own(cast: Cast) -> None:
    number = next(given.NUMBERS)
    first = given.sent(cast, nhs_number=number, level=Level.AMBER)
    second = given.sent(cast, nhs_number=number, level=Level.AMBER)
    ask(cast, first)
    rows = Duty.objects.open().filter(rule="referral-triage")
    assert {one.subject: one.paused_on for one in rows} == {
        first.pk: NOW.date(), second.pk: None,
    }  # fmt: skip


def test_triage_meets_a_duty_that_stands_still(cast: Cast) -> None:
    referral = ask(cast, given.sent(cast, level=Level.AMBER))
    workflow.decline(referral=referral, advice="Ask the GP", by=cast.team, at=FRIDAY)
    assert Duty.objects.get(rule="referral-triage").status == "met"


def test_standing_still_and_going_on_are_in_the_trail(cast: Cast) -> None:
    referral = ask(cast, given.sent(cast, level=Level.AMBER))
    workflow.answer(referral=referral, words="None", by=cast.lead, at=FRIDAY)
    events = AuditEvent.objects.filter(kind="duties.worked_out")
    for what, due in (("pause", "2026-11-25"), ("resume", "2026-12-01")):
        told = [rule for one in events for rule in one.facts.get(what, [])]
        assert f"referral-triage:{due}" in told
