"""Records whose time is over: listed as due for erasure, and proposed."""

from datetime import timedelta
from typing import Any

from django.urls import reverse

from consent import workflow
from consent.models import Disposal
from register import workflow as register
from register.models import Entry
from register.rules import ClosureReason
from tests.conftest import Cast
from tests.factories import NOW, on_register

DAY = NOW + timedelta(days=28)
YEAR = NOW + timedelta(days=365)
NEXT_YEAR = (DAY + timedelta(days=200)).date()
LISTS = reverse("consent:disposals")
VERBS = ("propose_disposal", "agree_disposal", "keep_record")


def closed(cast: Cast, reason: ClosureReason = ClosureReason.NOT_ELIGIBLE, **changed: Any) -> Entry:
    person = on_register(cast.area, by=cast.team, **changed)
    return register.close(person=person, reason=reason, by=cast.team, at=NOW)


def listed(cast: Cast, **changed: Any) -> Disposal:
    """Return a row of the list: the record of someone whose time is over."""
    entry = closed(cast, **changed)
    workflow.list_due(at=DAY)
    return Disposal.objects.get(person=entry.person)


def proposed(cast: Cast, **changed: Any) -> Disposal:
    return workflow.propose_disposal(disposal=listed(cast, **changed), by=cast.team, at=DAY)


def address(verb: str, disposal: Disposal) -> str:
    return reverse(f"consent:{verb}", args=[disposal.pk])
