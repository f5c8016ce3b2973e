"""How a verb of an action begins and ends: held with its person, saved with its event."""

from datetime import datetime

from accounts.models import User
from actions import rules
from actions.models import Action
from actions.rules import ActionStatus
from actions.workflow.next_due import refresh_next_due
from core import events, history
from register.workflow import hold


def hold_action(action: Action, verb: str) -> Action:
    """Lock the person, then read the action afresh and refuse a verb that comes too late."""
    person = hold(action.person_id)
    action = Action.objects.select_for_update().get(pk=action.pk)
    rules.check_transition(verb, ActionStatus(action.status))
    action.person = person
    return action


def save_action(
    action: Action, verb: str, kind: str, *, by: User | None, at: datetime, **facts: object
) -> Action:
    """Save the action with its history, note what is due next, and say what happened."""
    history.save(action, by=by, at=at, reason=verb)
    refresh_next_due(action.person_id)
    publish_about(action, kind, by=by, at=at, **facts)
    return action


def publish_about(
    action: Action, kind: str, *, by: User | None, at: datetime, **facts: object
) -> None:
    """Say what happened to an action, in codes and ids."""
    events.publish(
        kind,
        person=action.person_id,
        by=by,
        at=at,
        action=action.pk,
        owner=action.owner_id,
        due_on=action.due_on,
        **facts,
    )
