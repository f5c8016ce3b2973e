"""Records whose time is over: the job lists them, one person proposes, a second one decides."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from consent import disposition, workflow
from consent.keeper import ConsentKeeper
from consent.models import Disposal, LedgerLine
from consent.rules import Basis, Channel, DisposalState, HoldReason, Requester
from core.errors import RuleBroken
from core.models import AuditEvent
from referrals import workflow as referrals
from referrals.rules import Risk
from register import workflow as register
from register.models import Person
from register.rules import LEAVES, AdultOutcome, ClosureReason, Level
from tests.conftest import Cast
from tests.consent.due import DAY, NEXT_YEAR, YEAR, closed, listed, proposed
from tests.factories import NOW, details, on_register
from tests.referrals import given


@pytest.mark.parametrize("reason", LEAVES)
def test_whatever_the_reason_the_job_erases_nobody(cast: Cast, reason: ClosureReason) -> None:
    came = NOW - timedelta(days=40)
    person = on_register(cast.area, by=cast.team, at=came, birth_date=_eighteen_lately())
    register.decide_adulthood(
        person=person, outcome=AdultOutcome.LEAVES, reason="Well", by=cast.team, at=NOW
    )
    register.close(person=person, reason=reason, by=cast.team, at=NOW)
    day = disposition.clock_of(person.pk)
    assert day is not None
    long_after = NOW + timedelta(days=(day.due_on - NOW.date()).days + 400)
    assert workflow.list_due(at=long_after) == 1
    assert workflow.list_due(at=long_after) == 0
    assert Person.objects.filter(pk=person.pk).exists()
    assert Disposal.objects.get().stands is DisposalState.DUE


def test_it_is_erased_once_a_second_person_agrees_and_certified(cast: Cast) -> None:
    disposal = proposed(cast)
    certificate = workflow.agree_disposal(disposal=disposal, by=cast.auditor, at=DAY)
    assert not Person.everyone.exists()
    assert (certificate.legal_basis, certificate.closure_reason) == ("disposed", "not_eligible")
    assert (certificate.recorder_role, certificate.approver_role) == ("team", "auditor")
    assert LedgerLine.objects.get().reference == certificate.reference
    disposal.refresh_from_db()
    assert (disposal.person_id, disposal.proposed_by, disposal.decided_by) == (
        None, cast.team, cast.auditor,
    )  # fmt: skip
    kinds = list(
        AuditEvent.objects.filter(kind__startswith="consent.").values_list("kind", "actor")
    )
    assert ("consent.disposal_proposed", cast.team.pk) in kinds
    assert ("consent.erased", cast.auditor.pk) in kinds


def test_who_proposed_cannot_agree(cast: Cast) -> None:
    disposal = proposed(cast)
    with pytest.raises(RuleBroken, match="a different person must agree"):
        workflow.agree_disposal(disposal=disposal, by=cast.team, at=DAY)
    assert Person.objects.exists()


def test_nobody_agrees_to_what_no_one_has_proposed(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="No one has proposed"):
        workflow.agree_disposal(disposal=listed(cast), by=cast.auditor, at=DAY)
    assert Person.objects.exists()


def test_a_second_person_refuses_with_a_reason_and_it_comes_back_on_its_day(cast: Cast) -> None:
    disposal = proposed(cast)
    with pytest.raises(RuleBroken, match="Enter why"):
        workflow.keep_record(disposal=disposal, why=" ", until=NEXT_YEAR, by=cast.auditor, at=DAY)
    kept = workflow.keep_record(
        disposal=disposal, why="A complaint is expected", until=NEXT_YEAR, by=cast.auditor, at=DAY
    )
    assert (kept.stands, kept.kept_why) == (DisposalState.KEPT, "A complaint is expected")
    assert kept.proposed_by is None
    with pytest.raises(RuleBroken, match="No one has proposed"):
        workflow.agree_disposal(disposal=kept, by=cast.second_team, at=DAY)
    workflow.list_due(at=DAY + timedelta(days=199))
    assert Disposal.objects.get().stands is DisposalState.KEPT
    workflow.list_due(at=DAY + timedelta(days=200))
    assert Disposal.objects.get().stands is DisposalState.DUE


@pytest.mark.parametrize("days", [0, 400])
def test_a_record_is_kept_until_a_day_within_a_year(cast: Cast, days: int) -> None:
    until = (DAY + timedelta(days=days)).date()
    with pytest.raises(RuleBroken, match="within a year"):
        workflow.keep_record(
            disposal=listed(cast), why="Why", until=until, by=cast.team, at=DAY
        )  # fmt: skip


def test_proposing_twice_proposes_once_and_a_second_proposer_is_told(cast: Cast) -> None:
    disposal = proposed(cast)
    again = workflow.propose_disposal(disposal=disposal, by=cast.team, at=DAY)
    assert again.stands is DisposalState.PROPOSED
    assert AuditEvent.objects.filter(kind="consent.disposal_proposed").count() == 1
    with pytest.raises(RuleBroken, match="already been proposed"):
        workflow.propose_disposal(disposal=disposal, by=cast.second_team, at=DAY)


@pytest.mark.parametrize(
    ("reason", "day"),
    [
        (ClosureReason.STEPPED_DOWN, "2032-11-23"),
        (ClosureReason.DIED, "2027-11-23"),
        (ClosureReason.MOVED_AWAY, "2026-12-21"),
    ],
)
def test_the_reason_says_how_long(cast: Cast, reason: ClosureReason, day: str) -> None:
    entry = closed(cast, reason)
    clock = disposition.clock_of(entry.person_id)
    assert clock is not None
    assert clock.due_on.isoformat() == day
    assert disposition.due(None, on=clock.due_on, most=9) == [clock]
    assert disposition.due(None, on=clock.due_on - timedelta(days=1), most=9) == []


def test_who_came_back_comes_off_the_list_whoever_proposed_what(cast: Cast) -> None:
    disposal = proposed(cast)
    person = Person.objects.get()
    register.enter(person=person, level=Level.GREEN, reason="Again", by=cast.team, at=DAY)
    with pytest.raises(RuleBroken, match="not due for erasure"):
        workflow.agree_disposal(disposal=disposal, by=cast.auditor, at=DAY)
    assert not Disposal.objects.proposed().exists()
    workflow.list_due(at=DAY)
    assert Disposal.objects.get().stands is DisposalState.LAPSED
    register.close(person=person, reason=ClosureReason.MOVED_AWAY, by=cast.team, at=DAY)
    workflow.list_due(at=DAY + timedelta(days=28))
    again = Disposal.objects.get()
    assert (again.stands, again.closure_reason, again.proposed_by) == ("due", "moved_away", None)


def test_before_its_day_a_record_is_not_listed(cast: Cast) -> None:
    closed(cast)
    assert workflow.list_due(at=DAY - timedelta(days=1)) == 0


def test_a_legal_hold_stops_both_people(cast: Cast) -> None:
    disposal = listed(cast)
    person = Person.objects.get()
    hold = _hold(cast, person)
    with pytest.raises(RuleBroken, match="legal hold"):
        workflow.propose_disposal(disposal=disposal, by=cast.team, at=DAY)
    workflow.lift_hold(hold=hold, why="Over", by=cast.team, at=DAY)
    workflow.propose_disposal(disposal=disposal, by=cast.team, at=DAY)
    _hold(cast, person)
    with pytest.raises(RuleBroken, match="legal hold"):
        workflow.agree_disposal(disposal=disposal, by=cast.auditor, at=DAY)
    assert Person.objects.exists()


def test_another_part_of_the_register_that_needs_the_record_keeps_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from referrals.keeper import ReferralsKeeper

    disposal = proposed(cast)
    monkeypatch.setattr(ReferralsKeeper, "in_use", lambda *_: "A referral waits.")
    with pytest.raises(RuleBroken, match="A referral waits"):
        workflow.agree_disposal(disposal=disposal, by=cast.auditor, at=DAY)
    closed(cast)
    assert workflow.list_due(at=DAY) == 0


def test_a_withdrawal_hides_a_proposal_and_its_erasure_takes_it_along(cast: Cast) -> None:
    disposal = proposed(cast)
    withdrawal = workflow.withdraw(
        person=Person.objects.get(), channel=Channel.PHONE, requester=Requester.PERSON,
        identity_checked=True, by=cast.team, at=DAY,
    )  # fmt: skip
    rows = Disposal.objects.permitted(cast.auditor, _permission())
    assert not rows.exists()
    later = DAY + timedelta(days=2)
    assert workflow.approve_erasure(withdrawal=withdrawal, by=cast.auditor, at=later)
    assert not Disposal.objects.exists()
    assert not Disposal.history.exists()
    with pytest.raises(RuleBroken, match="already been erased"):
        workflow.agree_disposal(disposal=disposal, by=cast.auditor, at=later)


def test_the_erasure_takes_the_words_of_those_who_kept_the_record(cast: Cast) -> None:
    disposal = workflow.keep_record(
        disposal=listed(cast), why="Her aunt may ask", until=NEXT_YEAR, by=cast.team, at=DAY
    )
    copied = str(ConsentKeeper().export(Person.objects.get().pk))
    assert "Her aunt may ask" in copied
    workflow.propose_disposal(disposal=disposal, by=cast.second_team, at=DAY)
    workflow.agree_disposal(disposal=disposal, by=cast.auditor, at=DAY)
    assert Disposal.objects.get().kept_why == ""
    assert {one.kept_why for one in Disposal.history.all()} == {""}
    assert not Disposal.history.filter(person_id__isnull=False).exists()


def test_of_two_who_agree_at_once_the_second_is_told(cast: Cast) -> None:
    disposal = proposed(cast)
    seen_by_both = Disposal.objects.get(pk=disposal.pk)
    workflow.agree_disposal(disposal=disposal, by=cast.auditor, at=DAY)
    with pytest.raises(RuleBroken, match="already been erased"):
        workflow.agree_disposal(disposal=seen_by_both, by=cast.second_team, at=DAY)
    with pytest.raises(RuleBroken, match="already been erased"):
        workflow.keep_record(
            disposal=seen_by_both, why="No", until=NEXT_YEAR, by=cast.second_team, at=DAY
        )


# People who were never on the register.


def test_someone_declined_at_triage_is_reached_after_a_year(cast: Cast) -> None:
    referral = given.sent(cast)
    referrals.decline(referral=referral, advice="Ask the autism service", by=cast.team, at=NOW)
    assert referral.person is not None
    clock = disposition.clock_of(referral.person.pk)
    assert clock is not None
    assert (clock.ending, clock.due_on.isoformat()) == ("declined", "2027-11-23")
    assert workflow.list_due(at=YEAR - timedelta(days=1)) == 0
    assert workflow.list_due(at=YEAR) == 1
    disposal = workflow.propose_disposal(disposal=Disposal.objects.get(), by=cast.team, at=YEAR)
    certificate = workflow.agree_disposal(disposal=disposal, by=cast.second_team, at=YEAR)
    assert (certificate.legal_basis, certificate.closure_reason) == ("not_taken_on", "")
    assert not Person.everyone.exists()


def test_a_referral_taken_back_by_its_referrer_is_reached_after_the_grace_days(cast: Cast) -> None:
    referral = given.sent(cast)
    referrals.withdraw(referral=referral, reason="Sent twice", by=cast.lead, at=NOW)
    assert workflow.list_due(at=DAY) == 1
    assert Disposal.objects.get().why == "Referral withdrawn by the referrer"


def test_a_referral_that_waits_or_was_accepted_starts_no_clock(cast: Cast) -> None:
    waiting = given.sent(cast)
    assert waiting.person is not None
    assert disposition.clock_of(waiting.person.pk) is None
    referrals.accept(referral=waiting, level=Level.RED, reason="", by=cast.team, at=NOW)
    assert disposition.clock_of(waiting.person.pk) is None
    assert workflow.list_due(at=YEAR) == 0


def test_a_draft_that_names_someone_declined_keeps_their_record_until_it_goes(cast: Cast) -> None:
    referral = given.sent(cast)
    referrals.withdraw(referral=referral, reason="Sent twice", by=cast.lead, at=NOW)
    person = referral.person
    draft = referrals.start(
        area=cast.area, basis=Basis.CONSENT, learning_disability="confirmed", autism="no",
        risk=Risk.CURRENT, key=_key(), by=cast.lead, at=DAY - timedelta(days=1), about=person,
    )  # fmt: skip
    assert workflow.list_due(at=DAY) == 0
    referrals.discard(referral=draft, by=cast.lead, at=DAY)
    assert workflow.list_due(at=DAY) == 1


def test_somebody_added_and_never_referred_is_not_on_the_list(cast: Cast) -> None:
    register.add_person(details=details(cast.area), lead=None, by=cast.team, at=NOW)
    assert disposition.due(None, on=YEAR.date(), most=9) == []


# On pages.


def _hold(cast: Cast, person: Person) -> Any:
    return workflow.set_hold(
        person=person, reason=HoldReason.COURT, words="Order", by=cast.team, at=DAY,
        review_on=(DAY + timedelta(days=28)).date(),
    )  # fmt: skip


def _eighteen_lately() -> Any:
    return NOW.date().replace(year=NOW.year - 18) - timedelta(days=10)


def _permission() -> Any:
    from accounts.rules import Permission

    return Permission.ERASURE_APPROVE


def _key() -> Any:
    from uuid import uuid4

    return uuid4()


def test_the_time_counts_from_the_day_they_left_and_grace_from_the_recording(
    cast: Cast, sign_in: Any
) -> None:
    came, gone = NOW - timedelta(days=900), (NOW - timedelta(days=400)).date()
    person = on_register(cast.area, by=cast.team, at=came)
    register.close(person=person, reason=ClosureReason.DIED, died_on=gone, by=cast.team, at=NOW)
    clock = disposition.clock_of(person.pk)
    assert clock is not None
    assert clock.due_on == DAY.date()  # a year after the death is over; 28 days to put it right
    assert workflow.list_due(at=DAY - timedelta(days=1)) == 0
    assert workflow.list_due(at=DAY) == 1
    later = gone + timedelta(days=300)
    register.correct_death(
        person=person,
        died_on=later,
        was=gone,
        by=cast.team,
        at=DAY,
        why="Heard it wrong",
    )
    clock = disposition.clock_of(person.pk)
    assert clock is not None
    assert (clock.due_on.year, clock.due_on.month) == (later.year + 1, later.month)
    shown = sign_in(cast.team).get(reverse("consent:disposal", args=[Disposal.objects.get().pk]))
    assert b"Died on 15 August 2026" in shown.content
