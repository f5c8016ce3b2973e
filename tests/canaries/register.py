"""The canary on the ground floor: somebody named, a stay that ended, changed details."""

from dataclasses import replace
from datetime import date

from register import workflow
from register.models import Person
from register.rules import LegalStatus, Level, Security
from register.workflow import AdmissionDetails, PersonDetails
from tests.canary import word
from tests.conftest import Cast
from tests.factories import NOW


def fill(person: Person, cast: Cast) -> None:
    workflow.name_partner(
        person=person,
        name=word("partner"),
        part=word("part"),
        contact=word("contact"),
        user=cast.other_lead,
        by=cast.team,
        at=NOW,
    )
    workflow.involve_for_meeting(
        person=person, user=cast.rep, since=NOW, until=NOW.replace(hour=23), by=None
    )
    admission = AdmissionDetails(
        hospital=cast.commissioning,
        commissioner=cast.commissioning,
        admitted_on=date(2026, 11, 1),
        security=Security.NON_SECURE,
        legal_status=LegalStatus.SECTION_2,
        planned=False,
        ward=word("ward"),
    )
    stay = workflow.admit(person=person, details=admission, by=cast.team, at=NOW)
    workflow.plan_discharge(stay=stay, on=None, barriers=word("barriers"), by=cast.team, at=NOW)
    workflow.discharge(
        stay=stay,
        discharged_on=date(2026, 11, 20),
        destination=word("destination"),
        level=Level.RED,
        reason=word("rating"),
        by=cast.team,
        at=NOW,
    )
    person.refresh_from_db()
    names = PersonDetails.__dataclass_fields__
    kept = PersonDetails(**{name: getattr(person, name) for name in names})
    changed = replace(kept, address=word("new address"))
    workflow.update_person(
        person=person, details=changed, version=person.version, by=cast.team, at=NOW
    )
