"""Part 8A switched on for a test: proposed by one administrator, confirmed by another."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.rules import Role
from duties import workflow
from duties.models import Commencement, CommencementProposal
from register.models import InpatientStay, Person
from register.rules import LegalStatus
from tests.conftest import Cast
from tests.factories import NOW, UserFactory, give
from tests.register.stays import stay_of

BEGINS = date(2026, 11, 16)


def second_administrator() -> User:
    """Return another administrator than the cast's."""
    with transaction.atomic():  # a test that commits keeps the history of what it makes, too
        return give(UserFactory.create(full_name="Ben Second"), Role.ADMINISTRATOR)


def propose(
    cast: Cast, day: date | None = BEGINS, *, by: User | None = None, at: datetime = NOW
) -> CommencementProposal:
    """Propose a day, or None to switch Part 8A off."""
    return workflow.propose_commencement(
        begins_on=day, authority="SI 2026/1", follows=Commencement.objects.standing(),
        by=by or cast.administrator, at=at,
    )  # fmt: skip


def commence(
    cast: Cast, day: date | None = BEGINS, *, confirmed_by: User | None = None,
    at: datetime = NOW,
) -> Commencement:  # fmt: skip
    """Set a day, or None to switch Part 8A off, as two administrators do."""
    return workflow.confirm_commencement(
        proposal=propose(cast, day, at=at), by=confirmed_by or second_administrator(), at=at
    )


def detained(cast: Cast, person: Person | None = None, **changed: Any) -> InpatientStay:
    """Return a stay on section 3 since 2 November, before `BEGINS`."""
    return stay_of(cast, person, **{"legal_status": LegalStatus.SECTION_3} | changed)
