"""Verbs of agreed actions, from agreeing one to closing it."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Organisation, User
from actions import rules
from actions.models import Action
from actions.rules import ActionStatus, Origin
from actions.workflow.next_due import refresh_next_due
from core import events, history
from core.dates import local_day
from core.errors import RuleBroken
from register.models import Person
from register.workflow import hold


@transaction.atomic
def agree(
    *,
    person: Person,
    description: str,
    owner: User,
    due_on: date,
    by: User,
    at: datetime,
    organisation: Organisation | None = None,
    origin: str = Origin.TEAM,
    origin_id: UUID | None = None,
    key: str = "",
) -> Action:
    """Agree an action with one owner and a date; sent twice with one `key`, it is one action.

    Without `organisation` it is the owner's own service that answers for it.
    """
    person = hold(person.pk)
    known = Action.objects.filter(key=key).first() if key else None
    if known is not None:
        return known
    rules.check_description(description)
    rules.check_due(due_on, on=local_day(at))
    _check_owner(owner)
    action = Action(
        person=person,
        description=description.strip(),
        owner=owner,
        organisation=organisation or owner.organisation,
        due_on=due_on,
        first_due_on=due_on,
        status=ActionStatus.OPEN,
        origin=Origin(origin),
        origin_id=origin_id,
        agreed_by=by,
        agreed_at=at,
        key=key or None,
    )
    return _save(
        action, "agree", "actions.agreed", by=by, at=at, origin=action.origin, origin_id=origin_id
    )


@transaction.atomic
def mark_done(*, action: Action, evidence: str, by: User, at: datetime) -> Action:
    """Say that an action is done and what shows it; the DSR team still has to confirm."""
    action = _hold(action, "mark_done")
    rules.check_words(evidence, "Enter what was done and what shows it", field="evidence")
    action.status, action.evidence = ActionStatus.DONE, evidence.strip()
    action.done_by, action.done_at = by, at
    return _save(action, "mark_done", "actions.marked_done", by=by, at=at)


@transaction.atomic
def confirm(*, action: Action, by: User, at: datetime) -> Action:
    """Close an action that its owner has done: the DSR team is satisfied."""
    action = _hold(action, "confirm")
    action.status, action.ended_by, action.ended_at = ActionStatus.CLOSED, by, at
    return _save(action, "confirm", "actions.confirmed", by=by, at=at)


@transaction.atomic
def send_back(
    *, action: Action, reason: str, by: User, at: datetime, due_on: date | None = None
) -> Action:
    """Return an action to its owner because it is not done yet; `due_on` may give a new date."""
    action = _hold(action, "send_back")
    rules.check_words(reason, "Enter what is still to do", field="reason")
    if due_on is not None and due_on != action.due_on:
        rules.check_due(due_on, on=local_day(at))
        action.due_on = due_on
    action.status, action.note = ActionStatus.OPEN, reason.strip()
    action.done_by = action.done_at = None
    return _save(action, "send_back", "actions.sent_back", by=by, at=at)


@transaction.atomic
def extend(*, action: Action, due_on: date, reason: str, by: User, at: datetime) -> Action:
    """Give an action more time, with a reason; how often is counted and shown."""
    action = _hold(action, "extend")
    rules.check_extension(due_on, was=action.due_on, on=local_day(at))
    rules.check_words(reason, "Enter why more time is needed", field="reason")
    action.due_on, action.note = due_on, reason.strip()
    action.times_extended += 1
    return _save(action, "extend", "actions.extended", by=by, at=at, times=action.times_extended)


@transaction.atomic
def reassign(
    *,
    action: Action,
    owner: User,
    reason: str,
    by: User,
    at: datetime,
    organisation: Organisation | None = None,
) -> Action:
    """Give an action to another owner, who is then the only one accountable."""
    action = _hold(action, "reassign")
    rules.check_words(reason, "Enter why the owner changes", field="reason")
    _check_owner(owner)
    was = action.owner_id
    if owner.pk == was:
        raise RuleBroken("Choose somebody other than the present owner", field="owner")
    action.owner, action.organisation = owner, organisation or owner.organisation
    action.note = reason.strip()
    return _save(action, "reassign", "actions.reassigned", by=by, at=at, was=was)


@transaction.atomic
def cancel(*, action: Action, reason: str, by: User, at: datetime) -> Action:
    """End an action that is no longer wanted, with a reason."""
    action = _hold(action, "cancel")
    rules.check_words(reason, "Enter why this action is no longer needed", field="reason")
    action.status, action.note = ActionStatus.CANCELLED, reason.strip()
    action.ended_by, action.ended_at = by, at
    return _save(action, "cancel", "actions.cancelled", by=by, at=at)


def _hold(action: Action, verb: str) -> Action:
    """Lock the person, then read the action afresh and refuse a verb that comes too late."""
    hold(action.person_id)
    action = Action.objects.select_for_update().get(pk=action.pk)
    rules.check_transition(verb, ActionStatus(action.status))
    return action


def _check_owner(owner: User) -> None:
    if not owner.is_active:
        raise RuleBroken("Choose an owner whose account is active", field="owner")


def _save(
    action: Action, verb: str, kind: str, *, by: User, at: datetime, **facts: object
) -> Action:
    history.save(action, by=by, at=at, reason=verb)
    refresh_next_due(action.person_id)
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
    return action
