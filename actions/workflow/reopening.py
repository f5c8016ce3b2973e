"""Taking back that an action was closed or cancelled by mistake."""

from datetime import date, datetime

from accounts.models import User
from actions import rules
from actions.models import Action
from actions.rules import ActionStatus
from actions.workflow.saving import hold_action, save_action
from core import events
from core.dates import local_day
from duties.workflow import check_still_here
from register.models import Entry


@events.step
def reopen(
    *, action: Action, reason: str, by: User, at: datetime, due_on: date | None = None
) -> Action:
    """Open an action again that was closed or cancelled by mistake: it stands where it stood.

    What had been marked as done waits for the DSR team again; anything else is to do, and where
    its date has passed it needs a new one, `due_on`. Refused where the action ended because its
    person left the register: that is put right by reopening the record.
    """
    action = hold_action(action, "reopen")
    check_reopen(action)
    rules.check_words(reason, "Enter why you are opening this action again", field="reason")
    action.status = ActionStatus.DONE if action.done_at else ActionStatus.OPEN
    if due_on is not None and due_on != action.due_on:
        rules.check_due(due_on, on=local_day(at))
        action.due_on = due_on
    if action.is_open:
        rules.check_not_overdue(action.due_on, on=local_day(at))
    action.ended_by, action.ended_at, action.note = None, None, reason.strip()
    return save_action(action, "reopen", "actions.reopened", by=by, at=at, waits=action.is_done)


def check_reopen(action: Action) -> None:
    """Refuse where an action cannot be opened again now, whatever is typed."""
    rules.check_transition("reopen", ActionStatus(action.status))
    if not ended_by_itself(action):
        check_still_here(action.person)


def ended_by_itself(action: Action) -> bool:
    """Whether an action that ended did so other than because its person left the register."""
    left = Entry.objects.left(action.person_id)
    assert action.ended_at is not None  # noqa: S101 - held by the database
    return rules.outlives(action.ended_at, left_at=left.closed_at if left else None)
