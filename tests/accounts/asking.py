"""Requests and accounts as the tests of this app begin with."""

from typing import Any

from accounts import workflow
from accounts.models import AccountRequest, User
from accounts.rules import Role
from tests.conftest import Cast
from tests.factories import NOW

ADDRESS = "nadia.newcomer@example.nhs.uk"


def asked(cast: Cast, **changed: Any) -> AccountRequest:
    """A request whose address is not verified yet."""
    values: dict[str, Any] = {
        "full_name": "Nadia Newcomer",
        "email": ADDRESS,
        "job_title": "Nurse",
        "organisation": cast.lead.organisation,
        "areas": [cast.area],
        "role": Role.LEAD,
        "reason": "I lead people's support.",
        "at": NOW,
    }
    made = workflow.request_account(**(values | changed))
    assert made is not None
    return made


def waiting(cast: Cast, **changed: Any) -> AccountRequest:
    """A request that waits for the team's decision."""
    return workflow.verify(request=asked(cast, **changed), at=NOW)


def approved(cast: Cast, **changed: Any) -> User:
    """Somebody approved as a lead professional, without a password yet."""
    request = waiting(cast, **changed)
    return workflow.approve(
        request=request,
        role=Role.LEAD,
        organisation=request.organisation,
        areas=[cast.area],
        by=cast.team,
        at=NOW,
    )
