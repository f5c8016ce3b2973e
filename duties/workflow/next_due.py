"""Keeping the register's "next due" true: the earliest open thing about a person."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction

from duties.hooks import due_above
from duties.life import Worked
from duties.models import Duty
from duties.policy import Outcome
from duties.rules import DutyStatus
from register import workflow as register
from register.rules import NextDue

_Open = tuple[NextDue, Collection[Outcome]]
"""What is due when, and what meets it."""


@transaction.atomic(savepoint=False)
def refresh_next_due(person_id: UUID) -> None:
    """Note on the person's list rows when the next action or duty is due, read from the tables."""
    rows = Duty.objects.open().with_deadline().filter(person=person_id, due_on__isnull=False)
    _note(
        person_id,
        [
            (NextDue(duty.due_on, duty.late_from), duty.outcomes)
            for duty in rows
            if duty.due_on is not None and duty.late_from is not None
        ],
    )


def note_next_due(person_id: UUID, worked: Iterable[Worked]) -> None:
    """Note the same from the duties as they have just been worked out."""
    _note(
        person_id,
        [
            (NextDue(one.due_on, one.late_from), one.spec.met_by)
            for one in worked
            if one.status is DutyStatus.OPEN
            and one.due_on is not None
            and one.late_from is not None
            and not (one.spec.floor or one.paused_on)
        ],
    )


def _note(person_id: UUID, due: Iterable[_Open]) -> None:
    due = list(due)
    above = due_above([person_id]).get(person_id)
    all_due = [one for one, _ in due] + ([NextDue.by(above)] if above else [])
    register.note_next_due(person_id=person_id, due=NextDue.first(all_due))
    visit, cetr = due_in_hospital(due)
    register.note_stay_due(person_id=person_id, visit=visit, cetr=cetr)


def due_in_hospital(due: Iterable[_Open]) -> tuple[NextDue | None, NextDue | None]:
    """Return the next oversight visit and the next C(E)TR among what is due."""
    visits, reviews = [], []
    for one, outcomes in due:
        met_by = {outcome.event for outcome in outcomes}
        if "reviews.visited" in met_by:
            visits.append(one)
        elif "reviews.held" in met_by and "meetings.held" not in met_by:
            reviews.append(one)
    return NextDue.first(visits), NextDue.first(reviews)
