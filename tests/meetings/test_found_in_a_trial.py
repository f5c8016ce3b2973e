"""What somebody found who tried to go back in a meeting, page by page; and case A22."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from actions.models import Action
from actions.workflow import agree
from alerts import red
from meetings import agenda, workflow
from meetings.models import Meeting, Outcome
from meetings.rules import Reason
from register import rules
from register import workflow as register
from register.models import Person, Rating
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW
from tests.meetings.conftest import NEXT_MONTH, TOMORROW, decide, item_of

Make = Callable[..., Meeting]
Somebody = Callable[..., Person]
SignIn = Callable[[User], Client]
LATER = TOMORROW + timedelta(minutes=10)


def page_of(client: Client, meeting: Meeting, person: Person | None = None) -> str:
    """Return the page of a meeting, or of the minutes about a person at it."""
    name, args = ("minutes", [meeting.pk, person.pk]) if person else ("meeting", [meeting.pk])
    return client.get(reverse(f"meetings:{name}", args=args)).content.decode()


def strike(outcome: Outcome, cast: Cast) -> Outcome:
    return workflow.strike_out(
        outcome=outcome, version=outcome.version, reason="Slip", by=cast.team, at=TOMORROW
    )


def test_the_quorum_of_a_meeting_that_was_not_held_is_not_judged(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    somebody()
    meeting = opened(quorum=3)
    clock.move_to(LATER)
    client = sign_in(cast.team)
    assert "Not quorate" in page_of(client, meeting)
    workflow.abandon(meeting=meeting, reason="Opened early", by=cast.team, at=TOMORROW)
    shown = page_of(client, meeting)
    assert "Not quorate" not in shown
    assert "must be present" not in shown


def test_a_rating_agreed_before_it_was_abandoned_says_that_it_is_provisional(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    person = somebody()
    meeting = opened(quorum=3)
    decide(meeting, person, by=cast.team)
    workflow.abandon(meeting=meeting, reason="Fire", by=cast.team, at=TOMORROW)
    clock.move_to(LATER)
    shown = page_of(sign_in(cast.team), meeting)
    assert "Not quorate" not in shown
    assert "A rating agreed with fewer than 3 is provisional" in shown
    assert "AMBER agreed, provisional" in shown


@pytest.mark.parametrize("end", ["abandon", "put_back"])
def test_someone_struck_out_is_listed_once_and_not_as_missed_at_the_same_meeting(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, clock: time_machine.Traveller,
    end: str,
) -> None:  # fmt: skip
    person = somebody()
    agree(
        person=person, description="Ring", owner=cast.team, due_on=NOW.date(), by=cast.team, at=NOW
    )
    meeting = opened()
    strike(decide(meeting, person, by=cast.team), cast)
    getattr(workflow, end)(meeting=meeting, reason="Fire", by=cast.team, at=TOMORROW)
    clock.move_to(LATER)
    meeting.refresh_from_db()
    shown = page_of(sign_in(cast.team), meeting)
    assert shown.count(f">{person.name}</a>") == 1
    assert "Overdue actions (1)" in shown
    if end == "abandon":
        assert "Struck out: recorded in error" in shown
        return
    [line] = agenda.live(meeting, on=TOMORROW.date())
    assert Reason.CARRIED not in {why.reason for why in line.whys}
    workflow.open(meeting=meeting, by=cast.team, at=LATER)
    assert Reason.CARRIED not in {why.reason for why in item_of(meeting, person).why}


def test_struck_out_while_it_is_open_they_are_listed_once_with_what_was_struck_out(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    person = somebody()
    meeting = opened()
    strike(decide(meeting, person, by=cast.team), cast)
    clock.move_to(LATER)
    shown = page_of(sign_in(cast.team), meeting)
    assert shown.count(f">{person.name}</a>") == 1
    assert "<del>Discussed: AMBER agreed</del>" in shown
    assert "Not discussed yet" in shown


def test_after_a_meeting_that_was_not_held_they_are_carried_over_once(
    cast: Cast, opened: Make, plan: Make, somebody: Somebody
) -> None:
    person = somebody()
    meeting = opened()
    strike(decide(meeting, person, by=cast.team), cast)
    workflow.abandon(meeting=meeting, reason="Fire", by=cast.team, at=TOMORROW)
    [line] = agenda.live(plan(starts_at=NEXT_MONTH), on=NEXT_MONTH.date())
    assert [why.reason for why in line.whys].count(Reason.CARRIED) == 1


@pytest.mark.parametrize("how", ["strike_out", "correct"])
def test_a_rating_that_was_put_right_already_is_not_asked_for_again(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, clock: time_machine.Traveller,
    how: str,
) -> None:  # fmt: skip
    person = somebody()
    meeting = opened()
    outcome = decide(meeting, person, by=cast.team, level=Level.GREEN)
    clock.move_to(LATER)
    client = sign_in(cast.team)
    strike_out = reverse("meetings:strike_out", args=[meeting.pk, person.pk])
    assert "It stays until you put it right" in client.get(strike_out).content.decode()
    rating = Rating.objects.get(pk=outcome.rating_id)
    if how == "correct":
        register.correct_rating(
            rating=rating, level=Level.RED, reason="Crisis", why="Misheard", by=cast.team,
            at=TOMORROW,
        )  # fmt: skip
    else:
        register.strike_out(
            person=person, kind="rating", fact_id=rating.pk, cause=rules.Cause.MISTAKE,
            reason="Misheard", by=cast.team, at=TOMORROW,
        )  # fmt: skip
    assert "It stays until you put it right" not in client.get(strike_out).content.decode()
    strike(outcome, cast)
    shown = page_of(client, meeting, person)
    assert "must be put right" not in shown
    word = "put right" if how == "correct" else "struck out"
    assert f"The rating GREEN given with these minutes was {word} by Tara Team" in shown


# A22, on the pages ------------------------------------------------------------------------------


def test_a22_a_meeting_opened_by_mistake_goes_back_to_planned_on_its_page(
    cast: Cast, plan: Make, somebody: Somebody, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    person = somebody(Level.RED)
    meeting = plan(starts_at=NEXT_MONTH)
    clock.move_to(TOMORROW)
    client = sign_in(cast.team)
    opening = reverse("meetings:open", args=[meeting.pk])
    asked = client.post(opening).content.decode()
    assert "This meeting is planned for" in asked, "more than an hour early is asked about"
    meeting.refresh_from_db()
    assert meeting.is_planned
    assert client.post(opening, {"checked": "yes"}).status_code == 302
    back = reverse("meetings:put_back", args=[meeting.pk])
    assert back in page_of(client, meeting)
    assert client.post(back, {"reason": "The wrong meeting"}).status_code == 302
    shown = page_of(client, meeting)
    assert "Open the meeting" in shown
    assert "put back to planned by Tara Team" in shown
    assert person.name in shown, "the agenda builds itself again"


def test_a22_a_red_person_on_an_abandoned_meeting_is_on_the_next_agenda_and_the_list(
    cast: Cast, opened: Make, plan: Make, somebody: Somebody, sign_in: SignIn,
    clock: time_machine.Traveller,
) -> None:  # fmt: skip
    person = somebody(Level.RED)
    meeting = opened()
    following = plan(starts_at=NEXT_MONTH)
    clock.move_to(TOMORROW)
    client = sign_in(cast.team)
    ratings: Any = Rating.recorded.count()
    refused = client.post(reverse("meetings:close", args=[meeting.pk])).content.decode()
    assert "end it as not held" in refused
    ending = reverse("meetings:abandon", args=[meeting.pk])
    assert ending in page_of(client, meeting)
    assert "(1 rated RED)" in client.get(ending).content.decode()
    assert client.post(ending, {"reason": "Fire alarm"}).status_code == 302
    shown = page_of(client, meeting)
    assert "Not held" in shown
    assert "Attended" in shown, "who was recorded as there stays, and no one is invented"
    assert person.name in page_of(client, following)
    assert person.name in client.get(reverse("alerts:red")).content.decode()
    assert Rating.recorded.count() == ratings
    assert not Action.objects.exists()
    [alert] = [one for one in red.everywhere() if one.person_id == person.pk]
    assert alert.needs_meeting
