"""Corrections: a stay on the wrong person is moved; team and auditor read what was done."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consent import workflow as consent
from core.dates import local_day
from register import workflow as register
from register.rules import Cause, ClosureReason
from tests.conftest import Cast
from tests.consent.details import decision
from tests.factories import on_register
from tests.journeys.walker import Walker
from tests.register.stays import admission

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_what_was_put_right_is_read_by_the_team_and_the_auditor(
    cast: Cast, walk: Callable[..., Walker]
) -> None:
    now = timezone.now()
    came, today = now - timedelta(days=60), local_day(now)
    person, right, gone = (
        on_register(cast.area, by=cast.team, at=came, given_name="Juniper", family_name=name)
        for name in ("Fernworthy", "Staverton", "Dartington")
    )
    details = admission(cast, admitted_on=today - timedelta(days=9))
    stay = register.admit(person=person, details=details, by=cast.team, at=now)
    register.start_leave(stay=stay, started_on=today, note="Home", by=cast.team, at=now)
    register.strike_out(
        person=person, kind="stay", fact_id=stay.pk, cause=Cause.WRONG_PERSON, moved_to=right,
        reason="Two people of one first name", by=cast.team, at=now,
    )  # fmt: skip
    made = consent.record(person=person, details=decision(), by=cast.team, at=now)
    register.strike_out(
        person=person, kind="decision", fact_id=made.pk, cause=Cause.MISTAKE,
        reason="Asked her sister", by=cast.team, at=now,
    )  # fmt: skip
    left_on = today - timedelta(days=20)
    register.close(person=gone, reason=ClosureReason.DIED, died_on=left_on, by=cast.team, at=now)
    team, auditor = walk(cast.team), walk(cast.auditor)

    team.visit(reverse("register:people")).follow("Corrections")
    team.sees("Juniper Fernworthy", "recorded on the wrong person, and moved to the right record")
    team.visit(reverse("register:person", args=[person.pk]))
    team.sees("See what was struck out with it")
    team.visit(reverse("consent:history", args=[person.pk])).sees("Struck out", "Asked her sister")
    team.visit(reverse("register:departures")).sees("Dartington, Juniper", "Record closed on")

    auditor.visit(reverse("oversight:trail") + "?kind=corrections")
    auditor.sees("Struck out: a stay in hospital of", "recorded on the wrong person")
    auditor.sees_nothing_of("Fernworthy")
    auditor.sees_nothing_of("Two people of one first name")
