"""The page of minutes that are struck out says as one list what is left to put right."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import Traveller

from accounts.models import User
from actions.models import Action
from actions.workflow import cancel as cancel_action
from meetings import workflow
from meetings.models import Meeting, Outcome
from meetings.rules.after import Given
from meetings.workflow import NewAction
from register import workflow as register
from register.models import Person, Rating
from register.rules import Cause, Level
from tests.conftest import Cast
from tests.meetings.conftest import NEXT_MONTH, TOMORROW, decide, item_of
from tests.meetings.ended import LATER, Make, Somebody, close
from tests.meetings.wrong_person import check, move, strike

SignIn = Callable[[User], Client]
SOON = LATER + timedelta(minutes=5)


@pytest.fixture
def struck(cast: Cast, opened: Make, somebody: Somebody, clock: Traveller) -> Outcome:
    """Minutes with a rating and an action, which the person had a letter about, struck out."""
    person, meeting = somebody(), opened()
    action = NewAction(description="Ring", owner=cast.team, due_on=NEXT_MONTH.date(), key="one")
    outcome = decide(meeting, person, by=cast.team, level=Level.GREEN, action=action)
    close(meeting, cast)
    item = item_of(meeting, person)
    workflow.give_letter(
        item=item, easy_read=False, how=Given.POST, given_on=TOMORROW.date(), by=cast.team,
        at=TOMORROW,
    )  # fmt: skip
    workflow.give_feedback(item=item, by=cast.team, at=TOMORROW)
    clock.move_to(SOON)
    return strike(outcome, cast)


def listed(client: Client, meeting: Meeting, person: Person) -> dict[str, str]:
    """The list on the page: each thing to put right, and whether it is ticked off."""
    address = reverse("meetings:minutes", args=[meeting.pk, person.pk])
    page = client.get(address).content.decode()
    rows = re.findall(r'<li class="nhsuk-task-list__item.*?</li>', page, re.DOTALL)
    found = {}
    for row in rows:
        words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip()
        found[words] = "Completed" if words.endswith("Completed") else "To do"
    return found


def state(found: dict[str, str], words: str) -> str:
    [key] = [key for key in found if words in key]
    return found[key]


def test_one_list_names_each_thing_with_its_page(
    cast: Cast, struck: Outcome, sign_in: SignIn
) -> None:
    meeting, person = struck.item.meeting, struck.item.person
    client = sign_in(cast.team)
    found = listed(client, meeting, person)
    assert len(found) == 4
    assert set(found.values()) == {"To do"}
    for words in ("the rating GREEN", "Cancel the action: Ring", "their letter", "the family"):
        assert state(found, words) == "To do"
    address = reverse("meetings:minutes", args=[meeting.pk, person.pk])
    page = client.get(address).content.decode()
    assert reverse("register:strike_out", args=[person.pk, "rating", struck.rating_id]) in page
    assert reverse("actions:action", args=[Action.objects.get().pk]) in page


def test_each_is_ticked_off_once_done(
    cast: Cast, struck: Outcome, sign_in: SignIn, opened: Make
) -> None:
    meeting, person = struck.item.meeting, struck.item.person
    client = sign_in(cast.team)
    assert struck.rating_id is not None
    rating = Rating.objects.get(pk=struck.rating_id)
    register.strike_out(
        person=person, kind="rating", fact_id=rating.pk, cause=Cause.MISTAKE, reason="Slip",
        by=cast.team, at=SOON,
    )  # fmt: skip
    found = listed(client, meeting, person)
    assert state(found, "the rating GREEN") == "Completed"
    assert state(found, "Cancel the action") == "To do"
    cancel_action(action=Action.objects.get(), reason="Slip", by=cast.second_team, at=SOON)
    found = listed(client, meeting, person)
    assert state(found, "Cancel the action") == "Completed"
    assert any("Toby Team" in words for words in found)
    page = client.get(reverse("meetings:minutes", args=[meeting.pk, person.pk])).content.decode()
    assert "has been put right" not in page


def test_a_new_letter_and_new_feedback_tick_off_the_old_ones(
    cast: Cast, struck: Outcome, sign_in: SignIn, plan: Make
) -> None:
    meeting, person = struck.item.meeting, struck.item.person
    later = workflow.open(meeting=plan(starts_at=NEXT_MONTH), by=cast.team, at=NEXT_MONTH)
    decide(later, person, by=cast.team, at=NEXT_MONTH)
    workflow.abandon(meeting=later, reason="Fire", by=cast.team, at=NEXT_MONTH)
    at: dict[str, Any] = {"by": cast.team, "at": NEXT_MONTH}
    item = item_of(later, person)
    workflow.give_letter(
        item=item, easy_read=False, how=Given.POST, given_on=NEXT_MONTH.date(), **at
    )
    workflow.give_feedback(item=item, **at)
    found = listed(sign_in(cast.team), meeting, person)
    assert state(found, "their letter") == "Completed"
    assert state(found, "the family") == "Completed"


def test_minutes_that_were_moved_are_to_be_checked_on_the_right_person(
    cast: Cast, struck: Outcome, sign_in: SignIn, somebody: Somebody
) -> None:
    meeting, person = struck.item.meeting, struck.item.person
    right, client = somebody(), sign_in(cast.team)
    moved = move(struck, right, cast, at=SOON)
    assert state(listed(client, meeting, person), "right person") == "To do"
    check(moved, cast, at=SOON)
    assert state(listed(client, meeting, person), "right person") == "Completed"


def test_when_nothing_is_left_the_page_says_so(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, clock: Traveller
) -> None:
    person, meeting = somebody(), opened()
    outcome = decide(meeting, person, by=cast.team, level=Level.GREEN)
    close(meeting, cast)
    clock.move_to(SOON)
    strike(outcome, cast)
    rating = Rating.objects.get(pk=outcome.rating_id)
    register.correct_rating(
        rating=rating, level=Level.RED, reason="Crisis", why="Misheard", by=cast.team, at=SOON
    )
    address = reverse("meetings:minutes", args=[meeting.pk, person.pk])
    page = sign_in(cast.team).get(address).content.decode()
    assert "Everything that came from these minutes has been put right" in page
    assert "was put right by Tara Team" in page


def test_minutes_that_left_nothing_behind_have_no_list(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn, clock: Traveller
) -> None:
    person, meeting = somebody(), opened()
    outcome = decide(
        meeting,
        person,
        by=cast.team,
        level="",
        reason="",
        discussion="Talked",
    )
    close(meeting, cast)
    clock.move_to(SOON)
    strike(outcome, cast)
    assert listed(sign_in(cast.team), meeting, person) == {}


def test_a_representative_has_no_list(cast: Cast, struck: Outcome, sign_in: SignIn) -> None:
    assert listed(sign_in(cast.rep), struck.item.meeting, struck.item.person) == {}
