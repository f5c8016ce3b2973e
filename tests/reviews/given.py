"""What the tests of reviews start from: consents, requests, reviews, all through workflow."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from consent import workflow as consent
from consent.rules import Basis
from core.dates import age_on
from register.models import Person
from reviews import workflow
from reviews.details import ArrangeDetails, RequestDetails, ReviewDetails
from reviews.models import Review, ReviewRequest
from reviews.rules import Requester
from tests.conftest import Cast
from tests.consent import details as decisions
from tests.factories import NOW

TODAY = NOW.date()
PLANNED = date(2026, 12, 14)
HELD = ReviewDetails(
    held_on=TODAY,
    chair="Chris Chair",
    clinical_expert="Cleo Clinician",
    expert_by_experience="Eli Expert",
    consent="consent",
    safe="Yes",
    current_care="Good",
    future_plan="Being made",
    hospital_needed="No",
)
ASKED = RequestDetails(
    requester=Requester.FAMILY, reason="Things are getting worse at home", asked_on=TODAY
)
ARRANGED = ArrangeDetails(
    planned_on=PLANNED,
    place="Town hall",
    chair="Chris Chair",
    clinical_expert="Cleo Clinician",
    expert_by_experience="Eli Expert",
)


def consents(cast: Cast, person: Person, *, days: int = 0, **scopes: bool) -> None:
    """Record consent to be on the register with the `scopes` given, `days` after `NOW`."""
    changed: dict[str, Any] = dict(scopes)
    if age_on(person.birth_date, TODAY) < 16:
        changed |= {"basis": Basis.GILLICK, "child": decisions.child()}
    at = NOW + timedelta(days=days)
    consent.record(person=person, details=decisions.decision(**changed), by=cast.team, at=at)


def asked(cast: Cast, person: Person, **changed: Any) -> ReviewRequest:
    """Return a request about `person`."""
    details = replace(ASKED, **changed)
    return workflow.request_review(person=person, details=details, by=cast.lead, at=NOW)


def arranged(cast: Cast, person: Person, **changed: Any) -> ReviewRequest:
    """Return a request about `person` with its date."""
    details = replace(ARRANGED, **changed)
    return workflow.arrange(request=asked(cast, person), details=details, by=cast.team, at=NOW)


def held(cast: Cast, person: Person, **changed: Any) -> Review:
    """Return a review about `person`, held today."""
    details = replace(HELD, **changed)
    return workflow.record_review(person=person, details=details, by=cast.team, at=NOW)
