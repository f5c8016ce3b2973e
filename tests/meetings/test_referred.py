"""Somebody referred and not triaged yet: on the agenda, and met about urgently when RED."""

from collections.abc import Callable

import pytest

from core.errors import RuleBroken
from meetings import agenda, workflow
from meetings.models import AgendaItem, Meeting, Outcome
from meetings.rules import Reason
from register.models import Rating
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW
from tests.meetings.conftest import TOMORROW, decide
from tests.referrals import given

Make = Callable[..., Meeting]


def test_a_referral_waiting_for_triage_is_on_the_agenda_with_its_rating(
    cast: Cast, plan: Make
) -> None:
    referral = given.sent(cast)
    [line] = agenda.live(plan(), on=NOW.date())
    assert (line.person_id, line.reason) == (referral.person_id, Reason.REFERRED)
    assert line.shown == referral.level == Level.RED


def test_an_urgent_meeting_about_a_red_referral_decides_without_rating(
    cast: Cast, plan: Make
) -> None:
    referral = given.sent(cast)
    person = referral.person
    assert person is not None
    meeting = workflow.convene_urgent(
        referral=referral, starts_at=TOMORROW, place="Call", chair=cast.team, reason="Crisis",
        by=cast.team, at=NOW,
    )  # fmt: skip
    workflow.open(meeting=meeting, by=cast.team, at=TOMORROW)
    assert AgendaItem.objects.get(meeting=meeting).shown == "RED"
    with pytest.raises(RuleBroken, match="no decision"):
        workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    decide(meeting, person, by=cast.team, level=Level.RED)
    assert Outcome.objects.get().rating is None
    assert not Rating.objects.exists()
    assert workflow.close(meeting=meeting, by=cast.team, at=TOMORROW).is_held
