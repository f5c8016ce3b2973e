"""Somebody referred and not triaged yet: on the agenda, and met about urgently when RED."""

from collections.abc import Callable

import pytest

from core.errors import RuleBroken
from meetings import agenda, workflow
from meetings.models import AgendaItem, Meeting, Outcome
from meetings.rules import Reason
from referrals import workflow as referrals
from referrals.models import Referral
from register.models import Rating
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.meetings.conftest import TOMORROW, attended, decide
from tests.referrals import given

Make = Callable[..., Meeting]


def test_a_referral_waiting_for_triage_is_on_the_agenda_with_its_rating(
    cast: Cast, plan: Make
) -> None:
    referral = given.sent(cast)
    [line] = agenda.live(plan(), on=NOW.date())
    assert (line.person_id, line.reason) == (referral.person_id, Reason.REFERRED)
    assert line.shown == referral.level == Level.RED


def test_an_urgent_meeting_rates_nobody_before_triage_and_says_what_to_do(cast: Cast) -> None:
    referral, meeting = urgently(cast)
    person = referral.person
    assert person is not None
    assert AgendaItem.objects.get(meeting=meeting).shown == "RED"
    with pytest.raises(RuleBroken, match="Triage the referral first"):
        decide(meeting, person, by=cast.team, level=Level.AMBER)
    assert not Outcome.objects.exists()
    decide(meeting, person, by=cast.team, agreed_level="", reason="", discussion="A bed is kept")
    with pytest.raises(RuleBroken, match=f"no decision is recorded about {person.name}"):
        workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    referrals.accept(
        referral=referral, level=Level.RED, reason="As sent", by=cast.team, at=TOMORROW
    )  # fmt: skip
    decide(meeting, person, by=cast.team, level=Level.AMBER)
    assert Rating.objects.current().get().level == Level.AMBER
    assert workflow.close(meeting=meeting, by=cast.team, at=TOMORROW).is_held


def test_words_close_an_urgent_meeting_about_a_referral_that_was_declined(cast: Cast) -> None:
    referral, meeting = urgently(cast)
    person = referral.person
    assert person is not None
    referrals.decline(referral=referral, advice="Stay with the team", by=cast.team, at=TOMORROW)
    decide(meeting, person, by=cast.team, agreed_level="", reason="", discussion="No risk now")
    assert workflow.close(meeting=meeting, by=cast.team, at=TOMORROW).is_held


def urgently(cast: Cast) -> tuple[Referral, Meeting]:
    """Return a RED referral, not triaged, and the open urgent meeting about it."""
    referral = given.sent(cast)
    meeting = workflow.convene_urgent(
        referral=referral, starts_at=TOMORROW, place="Call", chair=cast.team, reason="Crisis",
        by=cast.team, at=NOW,
    )  # fmt: skip
    meeting = workflow.open(meeting=meeting, by=cast.team, at=TOMORROW)
    return referral, attended(meeting, cast.team)


def known_and_green(cast: Cast) -> Referral:
    """Return a RED referral, not triaged yet, of somebody on the register as GREEN."""
    person = on_register(cast.area, by=cast.team, level=Level.GREEN)
    return given.sent(
        cast, level=Level.RED, nhs_number=person.nhs_number, family_name=person.family_name
    )


def test_a_red_referral_of_somebody_green_counts_as_red_on_the_agenda(
    cast: Cast, plan: Make
) -> None:
    person = known_and_green(cast).person
    assert person is not None
    meeting = plan()
    workflow.add_person(meeting=meeting, person=person, reason="Asked for", by=cast.team, at=NOW)
    [line] = agenda.live(meeting, on=NOW.date())
    assert line.shown == Level.RED
    with pytest.raises(RuleBroken, match="RED"):
        workflow.remove_person(
            meeting=meeting, person=person, reason="Later", by=cast.team, at=NOW
        )  # fmt: skip
    workflow.open(meeting=meeting, by=cast.team, at=TOMORROW)
    [line] = agenda.frozen(meeting.items.all())
    assert line.shown == Level.RED
    attended(meeting, cast.team)
    with pytest.raises(RuleBroken, match="no decision"):
        workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)


def test_an_urgent_meeting_is_convened_for_a_red_referral_of_somebody_green(cast: Cast) -> None:
    referral = known_and_green(cast)
    meeting = workflow.convene_urgent(
        referral=referral, starts_at=TOMORROW, place="Call", chair=cast.team, reason="Crisis",
        by=cast.team, at=NOW,
    )  # fmt: skip
    [line] = agenda.live(meeting, on=NOW.date())
    assert line.shown == Level.RED
    workflow.open(meeting=meeting, by=cast.team, at=TOMORROW)
    assert AgendaItem.objects.get(meeting=meeting).shown == Level.RED


def test_once_triaged_the_rating_counts_again(cast: Cast, plan: Make) -> None:
    referral = known_and_green(cast)
    referrals.accept(
        referral=referral, level=Level.AMBER, reason="Support is in place", by=cast.team, at=NOW
    )
    [line] = agenda.live(plan(), on=NOW.date())
    assert line.shown == Level.AMBER
