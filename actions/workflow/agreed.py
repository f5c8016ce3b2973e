"""Verbs of agreed actions, from agreeing one to closing it."""

from datetime import date, datetime
from uuid import UUID

from accounts.models import Organisation, User
from actions import ladders, rules
from actions.models import Action
from actions.rules import ActionStatus, Origin
from actions.workflow.owning import Contact, covering, give_to
from actions.workflow.saving import hold_action, save_action
from core import events
from core.dates import local_day
from core.errors import Conflict, RuleBroken
from duties.workflow import check_still_here
from register.models import Person
from register.workflow import hold


@events.step
def agree(
    *,
    person: Person,
    description: str,
    due_on: date,
    by: User,
    at: datetime,
    owner: User | None = None,
    contact: Contact | None = None,
    organisation: Organisation | None = None,
    origin: str = Origin.TEAM,
    origin_id: UUID | None = None,
    key: str = "",
) -> Action:
    """Agree an action with one owner and a date; sent twice with one `key`, it is one action.

    The owner is a colleague or, as `contact`, a named person of a service without an account.
    `Conflict` where something else was sent before with the same `key`.
    Without `organisation` it is the owner's own service that answers for it.
    """
    person = hold(person.pk)
    known = Action.objects.filter(key=key).first() if key else None
    if known is not None:
        _check_same(
            known, person=person, description=description, due_on=due_on, owner=owner,
            contact=contact,
        )  # fmt: skip
        return known
    check_still_here(person)
    rules.check_description(description)
    rules.check_due(due_on, on=local_day(at))
    action = Action(
        person=person,
        description=description.strip(),
        due_on=due_on,
        first_due_on=due_on,
        status=ActionStatus.OPEN,
        origin=Origin(origin),
        origin_id=origin_id,
        agreed_by=by,
        agreed_at=at,
        key=key or None,
    )
    give_to(action, owner=owner, contact=contact, organisation=organisation)
    return save_action(
        action, "agree", "actions.agreed", by=by, at=at, origin=action.origin, origin_id=origin_id
    )


def _check_same(
    known: Action, *, person: Person, description: str, due_on: date, owner: User | None,
    contact: Contact | None,
) -> None:  # fmt: skip
    """Refuse an action that is not the one first sent under its key, whatever became of that."""
    first = known.history.earliest()
    asked = (
        person.pk, description.strip(), due_on, owner.pk if owner else None,
        contact.email.strip().lower() if contact else "",
    )  # fmt: skip
    agreed = (
        first.person_id, first.description, first.due_on, first.owner_id, first.contact_email,
    )  # fmt: skip
    if asked != agreed:
        raise Conflict(
            "Something else was agreed when this page was sent before. Leave only what is new, "
            "then send it again.",
            field="description",
        )


@events.step
def mark_done(*, action: Action, evidence: str, by: User, at: datetime) -> Action:
    """Say that an action is done and what shows it; the DSR team still has to confirm."""
    action = hold_action(action, "mark_done")
    rules.check_words(evidence, "Enter what was done and what shows it", field="evidence")
    action.status, action.evidence = ActionStatus.DONE, evidence.strip()
    action.done_by, action.done_at, action.answer = by, at, ""
    for_whom = covering(action, by=by, at=at)
    return save_action(action, "mark_done", "actions.marked_done", by=by, at=at, covering=for_whom)


@events.step
def confirm(*, action: Action, by: User, at: datetime) -> Action:
    """Close an action that its owner has done: the DSR team is satisfied."""
    action = hold_action(action, "confirm")
    action.status, action.ended_by, action.ended_at = ActionStatus.CLOSED, by, at
    return save_action(action, "confirm", "actions.confirmed", by=by, at=at)


@events.step
def send_back(
    *, action: Action, reason: str, by: User, at: datetime, due_on: date | None = None
) -> Action:
    """Return an action to its owner because it is not done yet.

    `due_on` may give a new date, and must when the date has passed: the ladder starts again.
    """
    action = hold_action(action, "send_back")
    rules.check_words(reason, "Enter what is still to do", field="reason")
    if due_on is not None and due_on != action.due_on:
        rules.check_due(due_on, on=local_day(at))
        action.due_on = due_on
    rules.check_not_overdue(action.due_on, on=local_day(at))
    action.status, action.note = ActionStatus.OPEN, reason.strip()
    action.done_by, action.done_at, action.answer = None, None, ""
    return save_action(action, "send_back", "actions.sent_back", by=by, at=at)


@events.step
def extend(*, action: Action, due_on: date, reason: str, by: User, at: datetime) -> Action:
    """Give an action more time, with a reason; how often is counted and shown.

    The owner may do so as often and for as long as the file of ladders says, the DSR team always.
    """
    action = hold_action(action, "extend")
    chasing, today = ladders.current(), local_day(at)
    rules.check_extension(due_on, was=action.due_on, on=today)
    if not by.is_in_team_of(action.person.area_id):
        rules.check_extensions(action.times_extended, most=chasing.extensions_by_owner)
        rules.check_longest(due_on, was=action.due_on, on=today, days=chasing.extension_days)
    rules.check_words(reason, "Enter why more time is needed", field="reason")
    action.due_on, action.note = due_on, reason.strip()
    action.times_extended += 1
    action.answer = ""
    for_whom = covering(action, by=by, at=at)
    return save_action(
        action, "extend", "actions.extended", by=by, at=at, times=action.times_extended,
        covering=for_whom,
    )  # fmt: skip


@events.step
def reassign(
    *,
    action: Action,
    reason: str,
    by: User,
    at: datetime,
    owner: User | None = None,
    contact: Contact | None = None,
    organisation: Organisation | None = None,
    due_on: date | None = None,
) -> Action:
    """Give an action to another owner, who is then the only one accountable.

    What is done already and waits to be confirmed stays so. What is overdue needs a new date,
    `due_on`, which the new owner is reminded of.
    """
    action = hold_action(action, "reassign")
    rules.check_words(reason, "Enter why you are changing the owner", field="reason")
    was, was_contact = action.owner_id, action.contact_email
    give_to(action, owner=owner, contact=contact, organisation=organisation)
    if (action.owner_id, action.contact_email) == (was, was_contact):
        raise RuleBroken("Choose someone other than the current owner", field="owner")
    if due_on is not None and due_on != action.due_on:
        rules.check_due(due_on, on=local_day(at))
        action.due_on = due_on
    if action.is_open:
        rules.check_not_overdue(action.due_on, on=local_day(at))
    action.note, action.answer = reason.strip(), ""
    return save_action(action, "reassign", "actions.reassigned", by=by, at=at, was=was)


@events.step
def cancel(*, action: Action, reason: str, by: User, at: datetime) -> Action:
    """End an action that is no longer wanted, with a reason."""
    action = hold_action(action, "cancel")
    rules.check_words(reason, "Enter why this action is no longer needed", field="reason")
    action.status, action.note, action.answer = ActionStatus.CANCELLED, reason.strip(), ""
    action.ended_by, action.ended_at = by, at
    return save_action(action, "cancel", "actions.cancelled", by=by, at=at)
