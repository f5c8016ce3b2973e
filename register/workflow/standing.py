"""Keeping the list rows true: derived here, in the transaction that changed a source."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models, transaction

from core import events
from core.names import search_text
from register import rules
from register.models import (
    FAR_FUTURE,
    Departure,
    Entry,
    InpatientStanding,
    InpatientStay,
    Person,
    Standing,
)
from register.rules import NextDue
from register.workflow.holding import ratings_in_turn

Values = dict[str, object]


def search_text_of(person: Person) -> str:
    """Return what a search looks through: names, NHS number and postcode."""
    return search_text(
        family=person.family_name,
        given=person.given_name,
        preferred=person.preferred_name,
        number=person.nhs_number or "",
        postcode=person.postcode,
    )


@events.step
def refresh_standing(person: Person) -> Standing | None:
    """Derive the person's list rows afresh; none, and none left, where nothing is to be listed.

    Somebody restricted is in no list. What is due next is kept: the floor that knows it says so
    through `note_next_due` and `note_stay_due`.
    """
    stay = InpatientStay.objects.open().filter(person=person).first()
    _refresh_inpatient(person, stay)
    derived = _derived(person, stay)
    _refresh_departure(person, on_register=derived is not None)
    if derived is None:
        Standing.objects.filter(person=person).delete()
        return None
    standing, _ = Standing.objects.update_or_create(person=person, defaults=derived)
    return standing


def _refresh_inpatient(person: Person, stay: InpatientStay | None) -> None:
    derived = _derived_inpatient(person, stay)
    rows = InpatientStanding.objects.filter(person=person)
    if derived is None:
        rows.delete()
    else:
        rows.exclude(stay=stay).delete()
        InpatientStanding.objects.update_or_create(stay=stay, defaults=derived)


def _refresh_departure(person: Person, *, on_register: bool) -> None:
    derived = None if on_register else _derived_departure(person)
    if derived is None:
        Departure.objects.filter(person=person).delete()
    else:
        Departure.objects.update_or_create(person=person, defaults=derived)


@transaction.atomic(savepoint=False)  # nobody goes on after it fails
def note_next_due(*, person_id: UUID, due: NextDue | None) -> None:
    """Note on the list row when the next thing about the person is due; None when nothing is."""
    on, late_from = due or (FAR_FUTURE, FAR_FUTURE)
    Standing.objects.filter(person=person_id).update(next_due_on=on, late_from=late_from)


@transaction.atomic(savepoint=False)  # nobody goes on after it fails
def note_stay_due(*, person_id: UUID, visit: NextDue | None, cetr: NextDue | None) -> None:
    """Note on the inpatient's list row when the next visit and the next C(E)TR are due."""
    InpatientStanding.objects.filter(person=person_id).update(**stay_due_values(visit, cetr))


def stay_due_values(visit: NextDue | None, cetr: NextDue | None) -> dict[str, date | None]:
    """Return what the inpatient's list row says of the next visit and the next C(E)TR."""
    return {
        "visit_due_on": visit and visit.on,
        "visit_late_from": visit and visit.late_from,
        "cetr_due_on": cetr and cetr.on,
        "cetr_late_from": cetr and cetr.late_from,
        "due_on": min((due.on for due in (visit, cetr) if due), default=FAR_FUTURE),
    }


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
    register can be worked in meanwhile. A person counts once, whichever of their rows differs.
    """
    found = {"checked": 0, "mended": 0, "missing": 0, "left_over": 0}
    for person_id in _concerned():
        with transaction.atomic():
            person = Person.everyone.select_for_update().filter(pk=person_id).first()
            if person is None:
                continue
            found["checked"] += 1
            difference = _difference(person)
            if difference:
                found[difference] += 1
                if mend:
                    refresh_standing(person)
    return Reconciled(**found)


def _concerned() -> list[UUID]:
    """Return everybody who has, or should have, a list row."""
    people: dict[UUID, None] = {}
    for rows in (
        Entry.objects.all(),
        InpatientStay.objects.open(),
        Standing.objects.all(),
        Departure.objects.all(),
        InpatientStanding.objects.all(),
    ):
        ids = rows.order_by("person_id").values_list("person_id", flat=True)
        people |= dict.fromkeys(ids.iterator())
    return list(people)


def _difference(person: Person) -> str:
    """Say what is wrong with the person's list rows: mended, missing, left_over, or nothing."""
    stay = InpatientStay.objects.open().filter(person=person).first()
    pairs = [
        (_values(Standing, person, _DERIVED), _derived(person, stay)),
        (_values(InpatientStanding, person, _INPATIENT), _derived_inpatient(person, stay)),
        (_values(Departure, person, _DEPARTED), _derived_departure(person)),
    ]
    wrong = [(before, after) for before, after in pairs if before != after]
    if not wrong:
        return ""
    before, after = wrong[0]
    return "missing" if before is None else "left_over" if after is None else "mended"


