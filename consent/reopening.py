"""What speaks against opening a closed record again: its time is over, or no lawful basis."""

from datetime import datetime
from uuid import UUID

from django.urls import reverse

from consent import disposition, workflow
from core.dates import in_words, local_day
from core.errors import RuleBroken
from register.models import Person
from register.open_work import Refusal


def still_kept(person_id: UUID, entry_id: UUID, at: datetime) -> Refusal | None:
    """Refuse a record whose time of keeping is over: it waits to be erased."""
    clock = disposition.clock_of(person_id)
    if clock is None or local_day(at) < clock.due_on:
        return None
    return Refusal(
        f"We kept this record until {in_words(clock.due_on)}, so it cannot be reopened. If "
        "the person has come back, make a new referral.",
    )


def basis_stands(person_id: UUID, entry_id: UUID, at: datetime) -> Refusal | None:
    """Refuse a record without a lawful basis today, and lead to where one is recorded."""
    try:
        workflow.check_basis(person=Person.everyone.get(pk=person_id), on=local_day(at))
    except RuleBroken as broken:
        return Refusal(
            broken.message, reverse("consent:choose", args=[person_id]), "Record the lawful basis"
        )
    return None
