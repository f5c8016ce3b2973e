"""A letter whose rating is not the person's any more says so before it prints (A27)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from meetings import workflow
from meetings.models import LetterGiven, Meeting
from register import workflow as register
from register.models import Person
from register.rules import ClosureReason, Level
from tests.conftest import Cast
from tests.meetings.conftest import NEXT_MONTH, TOMORROW, decide
from tests.register.stays import stay_of

NAMES = ("letter", "letter_easy")
LATER = TOMORROW + timedelta(days=3)
AGREED = {"print": "as-agreed"}


@pytest.fixture
def rated_red(cast: Cast, opened: Callable[..., Meeting], somebody: Callable[..., Person]) -> Any:
    """Return a held meeting that agreed RED, and the person."""
    person = somebody(Level.AMBER)
    meeting = opened()
    decide(meeting, person, by=cast.team, level=Level.RED)
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    return meeting, person


def at(name: str, meeting: Meeting, person: Person) -> str:
    return reverse(f"meetings:{name}", args=[meeting.pk, person.pk])


@pytest.mark.parametrize("name", NAMES)
def test_while_the_rating_is_the_letters_it_prints_at_once(
    cast: Cast, sign_in: Any, rated_red: Any, name: str
) -> None:
    page = sign_in(cast.team).get(at(name, *rated_red)).content.decode()
    assert "The rating has changed" not in page
    assert "Things have changed since then" not in page


@pytest.mark.parametrize("name", NAMES)
def test_a_page_names_both_ratings_and_dates_before_it_prints(
    cast: Cast, sign_in: Any, clock: Any, rated_red: Any, name: str
) -> None:
    meeting, person = rated_red
    register.rate(person=person, level=Level.AMBER, reason="Better", by=cast.team, at=LATER)
    clock.move_to(LATER)
    client = sign_in(cast.team)
    asked = client.get(at(name, meeting, person)).content.decode()
    assert "The rating has changed since this letter" in asked
    assert "RED" in asked
    assert "agreed at the meeting on 24 November 2026" in asked
    assert "Since 27 November 2026 the person is" in asked
    assert "AMBER" in asked
    assert "Dear Robin" not in asked
    letter = client.get(at(name, meeting, person), AGREED).content.decode()
    assert "24 November 2026" in letter
    assert "hings have changed since then" in letter
    assert "that your colour is RED" not in letter
    assert "My colour is RED" not in letter


def test_the_same_rating_given_again_is_no_change(cast: Cast, sign_in: Any, rated_red: Any) -> None:
    meeting, person = rated_red
    for level in (Level.RED, Level.AMBER, Level.RED):
        register.rate(person=person, level=level, reason="So", by=cast.team, at=LATER)
    page = sign_in(cast.team).get(at("letter", meeting, person)).content.decode()
    assert "The rating has changed" not in page


def test_it_says_that_the_person_has_left_or_is_in_hospital(
    cast: Cast, sign_in: Any, rated_red: Any
) -> None:
    meeting, person = rated_red
    stay = stay_of(cast, person)
    client = sign_in(cast.team)
    asked = client.get(at("letter", meeting, person)).content.decode()
    assert f"Since {stay.admitted_on.day} November 2026 the person is" in asked
    assert "BLUE" in asked
    register.close(person=person, reason=ClosureReason.DIED, by=cast.team, at=LATER)
    asked = client.get(at("letter", meeting, person)).content.decode()
    assert "The person left the register on 27 November 2026: Died" in asked


def test_giving_it_asks_first_and_notes_it_once(
    cast: Cast, sign_in: Any, clock: Any, rated_red: Any
) -> None:
    meeting, person = rated_red
    register.rate(person=person, level=Level.AMBER, reason="Better", by=cast.team, at=LATER)
    clock.move_to(NEXT_MONTH)
    client, address = sign_in(cast.team), at("give_letter", meeting, person)
    typed = {
        "easy_read": "easy", "how": "read", "given_on_day": "28", "given_on_month": "11",
        "given_on_year": "2026",
    }  # fmt: skip
    asked = client.post(address, typed).content.decode()
    assert "The rating has changed since this letter" in asked
    assert not LetterGiven.objects.exists()
    for _ in range(2):
        assert client.post(address, typed | {"checked": "yes"}).status_code == 302
    assert LetterGiven.objects.count() == 1
