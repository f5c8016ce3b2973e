"""Keeping the list rows true: derived here, in the transaction that changed a source."""

from datetime import date
from uuid import UUID

from django.db import transaction

from register import rules
from register.models import FAR_FUTURE, Entry, InpatientStay, Person, Rating, Standing


def sort_name_of(person: Person) -> str:
    """Return the name that lists are ordered by: family name first, lower case."""
    return f"{person.family_name} {person.given_name}".lower()[:201]


def search_text_of(person: Person) -> str:
    """Return what a search looks through: names and NHS number, lower case."""
    parts = (person.family_name, person.given_name, person.preferred_name, person.nhs_number or "")
    return " ".join(part.lower() for part in parts if part)


@transaction.atomic
def refresh_standing(person: Person) -> Standing | None:
    """Derive the person's list row afresh; none, and none left, without an open entry.

    What is due next is kept: the floor that knows it says so through `note_next_due`.
    """
    entry = Entry.objects.open().filter(person=person).first()
    if entry is None:
        Standing.objects.filter(person=person).delete()
        return None
    rating = Rating.objects.get(entry=entry, followed_by__isnull=True)
    inpatient = InpatientStay.objects.open().filter(person=person).exists()
    standing, _ = Standing.objects.update_or_create(
        person=person,
        defaults={
            "entry": entry,
            "rating": rating,
            "area_id": person.area_id,
            "level": rating.level,
            "shown": rules.BLUE if inpatient else rating.level,
            "rated_at": rating.set_at,
            "sort_name": sort_name_of(person),
            "search": search_text_of(person),
        },
    )
    return standing


@transaction.atomic
def note_next_due(*, person_id: UUID, on: date | None) -> None:
    """Note on the list row when the next thing about the person is due; None when nothing is."""
    Standing.objects.filter(person=person_id).update(next_due_on=on or FAR_FUTURE)
