"""People on the register and in hospital, seen by everyone whose job it is."""

from datetime import date
from typing import Any

from accounts.models import Area
from register import workflow as register
from register.models import Person
from register.rules import LegalStatus, Security
from tests.conftest import Cast
from tests.factories import NOW, on_register


def seen_by_all(cast: Cast, *, area: Area | None = None, **changed: Any) -> Person:
    """Return someone on the register: the lead leads them, the representative may see them."""
    person = on_register(area or cast.area, by=cast.team, lead=cast.lead, **changed)
    register.name_partner(
        person=person, name="Rae", part="Social worker", user=cast.rep, by=cast.team, at=NOW
    )
    return person


def admitted(cast: Cast, person: Person) -> Any:
    """Return the stay of `person`, for which the cast's commissioner is responsible."""
    details = register.AdmissionDetails(
        hospital=cast.commissioning,
        commissioner=cast.commissioning,
        admitted_on=date(2026, 11, 2),
        security=Security.NON_SECURE,
        legal_status=LegalStatus.SECTION_2,
        planned=False,
    )
    return register.admit(person=person, details=details, by=cast.team, at=NOW)
