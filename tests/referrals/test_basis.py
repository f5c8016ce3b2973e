"""The lawful basis of somebody known stays as it is until a referral about them is accepted."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from consent import workflow as consent
from consent.details import BasisDetails
from consent.models import Decision
from core.errors import RuleBroken
from core.models import AuditEvent
from referrals import workflow
from referrals.models import Referral
from referrals.rules import SectionKey
from register.models import Person
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.referrals import given

LATER = NOW + timedelta(hours=3)
EARLIER = NOW - timedelta(days=30)


def recorded(cast: Cast, person: Person, *, at: Any = EARLIER, **changed: Any) -> Decision:
    details = BasisDetails.from_json(given.basis(**{"decided_on": at.date()} | changed))
    return consent.record(person=person, details=details, by=cast.team, at=at)


@pytest.fixture
def person(cast: Cast) -> Person:
    """Somebody on the register whose basis allows a C(E)TR."""
    known = on_register(cast.area, by=cast.team, at=EARLIER, birth_date=given.BIRTH)
    recorded(cast, known)
    return known


def referred(cast: Cast, person: Person, **changed: Any) -> Referral:
    """Return what an outsider sent who knows the NHS number; without a C(E)TR."""
    typed = given.basis(**{"decision_maker": "Someone Else", "cetr": False} | changed)
    return given.sent(
        cast, by=cast.other_lead, level=Level.GREEN, nhs_number=person.nhs_number,
        family_name=person.family_name, sections={SectionKey.BASIS: typed},
    )  # fmt: skip


def accept(cast: Cast, referral: Referral) -> Referral:
    return workflow.accept(
        referral=referral, level=Level.GREEN, reason="As sent", by=cast.team, at=LATER
    )


def test_sending_leaves_the_standing_basis_as_it_is(cast: Cast, person: Person) -> None:
    before = Decision.objects.newest(person.pk)
    events = AuditEvent.objects.filter(kind="consent.recorded").count()
    referral = referred(cast, person)
    assert referral.person == person
    assert Decision.objects.newest(person.pk) == before
    workflow.decline(referral=referral, advice="Ask the team", by=cast.team, at=LATER)
    assert Decision.objects.get() == before
    assert AuditEvent.objects.filter(kind="consent.recorded").count() == events


def test_accepting_records_the_basis_that_was_sent(cast: Cast, person: Person) -> None:
    before = Decision.objects.newest(person.pk)
    accept(cast, referred(cast, person))
    newest = Decision.objects.newest(person.pk)
    assert newest is not None
    assert newest.follows == before
    assert (newest.decision_maker, newest.cetr) == ("Someone Else", False)
    assert (newest.recorded_by, newest.recorded_at) == (cast.team, LATER)


def test_a_decision_recorded_since_is_not_superseded_by_an_older_one(
    cast: Cast, person: Person
) -> None:
    referral = referred(cast, person)
    since = recorded(cast, person, at=NOW + timedelta(hours=1))
    accept(cast, referral)
    assert Decision.objects.newest(person.pk) == since


def test_a_basis_decided_before_the_standing_one_does_not_supersede_it(
    cast: Cast, person: Person
) -> None:
    standing = Decision.objects.newest(person.pk)
    accept(cast, referred(cast, person, decided_on=EARLIER.date() - timedelta(days=10)))
    assert Decision.objects.newest(person.pk) == standing


def test_a_basis_that_the_law_does_not_know_is_refused_on_sending(cast: Cast) -> None:
    child = on_register(cast.area, by=cast.team, birth_date=NOW.date() - timedelta(days=3000))
    with pytest.raises(RuleBroken):
        given.sent(
            cast, nhs_number=child.nhs_number, family_name=child.family_name,
            birth_date=child.birth_date.isoformat(),
        )  # fmt: skip


def test_whoever_accepts_is_told_that_the_basis_is_superseded(
    cast: Cast, person: Person, sign_in: Any
) -> None:
    page = reverse("referrals:accept", args=[referred(cast, person).pk])
    shown = sign_in(cast.team).get(page).content.decode()
    assert "records the lawful basis that was sent" in shown
    assert "No lawful basis stands" not in shown
