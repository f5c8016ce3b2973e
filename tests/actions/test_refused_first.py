"""A verb of an action that cannot be done leads back to the action, which says why."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actions import rules, workflow
from actions.models import Action
from actions.rules import ActionStatus
from actions.views import verbs
from register import workflow as register
from register.rules import ClosureReason
from tests.actions.test_agree import LATER, agreed
from tests.conftest import Cast

SignIn = Callable[..., Client]


def ended_as(cast: Cast, status: ActionStatus) -> Action:
    action = agreed(cast)
    if status in {ActionStatus.DONE, ActionStatus.CLOSED}:
        action = workflow.mark_done(action=action, evidence="Rang", by=cast.lead, at=LATER)
    if status is ActionStatus.CLOSED:
        action = workflow.confirm(action=action, by=cast.team, at=LATER)
    if status is ActionStatus.CANCELLED:
        action = workflow.cancel(action=action, reason="Moved", by=cast.team, at=LATER)
    return action


def led_back(cast: Cast, sign_in: SignIn, verb: str, action: Action) -> str:
    address = reverse(f"actions:{verb}", args=[action.pk])
    came = sign_in(cast.team).get(address, follow=True)
    assert came.redirect_chain == [(reverse("actions:action", args=[action.pk]), 302)], verb
    return came.content.decode()


@pytest.mark.parametrize("status", ActionStatus)
def test_a_verb_that_comes_too_late_shows_no_form(
    cast: Cast, sign_in: SignIn, status: ActionStatus
) -> None:
    action = ended_as(cast, status)
    late = [verb for verb in verbs.VERBS if status not in rules.TRANSITIONS[verb]]
    assert late
    for verb in late:
        assert "nhsuk-notification-banner" in led_back(cast, sign_in, verb, action)


@pytest.mark.parametrize("status", ActionStatus)
def test_a_verb_that_can_be_done_shows_its_form(
    cast: Cast, sign_in: SignIn, status: ActionStatus
) -> None:
    action, client = ended_as(cast, status), sign_in(cast.team)
    for verb in verbs.VERBS:
        if status in rules.TRANSITIONS[verb]:
            shown: Any = client.get(reverse(f"actions:{verb}", args=[action.pk]))
            assert shown.status_code == 200, verb


def test_an_action_that_ended_with_the_record_says_where_it_is_put_right(
    cast: Cast, sign_in: SignIn
) -> None:
    action = agreed(cast)
    register.close(
        person=action.person, reason=ClosureReason.MOVED_AWAY, words="To Kent", by=cast.team,
        at=LATER,
    )  # fmt: skip
    said = led_back(cast, sign_in, "reopen", action)
    assert "Reopen the record first" in said
