"""Recording a decision about being on the register: what is kept, refused, superseded."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from consent import workflow
from consent.details import BasisDetails
from consent.models import CapacityAssessment, Decision
from consent.querysets import people_without_basis
from consent.rules import Attorney, AttorneyView, Basis, Consulted
from core.errors import RuleBroken
from core.models import AuditEvent
from tests.conftest import Cast
from tests.consent import details as a
from tests.factories import NOW, on_register

TODAY = NOW.date()
CHILD = date(2014, 5, 17)
YOUNG = date(2009, 5, 17)


def test_consent_stands_for_twelve_months_and_then_must_be_asked_again(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    made = workflow.record(person=person, details=a.decision(), by=cast.lead, at=NOW)
    assert made.review_on == date(2027, 11, 20)
    assert Decision.objects.standing(person.pk, on=date(2027, 11, 19)) == made
    assert Decision.objects.standing(person.pk, on=date(2027, 11, 20)) is None
    workflow.check_basis(person=person, on=TODAY)
    with pytest.raises(RuleBroken, match="20 November 2027"):
        workflow.check_basis(person=person, on=date(2027, 11, 20))


def test_without_any_decision_there_is_no_basis(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    with pytest.raises(RuleBroken, match="no lawful basis"):
        workflow.check_basis(person=person, on=TODAY)
    assert [row.person_id for row in people_without_basis(on=TODAY)] == [person.pk]
    workflow.record(person=person, details=a.decision(), by=cast.lead, at=NOW)
    assert not people_without_basis(on=TODAY).exists()


def test_each_scope_is_kept_as_it_was_answered(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    made = workflow.record(person=person, details=a.decision(cetr=True), by=cast.lead, at=NOW)
    assert (made.share_partners, made.cetr, made.keyworker) == (True, True, False)


def test_who_was_consulted_is_kept_with_their_views(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    asked = a.decision(consulted_who=[Consulted.FAMILY, Consulted.ADVOCATE])
    made = workflow.record(person=person, details=asked, by=cast.lead, at=NOW)
    made.refresh_from_db()
    assert made.consulted_who == ["family", "advocate"]
    assert workflow.details_of(made).consulted_who == [Consulted.FAMILY, Consulted.ADVOCATE]


def test_a_draft_from_before_a_question_was_added_is_still_read() -> None:
    kept = a.decision().as_json()
    del kept["consulted_who"]
    assert BasisDetails.from_json(kept) == a.decision()


def test_a_second_decision_supersedes_and_the_first_stays(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    first = workflow.record(person=person, details=a.decision(), by=cast.lead, at=NOW)
    later = NOW + timedelta(hours=1)
    second = workflow.record(
        person=person, details=a.decision(keyworker=True), by=cast.lead, at=later
    )
    assert second.follows == first
    assert Decision.objects.standing(person.pk, on=TODAY) == second
    assert Decision.objects.filter(person=person).count() == 2


def test_the_same_decision_sent_twice_is_recorded_once(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    for _ in range(2):
        workflow.record(person=person, details=a.in_best_interests(), by=cast.lead, at=NOW)
    assert Decision.objects.count() == 1
    assert CapacityAssessment.objects.count() == 1


def test_the_event_carries_codes_only(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    workflow.record(person=person, details=a.decision(), by=cast.lead, at=NOW)
    facts = AuditEvent.objects.get(kind="consent.recorded").facts
    assert facts["basis"] == "consent"
    assert facts["region"] == "northshire"
    assert "sister" not in str(facts)


@pytest.mark.parametrize(
    ("born", "details", "words"),
    [
        (CHILD, a.decision(), "Under 16"),
        (YOUNG, a.decision(basis=Basis.PARENTAL, child=a.parental()), "From 16"),
        (YOUNG, a.in_best_interests(basis=Basis.LPA), "under 18"),
        (CHILD, a.decision(basis=Basis.GILLICK, child=a.child(reasons=False)), "every point"),
        (
            CHILD,
            a.decision(basis=Basis.PARENTAL, child=a.parental(weighs_advice=True)),
            "competent",
        ),
        (CHILD, a.decision(basis=Basis.PARENTAL, child=a.parental(holder_name="")), "who holds"),
        (CHILD, a.decision(basis=Basis.GILLICK), "competent"),
        (YOUNG, a.decision(on_register=False), "says no"),
        (YOUNG, a.decision(capacity=a.capacity()), "lacks capacity"),
        (YOUNG, a.in_best_interests(capacity=a.capacity(weighs=True)), "has capacity"),
        (YOUNG, a.in_best_interests(capacity=a.capacity(causal_link=False)), "has capacity"),
        (YOUNG, a.in_best_interests(capacity=a.capacity(impairment=False)), "Without an imp"),
        (YOUNG, a.in_best_interests(capacity=a.capacity(impairment_evidence="")), "Enter what"),
        (YOUNG, a.in_best_interests(capacity=None), "Assess capacity"),
        (YOUNG, a.decision(decided_on=date(2026, 11, 24)), "in the past"),
        (YOUNG, a.decision(decided_on=date(2025, 11, 23)), "ask again"),
        (YOUNG, a.decision(decided_on=date(2009, 1, 1)), "before the date of birth"),
        (YOUNG, a.decision(review_on=date(2027, 11, 21)), "no later than"),
        (YOUNG, a.decision(review_on=TODAY), "after today"),
        (YOUNG, a.in_best_interests(capacity=a.capacity(assessed_on=TODAY)), "before the decision"),
        (
            YOUNG,
            a.in_best_interests(
                best_interests=a.best_interests(
                    attorney=Attorney.LPA,
                    attorney_name="Alex Attorney",
                    attorney_valid=False,
                    attorney_view=AttorneyView.AGREES,
                )
            ),
            "under 18",
        ),
        (
            YOUNG,
            a.in_best_interests(best_interests=a.best_interests(no_assumptions=False)),
            "Confirm that nothing",
        ),
        (YOUNG, a.decision(consulted_who=[Consulted.NOBODY, Consulted.FAMILY]), "not both"),
        (YOUNG, a.decision(consulted_who=[Consulted.FAMILY], consulted=""), "Enter the views"),
    ],
)
def test_what_the_rules_refuse_is_not_written(
    cast: Cast, born: date, details: BasisDetails, words: str
) -> None:
    person = on_register(cast.area, by=cast.team, birth_date=born)
    before = AuditEvent.objects.count()
    with pytest.raises(RuleBroken, match=words):
        workflow.record(person=person, details=details, by=cast.lead, at=NOW)
    assert not Decision.objects.exists()
    assert not CapacityAssessment.objects.exists()
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize("kind", [Attorney.LPA, Attorney.DEPUTY])
def test_a_valid_refusal_blocks_and_an_invalid_one_does_not(cast: Cast, kind: Attorney) -> None:
    person = on_register(cast.area, by=cast.team)
    refusing: dict[str, Any] = {
        "attorney": kind,
        "attorney_name": "Alex Attorney",
        "attorney_document": "7000-1",
        "attorney_view": AttorneyView.REFUSES,
    }
    valid = a.in_best_interests(best_interests=a.best_interests(**refusing, attorney_valid=True))
    with pytest.raises(RuleBroken, match="must be followed"):
        workflow.record(person=person, details=valid, by=cast.lead, at=NOW)
    not_valid = a.in_best_interests(
        best_interests=a.best_interests(**refusing, attorney_valid=False)
    )
    workflow.record(person=person, details=not_valid, by=cast.lead, at=NOW)
    assert Decision.objects.standing(person.pk, on=TODAY) is not None


def test_an_attorney_must_agree_for_their_decision_to_be_the_basis(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    given = a.best_interests(
        attorney=Attorney.LPA,
        attorney_name="Alex Attorney",
        attorney_valid=True,
        attorney_view=AttorneyView.NOT_REACHED,
    )
    details = a.in_best_interests(basis=Basis.LPA, best_interests=given)
    with pytest.raises(RuleBroken, match="agree"):
        workflow.record(person=person, details=details, by=cast.lead, at=NOW)
    agrees = replace(given, attorney_view=AttorneyView.AGREES)
    workflow.record(
        person=person, details=replace(details, best_interests=agrees), by=cast.lead, at=NOW
    )


@pytest.mark.parametrize(
    ("born", "details", "review"),
    [
        (date(2011, 1, 5), a.decision(basis=Basis.GILLICK, child=a.child()), date(2027, 1, 5)),
        (date(2009, 2, 28), a.decision(), date(2027, 2, 28)),
        (date(1990, 1, 1), a.in_best_interests(), date(2027, 11, 20)),
        (
            date(1990, 1, 1),
            a.in_best_interests(capacity=a.capacity(fluctuating=True)),
            date(2027, 2, 20),
        ),
    ],
)
def test_it_is_asked_again_at_sixteen_at_eighteen_and_sooner_when_capacity_fluctuates(
    cast: Cast, born: date, details: BasisDetails, review: date
) -> None:
    person = on_register(cast.area, by=cast.team, birth_date=born)
    assert workflow.record(person=person, details=details, by=cast.lead, at=NOW).review_on == review


@pytest.mark.parametrize(
    "details",
    [
        a.decision(),
        a.in_best_interests(),
        a.decision(basis=Basis.PARENTAL, child=a.parental(), review_on=date(2027, 1, 1)),
    ],
)
def test_details_survive_a_draft(details: BasisDetails) -> None:
    assert BasisDetails.from_json(details.as_json()) == details


@pytest.mark.parametrize(
    "broken", [{}, {"basis": "consent"}, a.decision().as_json() | {"basis": "guess"}, [], None]
)
def test_a_broken_draft_is_refused(broken: Any) -> None:
    with pytest.raises(ValueError, match=r"basis|guess"):
        BasisDetails.from_json(broken)


def test_the_database_refuses_to_change_a_decision(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    workflow.record(person=person, details=a.decision(), by=cast.lead, at=NOW)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Decision.objects.update(cetr=True)
