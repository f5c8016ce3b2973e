"""A meeting that steps someone down within 14 days of a discharge says why, on a page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from core.errors import RuleBroken
from meetings.models import Meeting, Outcome
from register import workflow as register
from register.models import Person, Rating
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW
from tests.meetings.conftest import TOMORROW, decide
from tests.register.stays import stay_of

WHY = "Seen daily, the family agrees"


@pytest.fixture
def discharged(cast: Cast, somebody: Callable[..., Person]) -> Person:
    """Return someone discharged today and rated RED."""
    stay = stay_of(cast, somebody(Level.RED))
    register.discharge(
        stay=stay, discharged_on=NOW.date(), destination="Home", level=Level.RED,
        reason="Settled", by=cast.team, at=NOW,
    )  # fmt: skip
    return stay.person


def test_without_the_reason_nothing_is_minuted(
    cast: Cast, opened: Callable[..., Meeting], discharged: Person
) -> None:
    meeting = opened()
    with pytest.raises(RuleBroken, match="below RED before 7 December 2026"):
        decide(meeting, discharged, by=cast.team, level=Level.AMBER)
    assert not Outcome.objects.filter(agreed_level="AMBER").exists()
    outcome = decide(meeting, discharged, by=cast.team, level=Level.AMBER, against_floor=WHY)
    assert outcome.rating.against_floor == WHY


def test_the_page_asks_and_keeps_what_was_typed(
    cast: Cast, sign_in: Any, clock: Any, opened: Callable[..., Meeting], discharged: Person
) -> None:
    meeting = opened()
    clock.move_to(TOMORROW + timedelta(minutes=5))
    client = sign_in(cast.team)
    address = reverse("meetings:record_outcome", args=[meeting.pk, discharged.pk])
    shown = client.get(address).context["form"].initial
    typed = {
        "headline": "Home again", "agreed_level": "AMBER", "reason": "Better", "lines": "1",
        "version": shown["version"], "follows": shown["follows"], "key": shown["key"],
    }  # fmt: skip
    asked = client.post(address, typed).content.decode()
    assert "Continue with the lower rating" in asked
    assert 'value="Home again"' in asked
    assert client.post(address, typed | {"against_floor": WHY}).status_code == 302
    assert Rating.objects.get(level="AMBER").against_floor == WHY
    page = client.get(reverse("meetings:record_outcome", args=[meeting.pk, discharged.pk]))
    again = page.context["form"].initial
    unchanged = typed | {"version": again["version"], "follows": again["follows"]}
    assert client.post(address, unchanged | {"key": again["key"]}).status_code == 302
