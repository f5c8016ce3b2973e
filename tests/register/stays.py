"""Stays for the tests of the register."""

from datetime import date
from typing import Any

from django.db import transaction

from register import workflow
from register.models import InpatientStay, Person
from register.rules import LegalStatus, Security
from tests.conftest import Cast
from tests.factories import NOW, OrganisationFactory, on_register

ADMITTED = date(2026, 11, 2)


def admission(cast: Cast, **changed: Any) -> workflow.AdmissionDetails:
    """Return an admission that no rule refuses."""
    with transaction.atomic():  # a test that commits keeps the history of what it makes, too
        hospital = OrganisationFactory.create(kind="hospital")
    given = {
        "hospital": hospital,
        "commissioner": cast.commissioning,
        "admitted_on": ADMITTED,
        "security": Security.NON_SECURE,
        "legal_status": LegalStatus.INFORMAL,
        "planned": False,
        "ward": "Oak",
    }
    return workflow.AdmissionDetails(**given | changed)


def stay_of(cast: Cast, person: Person | None = None, **changed: Any) -> InpatientStay:
    """Return an open stay of `person`, or of somebody new."""
    person = person or on_register(cast.area, by=cast.team)
    return workflow.admit(person=person, details=admission(cast, **changed), by=cast.team, at=NOW)
