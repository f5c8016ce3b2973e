"""Putting a meeting back to planned is offered where it can be done, and nowhere else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import Traveller

from accounts.models import User
from actions.models import Action
from actions.workflow import cancel as cancel_action
from meetings import workflow
from meetings.models import Meeting, PutBack
from meetings.rules import State
from meetings.workflow import NewAction
from register import workflow as register
from register.models import Person
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW
from tests.meetings.conftest import NEXT_MONTH, TOMORROW, decide
from tests.meetings.test_undoing import urgent

Make = Callable[..., Meeting]
Somebody = Callable[..., Person]
SignIn = Callable[[User], Client]
OFFERED = "Put back to planned"


@pytest.fixture
def page(cast: Cast, sign_in: SignIn) -> Callable[[Meeting], str]:
    """Return a function that shows the team the page of a meeting."""

    def show(meeting: Meeting) -> str:
        address = reverse("meetings:meeting", args=[meeting.pk])
        return sign_in(cast.team).get(address).content.decode()

    return show


def test_it_is_offered_while_nothing_is_recorded(
    opened: Make, somebody: Somebody, page: Any
) -> None:
    somebody()
    assert OFFERED in page(opened())


def test_once_minutes_are_taken_the_page_says_what_to_do_instead(
    cast: Cast, opened: Make, somebody: Somebody, page: Any
) -> None:
    person = somebody()
    meeting = opened()
    outcome = decide(meeting, person, by=cast.team)
    shown = page(meeting)
    assert OFFERED not in shown
    assert f"Something is recorded about {person.name}" in shown
    assert "end the meeting as not held" in shown
    workflow.strike_out(outcome=outcome, version=1, reason="Slip", by=cast.team, at=TOMORROW)
    assert OFFERED in page(meeting)


def test_it_is_offered_again_once_an_action_agreed_is_cancelled(
    cast: Cast, opened: Make, somebody: Somebody, page: Any
) -> None:
    person = somebody()
    meeting = opened()
    action = NewAction(description="Ring", owner=cast.team, due_on=NEXT_MONTH.date(), key="one")
    outcome = decide(meeting, person, by=cast.team, action=action)
    workflow.strike_out(outcome=outcome, version=1, reason="Slip", by=cast.team, at=TOMORROW)
    assert OFFERED not in page(meeting)
    agreed = Action.objects.get(person=person)
    cancel_action(action=agreed, reason="Slip", by=cast.team, at=TOMORROW)
    assert OFFERED in page(meeting)


def test_an_old_link_leads_to_the_meeting_and_says_why(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn
) -> None:
    person = somebody()
    meeting = opened()
    decide(meeting, person, by=cast.team)
    address = reverse("meetings:put_back", args=[meeting.pk])
    came = sign_in(cast.team).get(address, follow=True)
    assert came.redirect_chain == [(reverse("meetings:meeting", args=[meeting.pk]), 302)]
    assert f"Something is recorded about {person.name}" in came.content.decode()


def test_what_is_recorded_while_the_page_is_open_is_refused_with_what_was_typed(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn
) -> None:
    person = somebody()
    meeting = opened()
    decide(meeting, person, by=cast.team)
    address = reverse("meetings:put_back", args=[meeting.pk])
    sent = sign_in(cast.team).post(address, {"reason": "Opened the wrong one"}).content.decode()
    assert f"Something is recorded about {person.name}" in sent
    assert "Opened the wrong one" in sent
    assert not PutBack.objects.exists()


def test_a_hidden_person_is_not_named_where_it_is_refused(
    cast: Cast, opened: Make, somebody: Somebody, page: Any
) -> None:
    person = somebody()
    meeting = opened()
    decide(meeting, person, by=cast.team)
    register.restrict(person_id=person.pk, by=cast.team, at=TOMORROW)
    shown = page(meeting)
    assert OFFERED not in shown
    assert person.name not in shown
    assert "Something is recorded about someone whose record is hidden" in shown


def test_many_people_are_counted_after_the_first_few(
    cast: Cast, opened: Make, somebody: Somebody, page: Any
) -> None:
    people = [somebody() for _ in range(5)]
    meeting = opened()
    for person in people:
        decide(meeting, person, by=cast.team)
    assert "and 2 more people" in page(meeting)


def test_a_cancelled_meeting_in_the_past_says_what_to_do_instead(
    cast: Cast, plan: Make, page: Any, clock: Traveller
) -> None:
    meeting = workflow.cancel(meeting=plan(), reason="Snow", by=cast.team, at=NOW)
    assert OFFERED in page(meeting)
    clock.move_to(NEXT_MONTH)
    shown = page(meeting)
    assert OFFERED not in shown
    assert "Plan another meeting instead" in shown


def test_a_cancelled_urgent_meeting_is_not_offered_beside_another(
    cast: Cast, somebody: Somebody, page: Any
) -> None:
    person = somebody(Level.RED)
    first = urgent(person, cast)
    workflow.cancel(meeting=first, reason="Clash", by=cast.team, at=NOW)
    assert OFFERED in page(first)
    urgent(person, cast)
    first.refresh_from_db()
    assert first.state == State.CANCELLED
    shown = page(first)
    assert OFFERED not in shown
    assert "Another urgent meeting about this person has been convened" in shown


def test_a_representative_is_told_nothing_about_it(
    cast: Cast, opened: Make, somebody: Somebody, sign_in: SignIn
) -> None:
    person = somebody()
    meeting = opened()
    decide(meeting, person, by=cast.team)
    address = reverse("meetings:meeting", args=[meeting.pk])
    assert "Something is recorded about" not in sign_in(cast.rep).get(address).content.decode()
