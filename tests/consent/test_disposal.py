"""Records whose time is over: the job lists them, one person proposes, a second one decides."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from consent import disposition, workflow
from consent.keeper import ConsentKeeper
from consent.models import Disposal, ErasureCertificate, LedgerLine
from consent.rules import Basis, Channel, DisposalState, HoldReason, Requester
from core.errors import RuleBroken
from core.models import AuditEvent
from referrals import workflow as referrals
from referrals.rules import Risk
from register import workflow as register
from register.models import Entry, Person
from register.rules import AdultOutcome, ClosureReason, Level
from tests.conftest import Cast
from tests.factories import NOW, details, on_register
from tests.referrals import given

DAY = NOW + timedelta(days=28)
YEAR = NOW + timedelta(days=365)
NEXT_YEAR = (DAY + timedelta(days=200)).date()
LISTS = reverse("consent:disposals")
VERBS = ("propose_disposal", "agree_disposal", "keep_record")


def closed(cast: Cast, reason: ClosureReason = ClosureReason.NOT_ELIGIBLE, **changed: Any) -> Entry:
    person = on_register(cast.area, by=cast.team, **changed)
    return register.close(person=person, reason=reason, by=cast.team, at=NOW)


def listed(cast: Cast, **changed: Any) -> Disposal:
    """Return a row of the list: the record of someone whose time is over."""
    entry = closed(cast, **changed)
    workflow.list_due(at=DAY)
    return Disposal.objects.get(person=entry.person)


def proposed(cast: Cast, **changed: Any) -> Disposal:
    return workflow.propose_disposal(disposal=listed(cast, **changed), by=cast.team, at=DAY)


def address(verb: str, disposal: Disposal) -> str:
    return reverse(f"consent:{verb}", args=[disposal.pk])


@pytest.mark.parametrize("reason", list(ClosureReason))
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


def test_the_team_and_the_auditor_see_what_will_be_due_by_the_end_of_next_month(
    cast: Cast, sign_in: Any
) -> None:
    closed(cast, family_name="Quillfeather")
    closed(cast, ClosureReason.DIED, family_name="Nextyear")
    for member in (cast.team, cast.auditor):
        shown = sign_in(member).get(LISTS).content.decode()
        assert "Due by 31 December 2026" in shown
        assert "Quillfeather" in shown
        assert "21 December 2026" in shown
        assert "Nextyear" not in shown
    assert "Quillfeather" not in sign_in(cast.other_area_team).get(LISTS).content.decode()


def test_two_people_decide_on_pages_and_the_home_page_counts_it(
    cast: Cast, sign_in: Any, clock: Any
) -> None:
    disposal = listed(cast, family_name="Quillfeather")
    clock.move_to(DAY)
    label = "records to decide whether to erase"
    client = sign_in(cast.team)
    assert _count(client, label) == "1"
    assert "Quillfeather" in client.get(LISTS).content.decode()
    done = client.post(address("propose_disposal", disposal), {"checked": "on"}, follow=True)
    assert "You proposed this. A different person must agree." in done.content.decode()
    assert _count(client, label) == "0"
    mine = client.post(address("agree_disposal", disposal), {"certain": "on"}).content.decode()
    assert "a different person must agree" in mine
    client = sign_in(cast.auditor)
    assert _count(client, label) == "1"
    asked = client.get(address("agree_disposal", disposal)).content.decode()
    assert "Tara Team proposed to erase it on 21 December 2026" in asked
    done = client.post(address("agree_disposal", disposal), {"certain": "on"})
    certificate = ErasureCertificate.objects.get()
    assert done.url == reverse("consent:certificate", args=[certificate.pk])
    shown = client.get(done.url).content.decode()
    assert "Proposed by: DSR team. Agreed by a second person: Auditor" in shown
    assert "Quillfeather" not in shown


def test_agreeing_twice_says_that_it_is_done(cast: Cast, sign_in: Any, clock: Any) -> None:
    disposal = proposed(cast)
    clock.move_to(DAY)
    client = sign_in(cast.auditor)
    client.post(address("agree_disposal", disposal), {"certain": "on"})
    again = client.post(address("agree_disposal", disposal), {"certain": "on"})
    assert "already been erased" in again.content.decode()
    assert ErasureCertificate.objects.count() == 1
    page = client.get(address("disposal", disposal)).content.decode()
    assert "Proposed by Tara Team" in page
    assert "agreed by Ada Auditor" in page
    assert "Ada Auditor" in client.get(LISTS).content.decode()


def test_a_second_person_refuses_on_a_page_and_the_reason_is_shown(
    cast: Cast, sign_in: Any, clock: Any
) -> None:
    disposal = proposed(cast)
    clock.move_to(DAY)
    client = sign_in(cast.auditor)
    assert (
        "Refuse and keep this record" in client.get(address("disposal", disposal)).content.decode()
    )
    nothing = client.post(address("keep_record", disposal), {}).content.decode()
    assert "Enter why this record must be kept" in nothing
    typed = {
        "why": "A complaint is expected",
        "until_day": "1", "until_month": "6", "until_year": "2027",
    }  # fmt: skip
    client.post(address("keep_record", disposal), typed)
    disposal.refresh_from_db()
    assert disposal.stands is DisposalState.KEPT
    assert "A complaint is expected" in client.get(LISTS).content.decode()
    person = sign_in(cast.team).get(reverse("register:person", args=[disposal.person_id]))
    shown = person.content.decode()
    assert "How long this record is kept" in shown
    assert "Until 1 June 2027, decided by Ada Auditor" in shown
    assert "Erasure proposed, waiting for a second person" in shown


def test_every_state_has_a_way_out_on_the_page(cast: Cast, sign_in: Any, clock: Any) -> None:
    disposal = listed(cast)
    clock.move_to(DAY)
    page = address("disposal", disposal)

    def offered(member: Any) -> set[str]:
        shown = sign_in(member).get(page).content.decode()
        return {one for one in VERBS if address(one, disposal) in shown}

    assert offered(cast.team) == offered(cast.auditor) == {"propose_disposal", "keep_record"}
    workflow.propose_disposal(disposal=disposal, by=cast.team, at=DAY)
    assert offered(cast.team) == {"keep_record"}
    assert offered(cast.auditor) == {"agree_disposal", "keep_record"}
    workflow.keep_record(
        disposal=disposal, why="Asked for", until=NEXT_YEAR, by=cast.auditor, at=DAY
    )
    assert offered(cast.team) == {"propose_disposal", "keep_record"}
    again = sign_in(cast.team).get(address("keep_record", disposal)).content.decode()
    assert "Asked for" in again


def test_where_the_same_name_stands_elsewhere_the_second_person_looks(
    cast: Cast, sign_in: Any, clock: Any
) -> None:
    disposal = proposed(cast, family_name="Quillfeather")
    on_register(cast.area, by=cast.team, communication_needs="Cousin of Robin Quillfeather")
    clock.move_to(DAY)
    client = sign_in(cast.auditor)
    page = address("agree_disposal", disposal)
    assert b"about someone else" in client.post(page, {"certain": "on"}).content
    client.post(page, {"certain": "on", "namesakes": "on"})
    assert ErasureCertificate.objects.exists()


def test_the_list_asks_as_much_for_many_as_for_few(
    cast: Cast, sign_in: Any, clock: Any, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        listed(cast)
        closed(cast, ClosureReason.MOVED_AWAY)
    clock.move_to(NOW + timedelta(days=5))
    client = sign_in(cast.team)
    client.get(LISTS)
    with django_assert_max_num_queries(24):
        client.get(LISTS)


def _count(client: Any, label: str) -> str:
    [card] = [one for one in client.get("/home/").context["cards"] if one.label == label]
    return str(card.count)


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


def test_the_list_says_the_day_they_left_and_says_so(cast: Cast, sign_in: Any) -> None:
    came, gone = NOW - timedelta(days=90), (NOW - timedelta(days=60)).date()
    person = on_register(cast.area, by=cast.team, at=came)
    register.close(
        person=person, reason=ClosureReason.MOVED_AWAY, left_on=gone, by=cast.team, at=NOW
    )
    for at in (NOW, DAY):
        workflow.list_due(at=at)
        assert b"left on 24 September 2026" in sign_in(cast.team).get(LISTS).content
