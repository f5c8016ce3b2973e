"""How a verb of an action begins and ends: held with its person, saved with its event."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Min, Q

from accounts.models import User
from actions import ladders, rules
from actions.models import Action
from actions.rules import ActionStatus
from core import events, history
from core.dates import local_day
from duties.workflow import refresh_next_due
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


def due_next(person_ids: Collection[UUID]) -> dict[UUID, date]:
    """Return when the next agreed action about each of these people is due, or to be confirmed."""
    rows = Action.objects.unfinished().filter(person__in=person_ids).order_by().values("person")
    found = {}
    for one in rows.annotate(
        on=Min("due_on", filter=Q(status=ActionStatus.OPEN)),
        done_at=Min("done_at", filter=Q(status=ActionStatus.DONE)),
    ):
        done_at = one["done_at"]
        confirm = ladders.current().confirm_by(local_day(done_at)) if done_at else None
        found[one["person"]] = min(day for day in (one["on"], confirm) if day is not None)
    return found