def _values(model: type[models.Model], person: Person, names: tuple[str, ...]) -> Values | None:
    """Return what the person's row says, without what is due next."""
    row: Any = model._default_manager.filter(person=person).values(*names).first()
    return dict(row) if row else None


def _derived(person: Person, stay: InpatientStay | None) -> Values | None:
    """Return what the person's list row should say; nothing where there should be none."""
    entry = Entry.objects.open().filter(person=person).first()
    if entry is None or person.restricted_at is not None:
        return None
    ratings = ratings_in_turn(entry)
    rating = ratings[-1]
    return {
        "entry_id": entry.pk,
        "rating_id": rating.pk,
        "area_id": person.area_id,
        "level": rating.level,
        "shown": rules.BLUE if stay else rating.level,
        "rated_at": rating.set_at,
        "level_since": rules.level_since(ratings),
        "sort_name": person.sort_name,
        "search": search_text_of(person),
    }


def inpatient_values(person: Person, stay: InpatientStay, *, on_leave: bool) -> Values:
    """Return what the list row of an open stay says, without what is due next."""
    return {
        "stay_id": stay.pk,
        "person_id": person.pk,
        "commissioner_id": stay.commissioner_id,
        "host_commissioner_id": stay.host_commissioner_id,
        "area_id": person.area_id,
        "hospital_id": stay.hospital_id,
        "security": str(stay.security),
        "legal_status": str(stay.legal_status),
        "detained": rules.LegalStatus(stay.legal_status).detained,
        "on_leave": on_leave,
        "birth_date": person.birth_date,
        "admitted_on": stay.admitted_on,
        "sort_name": person.sort_name,
    }


def _derived_inpatient(person: Person, stay: InpatientStay | None) -> Values | None:
    """Return what the inpatient's list row should say; nothing where there should be none."""
    if stay is None or person.restricted_at is not None:
        return None
    return inpatient_values(person, stay, on_leave=stay.leaves.open().exists())


def _derived_departure(person: Person) -> Values | None:
    """Return what the row of someone who has left should say; nothing where they have not."""
    entries = Entry.objects.filter(person=person)
    last = None if entries.open().exists() else entries.order_by("-closed_at", "-pk").first()
    if last is None or person.restricted_at is not None:
        return None
    return {
        "entry_id": last.pk,
        "area_id": person.area_id,
        "left_at": last.closed_at,
        "left_on": last.left_day,
        "reason": last.closure_reason,
        "birth_date": person.birth_date,
        "sort_name": person.sort_name,
        "search": search_text_of(person),
    }


_DERIVED = (
    "entry_id", "rating_id", "area_id", "level", "shown", "rated_at", "level_since", "sort_name",
    "search",
)  # fmt: skip
_DEPARTED = (
    "entry_id", "area_id", "left_at", "left_on", "reason", "birth_date", "sort_name",
    "search",
)  # fmt: skip
_INPATIENT = (
    "stay_id", "person_id", "commissioner_id", "host_commissioner_id", "area_id", "hospital_id",
    "security", "legal_status", "detained", "on_leave", "birth_date", "admitted_on", "sort_name",
)  # fmt: skip
