"""What was recorded on the wrong person is recorded on the right one, from the day it happened."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from alerts.models import Notice
from consent import workflow as consent
from consent.models import Decision
from consent.rules import Basis
from core.errors import RuleBroken
from duties import workflow as duties
from duties.models import Duty
from register import workflow
from register.models import InpatientStay, Person, Rating, Standing, StrikeOut
from register.rules import Cause, ConcernKind, LegalStatus, Level
from reviews import workflow as reviews
from reviews.details import KeyworkerNews
from reviews.models import KeyworkerFollowUp, KeyworkerReferral
from reviews.rules import KeyworkerOutcome, KeyworkerState
from tests.conftest import Cast
from tests.consent import details as decisions
from tests.factories import NOW, on_register
from tests.register.stays import admission

BEFORE = NOW - timedelta(days=30)
LATER = NOW + timedelta(days=7)
TODAY = NOW.date()


def people(cast: Cast, *, at: Any = BEFORE, **changed: Any) -> list[Person]:
    """Return the wrong person, the right one, and one on whom all is right from the first."""
    return [
        on_register(cast.area, by=cast.team, level=Level.AMBER, at=at, **changed) for _ in range(3)
    ]


def move(cast: Cast, kind: str, fact: UUID, wrong: Person, right: Person) -> StrikeOut:
    return workflow.strike_out(
        person=wrong, kind=kind, fact_id=fact, cause=Cause.WRONG_PERSON, reason="Two of one name",
        moved_to=right, by=cast.team, at=LATER,
    )  # fmt: skip


def open_duties(person: Person) -> set[tuple[str, Any]]:
    rows = Duty.objects.open().filter(person=person)
    return set(rows.values_list("rule", "due_on"))


def sound() -> bool:
    return workflow.reconcile(mend=False).sound and duties.compare(at=LATER) == []


# Ratings -----------------------------------------------------------------------------------------


def test_a_rating_moves_with_its_day_and_the_name_of_who_gave_it(cast: Cast) -> None:
    wrong, right, truly = people(cast)
    before = open_duties(wrong)
    given = [
        workflow.rate(person=one, level=Level.RED, reason="In crisis", by=cast.second_team, at=NOW)
        for one in (wrong, truly)
    ]
    row = move(cast, "rating", given[0].pk, wrong, right)
    stands = Standing.objects.get(person=right)
    assert (stands.level, stands.rated_at) == (Level.RED, NOW)
    moved = Rating.objects.get(pk=str(row.replaced_by))
    assert (moved.set_by, moved.reason) == (cast.second_team, "In crisis")
    assert Standing.objects.get(person=wrong).level == Level.AMBER
    assert open_duties(right) == open_duties(truly)
    assert open_duties(wrong) == before
    assert sound()


def test_a_red_that_moves_is_raised_with_the_team(cast: Cast) -> None:
    wrong, right, _ = people(cast)
    given = workflow.rate(
        person=wrong, level=Level.RED, reason="In crisis", by=cast.second_team, at=NOW
    )
    move(cast, "rating", given.pk, wrong, right)
    assert Notice.objects.filter(person_id=right.pk, kind="red_rating").exists()


def test_what_the_right_person_was_rated_since_goes_on_to_stand(cast: Cast) -> None:
    wrong, right, _ = people(cast)
    given = workflow.rate(person=wrong, level=Level.RED, reason="Crisis", by=cast.team, at=NOW)
    since = NOW + timedelta(days=2)
    workflow.rate(person=right, level=Level.GREEN, reason="Well", by=cast.team, at=since)
    move(cast, "rating", given.pk, wrong, right)
    assert Standing.objects.get(person=right).level == Level.GREEN
    assert not Notice.objects.filter(person_id=right.pk, kind="red_rating").exists()
    assert sound()


def test_a_rating_of_before_someone_was_on_the_register_does_not_move(cast: Cast) -> None:
    wrong, *_ = people(cast)
    right = on_register(cast.area, by=cast.team, at=LATER)
    given = workflow.rate(person=wrong, level=Level.RED, reason="Crisis", by=cast.team, at=NOW)
    with pytest.raises(RuleBroken, match="was not on the register on 23 November 2026"):
        move(cast, "rating", given.pk, wrong, right)
    assert Standing.objects.get(person=wrong).level == Level.RED
    assert Rating.objects.filter(entry__person=right).count() == 1


# Stays -------------------------------------------------------------------------------------------


def admit(cast: Cast, person: Person) -> InpatientStay:
    return workflow.admit(person=person, details=admission(cast), by=cast.team, at=NOW)


def test_a_discharge_moves_with_its_day_and_its_rating(cast: Cast) -> None:
    wrong, right, truly = people(cast)
    stays = [admit(cast, one) for one in (wrong, right, truly)]
    for stay in (stays[0], stays[2]):
        workflow.discharge(
            stay=stay, discharged_on=TODAY, destination="Home", level=Level.RED, reason="New flat",
            by=cast.team, at=NOW + timedelta(hours=1),
        )  # fmt: skip
    move(cast, "discharge", stays[0].pk, wrong, right)
    ended = InpatientStay.objects.get(person=right)
    assert (ended.discharged_on, ended.destination) == (TODAY, "Home")
    assert Standing.objects.get(person=right).shown == Level.RED
    assert Standing.objects.get(person=wrong).shown == "BLUE"
    kinds = {rule for rule, _ in open_duties(truly)}
    assert {rule for rule, _ in open_duties(right)} == kinds
    assert sound()


def _status(cast: Cast, stay: InpatientStay) -> UUID:
    return workflow.record_status(
        stay=stay, changed_on=TODAY, legal_status=LegalStatus.SECTION_3, by=cast.team, at=NOW
    ).pk


def _leave(cast: Cast, stay: InpatientStay) -> UUID:
    leave = workflow.start_leave(
        stay=stay, started_on=TODAY, note="With family", by=cast.team, at=NOW
    )
    workflow.end_leave(stay=stay, ended_on=TODAY, by=cast.team, at=NOW)
    return leave.pk


def _concern(cast: Cast, stay: InpatientStay) -> UUID:
    return workflow.record_concern(
        stay=stay, kind=ConcernKind.RESTRAINT, seen_on=TODAY, note="Held down", by=cast.team, at=NOW
    ).pk


def _transfer(cast: Cast, stay: InpatientStay) -> UUID:
    details = workflow.TransferDetails(
        moved_on=TODAY, hospital=stay.hospital, ward="Larch", security=stay.security,
        unit_inadequate=False,
    )  # fmt: skip
    return workflow.transfer(stay=stay, details=details, by=cast.team, at=NOW).pk


DURING: dict[str, Callable[[Cast, InpatientStay], UUID]] = {
    "status": _status, "leave": _leave, "concern": _concern, "transfer": _transfer,
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(DURING))
def test_what_happened_in_a_stay_moves_into_the_right_persons_stay(cast: Cast, kind: str) -> None:
    wrong, right, truly = people(cast)
    stays = [admit(cast, one) for one in (wrong, right, truly)]
    before = open_duties(wrong)
    fact = DURING[kind](cast, stays[0])
    DURING[kind](cast, stays[2])
    row = move(cast, kind, fact, wrong, right)
    assert workflow.kinds()[kind].rows(right).filter(pk=row.replaced_by).exists()
    assert not workflow.kinds()[kind].rows(wrong).exists()
    mine, theirs = (InpatientStay.objects.get(person=one) for one in (right, truly))
    for name in ("ward", "security", "legal_status", "detained_since"):
        assert getattr(mine, name) == getattr(theirs, name)
    assert open_duties(right) == open_duties(truly)
    assert open_duties(wrong) == before
    assert sound()


@pytest.mark.parametrize("kind", sorted(DURING))
def test_it_does_not_move_to_someone_who_was_not_in_hospital(cast: Cast, kind: str) -> None:
    wrong, right, _ = people(cast)
    fact = DURING[kind](cast, admit(cast, wrong))
    with pytest.raises(RuleBroken, match="was not in hospital on 23 November 2026"):
        move(cast, kind, fact, wrong, right)
    assert workflow.kinds()[kind].rows(wrong).filter(pk=fact).exists()
    assert not StrikeOut.objects.exists()


# Consent and keyworkers --------------------------------------------------------------------------


def test_a_decision_moves_with_all_its_parts(cast: Cast) -> None:
    wrong, right, _ = people(cast)
    said = decisions.in_best_interests(keyworker=True)
    decision = consent.record(person=wrong, details=said, by=cast.team, at=NOW)
    move(cast, "decision", decision.pk, wrong, right)
    moved = Decision.objects.current().get(person=right)
    assert consent.details_of(moved) == consent.details_of(decision)
    assert not Decision.objects.filter(person=wrong).exists()


def test_a_decision_does_not_displace_one_of_a_later_day(cast: Cast) -> None:
    wrong, right, _ = people(cast)
    old = decisions.decision(decided_on=TODAY - timedelta(days=9))
    decision = consent.record(person=wrong, details=old, by=cast.team, at=NOW)
    newer = consent.record(person=right, details=decisions.decision(), by=cast.team, at=NOW)
    with pytest.raises(RuleBroken, match="a later decision, of"):
        move(cast, "decision", decision.pk, wrong, right)
    assert Decision.objects.current().get(person=right) == newer


def test_a_keyworker_decision_moves_with_what_the_service_answered(cast: Cast) -> None:
    wrong, right, _ = people(cast, birth_date=NOW.date() - timedelta(days=365 * 15))
    for one in (wrong, right):
        basis = decisions.decision(basis=Basis.GILLICK, child=decisions.child(), keyworker=True)
        consent.record(person=one, details=basis, by=cast.team, at=NOW)
    decided = reviews.decide_keyworker(
        person=wrong, outcome=KeyworkerOutcome.REFERRED, by=cast.team, at=NOW
    )
    news = KeyworkerNews(state=KeyworkerState.WAITING, happened_on=TODAY, next_on=LATER.date())
    answer = reviews.follow_up_keyworker(referral=decided, news=news, by=cast.team, at=NOW)
    move(cast, "keyworker", decided.pk, wrong, right)
    moved = KeyworkerReferral.objects.get(person=right)
    assert [one.state for one in moved.follow_ups.all()] == [answer.state]
    assert not KeyworkerFollowUp.objects.filter(person=wrong).exists()
    again = reviews.follow_up_keyworker(
        referral=moved,
        news=KeyworkerNews(state=KeyworkerState.ALLOCATED, happened_on=TODAY, service="Keys"),
        by=cast.team, at=LATER,
    )  # fmt: skip
    reviews.decide_keyworker(
        person=wrong, outcome=KeyworkerOutcome.REFERRED, decided_on=TODAY, by=cast.team, at=LATER
    )
    move(cast, "keyworker-news", again.pk, right, wrong)
    assert KeyworkerFollowUp.objects.get(person=wrong).state == KeyworkerState.ALLOCATED
