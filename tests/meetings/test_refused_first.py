"""What would be refused is refused before a form or a check page is shown, in the same words."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import Traveller

from accounts.models import User
from meetings import workflow
from meetings.models import Meeting, Outcome
from meetings.rules.after import Ruling
from register.models import InpatientStay, Person, Standing, StrikeOut
from register.rules import Level
from tests.conftest import Cast
from tests.factories import on_register
from tests.meetings.conftest import TOMORROW, decide
from tests.meetings.ended import LATER, close
from tests.meetings.test_pages import at, minutes
from tests.meetings.test_undoing import urgent
from tests.register.stays import stay_of

Make = Callable[..., Meeting]
Somebody = Callable[..., Person]
SignIn = Callable[[User], Client]


@pytest.fixture
def tomorrow(clock: Traveller) -> None:
    clock.move_to(TOMORROW)


def led_back(client: Client, address: str, to: str) -> str:
    """The page that an old link leads to, which says why."""
    came = client.get(address, follow=True)
    assert came.redirect_chain == [(to, 302)]
    return str(came.content.decode())


# A check page is shown only of what would be done -------------------------------------------------


def test_minutes_that_would_be_refused_are_refused_before_red_to_green_is_asked_about(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, tomorrow: None
) -> None:
    red = somebody(Level.RED)
    past = {"next_review_on_0": "1", "next_review_on_1": "11", "next_review_on_2": "2026"}
    sent = minutes(red, agreed_level="GREEN", reason="") | past
    shown = sign_in(cast.team).post(at("record_outcome", opened(), red), sent).content.decode()
    assert "RED to GREEN in one step is unusual" not in shown
    assert "Enter the reason for the rating agreed" in shown
    assert "Wants to stay home" in shown, "what was typed is kept"


def test_minutes_that_someone_else_has_saved_are_shown_before_red_to_green_is_asked_about(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, tomorrow: None
) -> None:
    red, meeting = somebody(Level.RED), opened()
    sent = minutes(red, agreed_level="GREEN")
    decide(meeting, red, by=cast.second_team, level=Level.RED)
    shown = sign_in(cast.team).post(at("record_outcome", meeting, red), sent).content.decode()
    assert "RED to GREEN in one step is unusual" not in shown
    assert "Wants to stay home" in shown
    assert Outcome.objects.get().headline == "Holding"


def test_asking_once_more_leaves_nothing_behind(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, tomorrow: None
) -> None:
    red, meeting = somebody(Level.RED), opened()
    sent = minutes(red, agreed_level="GREEN")
    client, address = sign_in(cast.team), at("record_outcome", meeting, red)
    shown = client.post(address, sent).content.decode()
    assert "RED to GREEN in one step is unusual" in shown
    assert not Outcome.objects.exists()
    assert Standing.objects.get(person=red).level == Level.RED
    assert client.post(address, sent | {"checked": "yes"}).status_code == 302
    assert Standing.objects.get(person=red).level == Level.GREEN


def test_a_move_to_a_person_who_cannot_have_it_is_refused_before_it_is_to_be_checked(
    cast: Cast, sign_in: SignIn
) -> None:
    stay = stay_of(cast)
    right = on_register(cast.area, by=cast.team, birth_date=date(1990, 5, 17))
    stay_of(cast, right)  # and so cannot be in hospital twice on these days
    address = reverse("register:strike_out", args=[stay.person.pk, "stay", stay.pk])
    place = reverse("register:person", args=[right.pk])
    sent = {"cause": "wrong_person", "right_person": place, "why": "The wrong one"}
    shown = sign_in(cast.team).post(address, sent).content.decode()
    assert "Check before you strike this out" not in shown
    assert "This cannot be moved to the right record" in shown
    assert "The wrong one" in shown
    assert not StrikeOut.objects.exists()
    assert InpatientStay.objects.count() == 2


# A form is shown only where it can be sent --------------------------------------------------------


def test_a_meeting_whose_rating_has_been_ruled_on_is_not_offered_to_be_opened_again(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, clock: Traveller
) -> None:
    person, meeting = somebody(), opened(quorum=3)
    outcome = decide(meeting, person, by=cast.team)
    close(meeting, cast)
    workflow.ratify(
        outcome=outcome, ruling=Ruling.RATIFIED, reason="Agreed", by=cast.team, at=LATER
    )
    clock.move_to(LATER)
    client, page = sign_in(cast.team), at("meeting", meeting)
    said = "A rating agreed at this meeting has been ratified or overturned"
    shown = client.get(page).content.decode()
    assert at("reopen", meeting) not in shown
    assert said in shown
    assert said in led_back(client, at("reopen", meeting), page)


def test_an_urgent_meeting_is_not_offered_to_be_opened_again_beside_another(
    cast: Cast, somebody: Somebody, sign_in: SignIn, clock: Traveller
) -> None:
    person = somebody(Level.RED)
    meeting = workflow.open(meeting=urgent(person, cast), by=cast.team, at=TOMORROW)
    workflow.abandon(meeting=meeting, reason="Fire alarm", by=cast.team, at=LATER)
    clock.move_to(LATER)
    client = sign_in(cast.team)
    assert at("reopen", meeting) in client.get(at("meeting", meeting)).content.decode()
    urgent(person, cast, starts_at=LATER + timedelta(days=1), at=LATER)
    shown = client.get(at("meeting", meeting)).content.decode()
    assert at("reopen", meeting) not in shown
    said = "Another urgent meeting about this person has been convened"
    assert said in led_back(client, at("reopen", meeting), at("meeting", meeting))


@pytest.mark.parametrize("verb", ["put_back", "abandon", "reopen", "open", "close", "cancel"])
def test_a_verb_of_a_meeting_that_cannot_be_done_leads_back_and_says_why(
    cast: Cast, plan: Make, opened: Make, somebody: Somebody, sign_in: SignIn, verb: str,
    tomorrow: None,
) -> None:  # fmt: skip
    somebody()
    meeting = opened() if verb in {"open", "cancel", "reopen"} else plan()
    shown = led_back(sign_in(cast.team), at(verb, meeting), at("meeting", meeting))
    assert "nhsuk-notification-banner" in shown
