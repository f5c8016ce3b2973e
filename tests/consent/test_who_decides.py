"""Who decides, and on which assessment: B8 and B9 of the cases."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from consent import policy
from consent import workflow as consent
from consent.details import BasisDetails
from consent.models import Decision, Withdrawal
from consent.rules import Basis, Channel, Requester
from core.errors import RuleBroken
from register.models import Person
from tests.conftest import Cast
from tests.consent.details import (
    DECIDED,
    capacity,
    child,
    decision,
    in_best_interests,
    parental,
)
from tests.factories import NOW, on_register

SignIn = Callable[[User], Client]
DAYS = policy.current().capacity.assessment_days


def withdraw(cast: Cast, person: Person, requester: Requester) -> Withdrawal:
    return consent.withdraw(
        person=person, channel=Channel.PHONE, requester=requester, identity_checked=True,
        by=cast.lead, at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize(("days", "refused"), [(DAYS, False), (DAYS + 1, True), (730, True)])
def test_b8_a_decision_does_not_rest_on_an_old_assessment_without_the_reason_why_it_holds(
    cast: Cast, days: int, refused: bool
) -> None:
    person = on_register(cast.area, by=cast.team)
    old = {"assessed_on": DECIDED - timedelta(days=days)}
    made = in_best_interests(capacity=capacity(**old))
    if refused:
        with pytest.raises(RuleBroken, match="why this assessment is still valid") as broken:
            consent.record(person=person, details=made, by=cast.team, at=NOW)
        assert broken.value.field == "still_holds"
        assert not Decision.objects.exists()
        made = in_best_interests(capacity=capacity(**old, still_holds="Profound, unchanged"))
    kept = consent.record(person=person, details=made, by=cast.team, at=NOW)
    assert consent.details_of(kept) == made.__class__.from_json(
        made.as_json() | {"review_on": kept.review_on.isoformat()}
    )


def test_a_draft_begun_before_the_question_was_asked_is_read() -> None:
    typed = capacity().as_json()
    del typed["still_holds"]
    assert type(capacity()).from_json(typed) == capacity()


@pytest.mark.parametrize("basis", [decision(), in_best_interests()])
def test_b9_a_parent_does_not_withdraw_for_an_adult(cast: Cast, basis: BasisDetails) -> None:
    person = on_register(cast.area, by=cast.team, birth_date=date(1980, 5, 1))
    consent.record(person=person, details=basis, by=cast.team, at=NOW)
    with pytest.raises(RuleBroken, match="cannot withdraw consent for this person") as broken:
        withdraw(cast, person, Requester.PARENT)
    assert broken.value.field == "requester"
    assert not Withdrawal.objects.exists()
    assert Person.objects.filter(pk=person.pk).exists()
    assert withdraw(cast, person, Requester.PERSON).person_id == person.pk


@pytest.mark.parametrize("requester", [Requester.ATTORNEY, Requester.DEPUTY])
def test_an_attorney_does_not_withdraw_for_someone_who_decided_themselves(
    cast: Cast, requester: Requester
) -> None:
    person = on_register(cast.area, by=cast.team)
    consent.record(person=person, details=decision(), by=cast.team, at=NOW)
    with pytest.raises(RuleBroken, match="can only decide for someone who lacks"):
        withdraw(cast, person, requester)
    consent.record(person=person, details=in_best_interests(), by=cast.team, at=NOW)
    assert withdraw(cast, person, requester).person_id == person.pk


def test_of_a_child_a_parent_withdraws_what_a_parent_decided(cast: Cast) -> None:
    born = date(2014, 5, 1)
    competent, young = (on_register(cast.area, by=cast.team, birth_date=born) for _ in range(2))
    for person, basis, part in (
        (competent, Basis.GILLICK, child()), (young, Basis.PARENTAL, parental()),
    ):  # fmt: skip
        consent.record(
            person=person, details=decision(basis=basis, child=part), by=cast.team, at=NOW
        )
    with pytest.raises(RuleBroken, match="cannot withdraw consent for this person"):
        withdraw(cast, competent, Requester.PARENT)
    assert withdraw(cast, young, Requester.PARENT).person_id == young.pk


def test_the_page_keeps_what_was_typed_and_leads_to_asking_the_person(
    cast: Cast, sign_in: SignIn
) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead, birth_date=date(1980, 5, 1))
    consent.record(person=person, details=decision(), by=cast.team, at=NOW)
    typed = {
        "channel": "phone", "requester": "parent", "identity_checked": "on",
        "identity_evidence": "Rang back", "note": "His mother rang",
    }  # fmt: skip
    address = reverse("consent:withdraw", args=[person.pk])
    page = sign_in(cast.lead).post(address, typed).content.decode()
    assert "cannot withdraw consent for this person" in page
    assert "His mother rang" in page
    assert reverse("actions:agree", args=[person.pk]) in page
