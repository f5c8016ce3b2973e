"""Keeping the register's "next due" true: the earliest open thing about a person."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from duties.hooks import due_above
from duties.models import Duty
from duties.policy import Outcome
from duties.rules import DutyStatus
from duties.working_out import Worked
from register import workflow as register

_Open = tuple[date, bool, bool]
"""A due date, and whether a visit or a C(E)TR meets what is due then."""


@transaction.atomic(savepoint=False)
def refresh_next_due(person_id: UUID) -> None:
    """Note on the person's list rows when the next action or duty is due, read from the tables."""
    rows = Duty.objects.open().with_deadline().filter(person=person_id, due_on__isnull=False)
    _note(
        person_id,
        [(day, *_kinds(duty.outcomes)) for duty in rows if (day := duty.due_on) is not None],
    )


def note_next_due(person_id: UUID, worked: Iterable[Worked]) -> None:
    """Note the same from the duties as they have just been worked out."""
    _note(
        person_id,
        [
            (one.due_on, *_kinds(one.spec.met_by))
            for one in worked
            if one.status is DutyStatus.OPEN
            and one.due_on is not None
            and not (one.spec.floor or one.paused_on)
        ],
    )


def _note(person_id: UUID, due: Iterable[_Open]) -> None:
    due = list(due)
    above = due_above([person_id]).get(person_id)
    days = [day for day, _, _ in due] + ([above] if above else [])
    visits = [day for day, visit, _ in due if visit]
    reviews = [day for day, _, review in due if review]
    register.note_next_due(person_id=person_id, on=min(days, default=None))
    register.note_stay_due(
        person_id=person_id,
        visit_due_on=min(visits, default=None),
        cetr_due_on=min(reviews, default=None),
    )


def _kinds(outcomes: Iterable[Outcome]) -> tuple[bool, bool]:
    kinds = {one.event for one in outcomes}
    visit = "reviews.visited" in kinds
    return visit, "reviews.held" in kinds and not visit and "meetings.held" not in kinds
