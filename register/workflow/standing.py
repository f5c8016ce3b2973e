"""Keeping the list rows true: derived here, in the transaction that changed a source."""

from dataclasses import dataclass
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
    derived = _derived(person)
    if derived is None:
        Standing.objects.filter(person=person).delete()
        return None
    standing, _ = Standing.objects.update_or_create(person=person, defaults=derived)
    return standing


@transaction.atomic
def note_next_due(*, person_id: UUID, on: date | None) -> None:
    """Note on the list row when the next thing about the person is due; None when nothing is."""
    Standing.objects.filter(person=person_id).update(next_due_on=on or FAR_FUTURE)


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What comparing every list row with its sources found."""

    checked: int
    mended: int
    missing: int
    left_over: int

    @property
    def sound(self) -> bool:
        """Whether every row matched."""
        return not (self.mended or self.missing or self.left_over)


def reconcile(*, mend: bool) -> Reconciled:
    """Compare every list row with its sources and, where asked, mend what differs.

    One person at a time, each in a transaction of its own that holds the person, so that the
    register can be worked in meanwhile.
    """
    checked = mended = missing = left_over = 0
    entries = Entry.objects.open().values_list("person_id", flat=True)
    closed = Standing.objects.filter(entry__closed_at__isnull=False)
    for person_id in [*entries.iterator(), *closed.values_list("person_id", flat=True)]:
        with transaction.atomic():
            person = Person.everyone.select_for_update().filter(pk=person_id).first()
            if person is None:
                continue
            before = _values(person)
            after = _derived(person)
            checked += 1
            if before != after:
                missing += before is None
                left_over += after is None
                mended += before is not None and after is not None
                if mend:
                    refresh_standing(person)
    return Reconciled(checked, mended, missing, left_over)


def _values(person: Person) -> dict[str, object] | None:
    """Return what the person's list row says, without what is due next."""
    row = Standing.objects.filter(person=person).values(*_DERIVED).first()
    return dict(row) if row else None


def _derived(person: Person) -> dict[str, object] | None:
    """Return what the person's list row should say."""
    entry = Entry.objects.open().filter(person=person).first()
    if entry is None:
        return None
    rating = Rating.objects.get(entry=entry, followed_by__isnull=True)
    inpatient = InpatientStay.objects.open().filter(person=person).exists()
    return {
        "entry_id": entry.pk,
        "rating_id": rating.pk,
        "area_id": person.area_id,
        "level": rating.level,
        "shown": rules.BLUE if inpatient else rating.level,
        "rated_at": rating.set_at,
        "sort_name": sort_name_of(person),
        "search": search_text_of(person),
    }


_DERIVED = (
    "entry_id", "rating_id", "area_id", "level", "shown", "rated_at", "sort_name", "search",
)  # fmt: skip
