"""Erasing someone who has been on the register for five years; nothing of it is kept."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from consent import workflow
from consent.rules import Channel, Requester
from core.events import sealed_row
from core.models import AuditEvent
from register.models import Involvement, Person, Rating, Standing
from register.rules import Level


def five_years(person: Person, *, by: User, at: datetime) -> None:
    """Write 2,000 rows and 1,000 events in bulk, as five years of work would have."""
    last = Rating.objects.current().get(entry__person=person)
    ratings = []
    for second in range(1000):
        last = Rating(
            entry=last.entry, level=Level.AMBER, reason="As before", source="update",
            follows=last, set_by=by, set_at=at + timedelta(seconds=second),
        )  # fmt: skip
        ratings.append(last)
    Rating.objects.bulk_create(ratings)
    Standing.objects.filter(person=person).update(rating=last)
    partners = [
        Involvement(person=person, basis="named", name=f"Partner {number}", since=at)
        for number in range(500)
    ]
    bulk_create_with_history(partners, Involvement, default_date=at)
    AuditEvent.objects.bulk_create(
        sealed_row("register.rated", by=by, at=at, person=person.pk, rating=one.pk)
        for one in ratings
    )


def erase(times: int) -> list[float]:
    """Erase so many people after five years each, and undo it; return seconds of each."""
    from dsr_site.demo.personas import BY_KEY  # there where the demo is switched on only
    from dsr_site.demo.region.places import FIRST_AREA

    team, other = (User.objects.get(email=BY_KEY[key].email) for key in ("team", "auditor"))
    chosen = Standing.objects.unrestricted().filter(area__code=FIRST_AREA).order_by("person")
    people = list(Person.objects.filter(pk__in=chosen.values("person")[:times]))
    return [_erased(person, by=team, second=other) for person in people]


@override_settings(DSR_COOLING_OFF_HOURS=0)
def _erased(person: Person, *, by: User, second: User) -> float:
    now = timezone.now()
    with transaction.atomic():
        five_years(person, by=by, at=now - timedelta(hours=1))
        withdrawal = workflow.withdraw(
            person=person, channel=Channel.PHONE, requester=Requester.PERSON,
            identity_checked=True, identity_evidence="Called back", note="", by=by, at=now,
        )  # fmt: skip
        began = time.perf_counter()
        workflow.approve_erasure(withdrawal=withdrawal, by=second, at=now, namesakes_seen=True)
        took = time.perf_counter() - began
        transaction.set_rollback(True)
    return took
