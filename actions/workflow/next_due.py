"""Keeping the register's "next due" true: the earliest open thing about a person."""

from datetime import date
from uuid import UUID

from django.db.models import Min

from actions.models import Action, Duty
from register import workflow as register


def refresh_next_due(person_id: UUID) -> date | None:
    """Note on the person's list row when the next action or duty is due; None when nothing is."""
    action = Action.objects.open().filter(person=person_id).aggregate(on=Min("due_on"))["on"]
    duty = (
        Duty.objects.open().with_deadline().filter(person=person_id).aggregate(on=Min("due_on"))
    )["on"]
    days = [day for day in (action, duty) if day is not None]
    earliest = min(days) if days else None
    register.note_next_due(person_id=person_id, on=earliest)
    return earliest
