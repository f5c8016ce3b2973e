"""Keeping the register's "next due" true: the earliest open thing about a person."""

from datetime import date
from uuid import UUID

from django.db.models import Min, Q

from actions import ladders
from actions.models import Action, Duty
from actions.rules import ActionStatus
from core.dates import local_day
from register import workflow as register

_VISIT = Q(met_by__contains=[{"event": "reviews.visited"}])
_REVIEW = Q(met_by__contains=[{"event": "reviews.held"}]) & ~_VISIT


def refresh_next_due(person_id: UUID) -> date | None:
    """Note on the person's list rows when the next action or duty is due; None when nothing is.

    For somebody in hospital also when the next visit and the next C(E)TR are.
    """
    action = Action.objects.filter(person=person_id).aggregate(
        on=Min("due_on", filter=Q(status=ActionStatus.OPEN)),
        done_at=Min("done_at", filter=Q(status=ActionStatus.DONE)),
    )
    duty = (
        Duty.objects.open()
        .with_deadline()
        .filter(person=person_id)
        .aggregate(
            on=Min("due_on"),
            visit=Min("due_on", filter=_VISIT),
            review=Min("due_on", filter=_REVIEW),
        )
    )
    done_at = action["done_at"]
    confirm = ladders.current().confirm_by(local_day(done_at)) if done_at is not None else None
    days = [day for day in (action["on"], duty["on"], confirm) if day is not None]
    earliest = min(days) if days else None
    register.note_next_due(person_id=person_id, on=earliest)
    register.note_stay_due(
        person_id=person_id, visit_due_on=duty["visit"], cetr_due_on=duty["review"]
    )
    return earliest
