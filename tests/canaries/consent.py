"""The canary's decisions: one of each kind that an adult's record can hold."""

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any, TypeVar

from consent import workflow
from consent.rules import Attorney, AttorneyView, Channel, HoldReason, Requester, Scope
from register.models import Person
from tests.canary import word
from tests.conftest import Cast
from tests.consent import details as a
from tests.factories import NOW

D = TypeVar("D")


def worded(record: D) -> D:
    """Return the details with the canary's word in every text; codes stay codes."""
    texts: dict[str, Any] = {
        one.name: word(one.name) for one in fields(record) if type(getattr(record, one.name)) is str
    }
    texts |= {"leaflet_version": "Zqcanary leaflet"} if "leaflet_version" in texts else {}
    return replace(record, **texts)  # type: ignore[type-var]


def fill(person: Person, cast: Cast) -> None:
    workflow.record(person=person, details=worded(a.decision(cetr=True)), by=cast.lead, at=NOW)
    checklist = a.best_interests(
        attorney=Attorney.LPA, attorney_valid=True, attorney_view=AttorneyView.AGREES
    )
    both = replace(
        worded(a.in_best_interests(cetr=True)),
        capacity=worded(a.capacity()),
        best_interests=worded(checklist),
    )
    workflow.record(person=person, details=both, by=cast.lead, at=NOW)
    workflow.withdraw_scopes(
        person=person, scopes=[Scope.CETR], requester=Requester.PERSON, channel=Channel.PHONE,
        words=word("withdrawn part"), by=cast.lead, at=NOW,
    )  # fmt: skip
    workflow.record(person=person, details=both, by=cast.lead, at=NOW)
    _around_erasure(person, cast)


def _around_erasure(person: Person, cast: Cast) -> None:
    """A hold that was lifted, or nobody could be erased; a request from the public page."""
    hold = workflow.set_hold(
        person=person, reason=HoldReason.INQUEST, words=word("words"), by=cast.team, at=NOW,
        review_on=(NOW + timedelta(days=90)).date(),
    )  # fmt: skip
    workflow.lift_hold(hold=hold, why=word("why"), by=cast.auditor, at=NOW)
    workflow.ask_for_removal(
        name=person.name, birth_date=person.birth_date, nhs_number=person.nhs_number or "",
        requester=Requester.PARENT, authority=word("authority"), contact=word("contact"),
        words=word("words"), at=NOW,
    )  # fmt: skip
