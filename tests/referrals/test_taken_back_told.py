"""Who is told of an acceptance taken back hears what is true: no one has left the register."""

from datetime import timedelta
from typing import Any

from actions.models import Action
from alerts.models import Notice
from alerts.wording import NOTICES
from meetings import workflow as meetings
from referrals import workflow
from referrals.models import Referral
from register.models import Person
from register.rules import ClosureReason, Level
from reviews.models import ReviewRequest
from tests.actions.test_agree import agreed
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals.given import sent
from tests.reviews import given as reviews

ACCEPTED = NOW + timedelta(hours=3)
LATER = NOW + timedelta(days=2)
TRUE = "The referral was accepted by mistake and has been taken back."


def accepted(cast: Cast) -> tuple[Referral, Person]:
    referral = sent(cast, level=Level.AMBER)
    workflow.accept(
        referral=referral, level=Level.RED, reason="As seen today", by=cast.team, at=ACCEPTED
    )
    return referral, Person.objects.get()


def take_back(cast: Cast, referral: Referral) -> None:
    workflow.reopen(referral=referral, why="Wrong one", by=cast.team, at=LATER)


def test_the_owner_of_an_action_hears_that_it_is_cancelled_and_why(cast: Cast) -> None:
    referral, person = accepted(cast)
    action = agreed(cast, person, owner=cast.rep)
    take_back(cast, referral)
    told = Notice.objects.get(user=cast.rep, made_at=LATER)
    assert told.kind == "acceptance_taken_back"
    words = NOTICES[told.kind]
    assert "accepted by mistake, so we put it back to triage" in words.body
    assert "have been cancelled" in words.body
    assert "left" not in words.subject + words.body
    assert Action.objects.get(pk=action.pk).note == TRUE


def test_what_ended_says_why_in_the_same_words(cast: Cast) -> None:
    referral, person = accepted(cast)
    request = reviews.asked(cast, person)
    meeting = meetings.convene_urgent(
        person=person, starts_at=LATER + timedelta(days=1), place="Call", chair=cast.team,
        reason="Crisis", by=cast.team, at=ACCEPTED,
    )  # fmt: skip
    take_back(cast, referral)
    meeting.refresh_from_db()
    assert meeting.cancel_reason == TRUE
    assert ReviewRequest.objects.get(pk=request.pk).end_reason == TRUE


def test_every_other_closing_is_told_as_a_leaving() -> None:
    words: dict[Any, str] = {one: one.told for one in ClosureReason}
    assert words.pop(ClosureReason.ACCEPTED_IN_ERROR) == TRUE
    assert words.pop(ClosureReason.DIED) == "The person has died."
    assert all(one.startswith("The person has left the register: ") for one in words.values())
