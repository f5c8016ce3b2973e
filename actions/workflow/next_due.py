"""Keeping the register's "next due" true: the earliest open thing about a person."""

from datetime import date
from uuid import UUID

from django.db.models import Min, Q

from actions import rules
from actions.models import Action, Duty
from actions.rules import ActionStatus
from core.dates import local_day
from register import workflow as register


def refresh_next_due(person_id: UUID) -> date | None:
    """Note on the person's list row when the next action or duty is due; None when nothing is."""
    action = Action.objects.filter(person=person_id).aggregate(
        on=Min("due_on", filter=Q(status=ActionStatus.OPEN)),
        done_at=Min("done_at", filter=Q(status=ActionStatus.DONE)),
    )
    duty = (
        Duty.objects.open().with_deadline().filter(person=person_id).aggregate(on=Min("due_on"))
    )["on"]
    done_at = action["done_at"]
    confirm = rules.confirm_by(local_day(done_at)) if done_at is not None else None
    days = [day for day in (action["on"], duty, confirm) if day is not None]
    earliest = min(days) if days else None
    register.note_next_due(person_id=person_id, on=earliest)
    return earliest
