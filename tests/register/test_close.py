"""Leaving the register, and what a stay in hospital has to do with it."""

from datetime import timedelta

import pytest

from accounts.rules import Permission
from core.errors import RuleBroken
from core.models import AuditEvent
from duties.models import Duty
from register import workflow
from register.models import Entry, InpatientStanding, InpatientStay, Person
from register.rules import ClosureReason, LegalStatus, Security
from tests.conftest import Cast
from tests.factories import NOW, OrganisationFactory, details, on_register

LATER = NOW + timedelta(minutes=5)


def admit(cast: Cast, person: Person) -> InpatientStay:
    admission = workflow.AdmissionDetails(
        hospital=OrganisationFactory(),
        commissioner=cast.commissioning,
        admitted_on=NOW.date(),
        security=Security.LOW,
        legal_status=LegalStatus.SECTION_3,
        planned=False,
    )
    return workflow.admit(person=person, details=admission, by=cast.team, at=NOW)


@pytest.mark.parametrize("reason", [ClosureReason.DIED, ClosureReason.NO_LAWFUL_BASIS])
def test_closing_during_a_stay_ends_the_stay_and_its_duties(
    cast: Cast, reason: ClosureReason
) -> None:
    person = on_register(cast.area, by=cast.team)
    stay = admit(cast, person)
    listed = InpatientStanding.objects.permitted(cast.commissioner, Permission.OVERSIGHT_VIEW)
    assert listed.count() == 1
    workflow.close(person=person, reason=reason, by=cast.team, at=LATER)
    stay.refresh_from_db()
    assert stay.discharged_on == NOW.date()
    assert stay.destination
    assert stay.history.count() == 2
    assert not listed.exists()
    assert not Duty.objects.open().filter(person=person).exists()
    told = AuditEvent.objects.get(kind="register.stay_ended", person_id=person.pk)
    assert told.facts["stay"] == str(stay.pk)
    assert told.facts["reason"] == reason


def test_other_reasons_wait_for_the_discharge(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    admit(cast, person)
    with pytest.raises(RuleBroken, match="Record the discharge first"):
        workflow.close(person=person, reason=ClosureReason.MOVED_AWAY, by=cast.team, at=LATER)


def test_an_admission_of_somebody_not_on_the_register_says_to_refer_first(cast: Cast) -> None:
    person = workflow.add_person(details=details(cast.area), lead=None, by=cast.team, at=NOW)
    with pytest.raises(RuleBroken, match="Refer them first"):
        admit(cast, person)
    assert not InpatientStay.objects.exists()


def test_nobody_is_admitted_after_leaving_the_register(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    workflow.close(person=person, reason=ClosureReason.DIED, by=cast.team, at=NOW)
    assert not Entry.objects.open().exists()
    with pytest.raises(RuleBroken, match="not on the register"):
        admit(cast, person)
