"""An action that was closed or cancelled by mistake is opened again, and stands where it stood."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actions import workflow
from actions.models import Action
from actions.workflow import Contact
from alerts.models import Notice
from core.errors import RuleBroken
from core.models import AuditEvent
from register import workflow as register
from register.models import Standing
from register.rules import ClosureReason
from tests.actions.test_agree import DUE, LATER, OVERDUE, agreed
from tests.conftest import Cast
from tests.factories import NOW, on_register

SignIn = Callable[..., Client]


def cancelled(cast: Cast) -> Action:
    return workflow.cancel(action=agreed(cast), reason="Moved", by=cast.team, at=LATER)


def reopened(cast: Cast, action: Action, **changed: Any) -> Action:
    given: dict[str, Any] = {"reason": "The wrong one", "by": cast.team, "at": LATER} | changed
    return workflow.reopen(action=action, **given)


def test_a_cancelled_action_is_to_do_again_and_due_as_before(cast: Cast) -> None:
    action = cancelled(cast)
    assert Standing.objects.get(person=action.person).next_due_on != DUE
    action = reopened(cast, action)
    assert (action.status, action.due_on, action.owner) == ("open", DUE, cast.lead)
    assert (action.ended_at, action.ended_by, action.note) == (None, None, "The wrong one")
    event = AuditEvent.objects.get(kind="actions.reopened")
    assert event.facts["waits"] is False
    assert Notice.objects.get(kind="action_reopened").user == cast.lead


def test_a_closed_action_waits_for_the_team_again_with_its_evidence(cast: Cast) -> None:
    action = workflow.mark_done(action=agreed(cast), evidence="Rang", by=cast.lead, at=LATER)
    action = reopened(cast, workflow.confirm(action=action, by=cast.team, at=LATER))
    assert (action.status, action.evidence, action.done_by) == ("done", "Rang", cast.lead)
    assert workflow.send_back(action=action, reason="Not yet", by=cast.team, at=LATER).is_open


def test_what_is_overdue_by_then_needs_a_new_date(cast: Cast) -> None:
    action = cancelled(cast)
    with pytest.raises(RuleBroken, match="overdue") as refused:
        reopened(cast, action, at=OVERDUE)
    assert refused.value.field == "due_on"
    action.refresh_from_db()
    assert action.status == "cancelled"
    assert reopened(cast, action, at=OVERDUE, due_on=OVERDUE.date()).due_on == OVERDUE.date()


def test_it_needs_a_reason_and_is_done_once(cast: Cast) -> None:
    action = cancelled(cast)
    with pytest.raises(RuleBroken, match="why you are opening this action again"):
        reopened(cast, action, reason=" ")
    reopened(cast, action)
    with pytest.raises(RuleBroken, match="someone has opened it again"):
        reopened(cast, action)
    assert AuditEvent.objects.filter(kind="actions.reopened").count() == 1


@pytest.mark.parametrize("reason", [ClosureReason.DIED, ClosureReason.MOVED_AWAY])
def test_what_ended_with_its_person_comes_back_only_with_the_record(
    cast: Cast, reason: ClosureReason, sign_in: SignIn
) -> None:
    action = agreed(cast)
    register.close(person=action.person, reason=reason, by=cast.team, at=LATER)
    with pytest.raises(RuleBroken, match="Reopen the record first"):
        reopened(cast, action)
    page = sign_in(cast.team).get(reverse("actions:action", args=[action.pk])).content.decode()
    assert reverse("actions:reopen", args=[action.pk]) not in page


def test_an_owner_without_an_account_is_asked_again_only_for_what_is_still_to_do(
    cast: Cast,
) -> None:
    contact = Contact("Nora Noaccount", "nora@school.example", cast.commissioning)
    person = on_register(cast.area, by=cast.team)
    given: dict[str, Any] = {
        "person": person,
        "due_on": DUE,
        "contact": contact,
        "by": cast.team,
        "at": NOW,
    }
    todo = workflow.agree(description="Find a school", **given)
    done = workflow.agree(description="Ring", **given)
    workflow.mark_done(action=done, evidence="Rang", by=cast.team, at=LATER)
    for one in (todo, done):
        workflow.cancel(action=one, reason="Slip", by=cast.team, at=LATER)
    later = LATER + timedelta(minutes=1)
    for one in (todo, done):
        reopened(cast, one, at=later)
    mailed = Notice.objects.filter(kind="action_for_service", made_at=later)
    assert [one.subject_id for one in mailed] == [todo.pk]


def test_the_team_opens_it_again_on_its_page(cast: Cast, sign_in: SignIn) -> None:
    action = cancelled(cast)
    client = sign_in(cast.team)
    address = reverse("actions:reopen", args=[action.pk])
    assert address in client.get(reverse("actions:action", args=[action.pk])).content.decode()
    refused = client.post(address, {"reason": ""}).content.decode()
    assert "Enter why you are opening this action again" in refused
    for _ in range(2):
        client.post(address, {"reason": "The wrong one"})
    action.refresh_from_db()
    assert action.status == "open"
    assert AuditEvent.objects.filter(kind="actions.reopened").count() == 1
