"""Days of grace: every list says "overdue" from the day on which the duty itself does."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from duties import policy
from duties import workflow as duties
from duties.models import Duty
from duties.policy import Policy
from register.models import InpatientStanding, Standing
from tests.conftest import Cast
from tests.factories import NOW
from tests.register.stays import stay_of


def _with_days_of_grace(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    rules = tuple(replace(rule, grace_days=days) for rule in policy.current().rules)
    changed = Policy.of(rules, "with-grace")
    monkeypatch.setattr(policy, "current", lambda: changed)


def test_lists_and_counts_wait_for_the_days_of_grace_as_the_duty_does(
    cast: Cast, sign_in: Any, monkeypatch: pytest.MonkeyPatch, clock: time_machine.Traveller
) -> None:
    _with_days_of_grace(monkeypatch, 7)
    person = stay_of(cast).person
    row = InpatientStanding.objects.get(person=person)
    assert row.cetr_due_on is not None
    assert row.cetr_late_from == row.cetr_due_on + timedelta(days=8)
    for days, overdue in ((1, False), (7, False), (8, True)):
        clock.move_to(NOW + (row.cetr_due_on - NOW.date()) + timedelta(days=days))
        duties.sync_everyone(at=NOW)
        on = row.cetr_due_on + timedelta(days=days)
        reviews = Duty.objects.reviews().filter(person=person, due_on=row.cetr_due_on)
        assert reviews.overdue(on).exists() is overdue
        blue = sign_in(cast.commissioner).get("/oversight/blue/?due=cetr_overdue")
        assert bool(blue.context["lines"]) is overdue
        listed = sign_in(cast.team).get("/people/?due=overdue").content.decode()
        assert (Standing.objects.get(person=person).late_from <= on) is (
            person.family_name in listed
        )
