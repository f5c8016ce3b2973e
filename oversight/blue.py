"""The BLUE list: who is in a mental health hospital, and which visit and C(E)TR are due when.

No narrative: who, where, since when, on what terms, and what is due. It reads one row for each
inpatient, kept beside the stay, so that a page costs the same however long the list is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value

from accounts.models import Area, Organisation, User
from accounts.rules import Permission
from core import keyset
from core.dates import age_on
from core.names import listed_name
from oversight.filters import IDS, Filters
from register import rules
from register.models import InpatientStanding, InpatientStay, StatusChange
from register.querysets import InpatientStandingQuerySet, ways

COLUMNS = (
    "person_id",
    "person__family_name",
    "person__given_name",
    "birth_date",
    "person__nhs_number",
    "hospital__name",
    "stay__ward",
    "security",
    "legal_status",
    "on_leave",
    "admitted_on",
    "stay__level_at_admission",
    "stay__on_register_before",
    "stay__planned_discharge_on",
    "commissioner__name",
    "visit_due_on",
    "visit_late_from",
    "cetr_due_on",
    "cetr_late_from",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One inpatient. Dates of what is due are None where nothing of the kind is open."""

    stay_id: UUID
    person_id: UUID
    name: str
    birth_date: date
    age: int
    nhs_number: str | None
    hospital: str
    ward: str
    security: str
    legal_status: str
    on_leave: bool
    admitted_on: date
    days: int
    level_at_admission: str
    on_register_before: bool
    planned_discharge_on: date | None
    commissioner: str
    visit_due: date | None
    visit_overdue: bool
    review_due: date | None
    review_overdue: bool
    status_question: str = ""

    @classmethod
    def of(cls, stay_id: UUID, values: Sequence[Any], on: date) -> "Line":
        """Return the line for one row of `COLUMNS`, as at `on`."""
        (person, family, given, birth, number, hospital, ward, security, status, leave,
         admitted, level, before, planned, pays, *due) = values  # fmt: skip
        visit, visit_late_from, review, review_late_from = due
        return cls(
            stay_id=stay_id,
            person_id=person,
            name=listed_name(family, given),
            birth_date=birth,
            age=age_on(birth, on),
            nhs_number=number,
            hospital=hospital,
            ward=ward,
            security=rules.Security(security).label,
            legal_status=rules.LegalStatus(status).label,
            on_leave=leave,
            admitted_on=admitted,
            days=(on - admitted).days,
            level_at_admission=level,
            on_register_before=before,
            planned_discharge_on=planned,
            commissioner=pays,
            visit_due=visit,
            visit_overdue=visit_late_from is not None and visit_late_from <= on,
            review_due=review,
            review_overdue=review_late_from is not None and review_late_from <= on,
        )


def inpatients(user: User, permission: Permission) -> InpatientStandingQuerySet:
    """Return the rows of the inpatients whom `user` may see."""
    return InpatientStanding.objects.permitted(user, permission)


def page(
    user: User,
    permission: Permission,
    *,
    filters: Filters,
    on: date,
    after: UUID | None,
    before: UUID | None,
) -> tuple[list[Line], keyset.Page]:
    """Return one page of the list, what is due soonest (so overdue) first."""
    found = keyset.page(
        _narrowed(user, permission, filters, on),
        order=("due_on", "stay_id"),
        columns=("due_on", "stay_id", *COLUMNS),
        after=after,
        before=before,
    )
    return _lines([values[1:] for values in found.rows], on), found


def _narrowed(
    user: User, permission: Permission, filters: Filters, on: date
) -> list[QuerySet[Any]]:
    """Return what the filters keep of the list, as queries that one index each answers."""
    parts = InpatientStanding.objects.parts(user, permission)
    return [filters.narrow(part, on=on) for part in parts]


def lately_left(user: User) -> list[InpatientStay]:
    """Return the stays, not long ended, for which `user` may still record a visit; 50 at most."""
    if not user.holds(Permission.VISIT_RECORD):
        return []
    rows = InpatientStay.objects.lately_left(user)
    return list(rows.select_related("person", "hospital")[:50])


def everything(user: User, permission: Permission, *, filters: Filters, on: date) -> list[Line]:
    """Return the whole list, for an export or for paper; what is due soonest first."""
    rows = filters.narrow(inpatients(user, permission), on=on).order_by("due_on", "stay_id")
    return _lines(rows.values_list("stay_id", *COLUMNS), on)


def _lines(rows: Iterable[Sequence[Any]], on: date) -> list[Line]:
    """Return the lines for rows of a stay and its `COLUMNS`, with what to ask about them."""
    lines = [Line.of(values[0], values[1:], on) for values in rows]
    asked = _status_questions(lines, on)
    return [replace(one, status_question=asked.get(one.stay_id, "")) for one in lines]


def _status_questions(lines: Sequence[Line], on: date) -> dict[UUID, str]:
    """Return what to ask about the legal status, by stay; one query where anyone can be asked."""
    now = rules.LegalStatus.SECTION_2
    since = {one.stay_id: one.admitted_on for one in lines if one.legal_status == now.label}
    long = {stay: day for stay, day in since.items() if rules.section_2_question(since=day, on=on)}
    if not long:
        return {}
    changes: dict[UUID, list[tuple[str, str, date]]] = {}
    found = StatusChange.objects.filter(stay__in=long)
    for stay, was, became, day in found.values_list("stay_id", "was", "legal_status", "changed_on"):
        changes.setdefault(stay, []).append((was, became, day))
    return {
        stay: rules.section_2_question(
            since=rules.section_2_since(now=now, admitted_on=day, changes=changes.get(stay, [])),
            on=on,
        )
        for stay, day in long.items()
    }


@dataclass(frozen=True, slots=True)
class Figures:
    """What the list amounts to, for its head and for the home page: people, counted to 1,000."""

    inpatients: keyset.Count
    visits_overdue: keyset.Count
    reviews_overdue: keyset.Count


def figures(
    user: User, permission: Permission, *, on: date, filters: Filters | None = None
) -> Figures:
    """Return how many are in hospital and for how many a visit or a C(E)TR is overdue."""
    rows = _narrowed(user, permission, filters or Filters(), on)

    def overdue(code: str) -> keyset.Count:
        late = Filters(due=code)
        return keyset.count(*(late.narrow(part, on=on) for part in rows))

    return Figures(
        inpatients=keyset.count(*rows),
        visits_overdue=overdue("visit_overdue"),
        reviews_overdue=overdue("cetr_overdue"),
    )


PLACES: dict[str, type[Area] | type[Organisation]] = {
    "area": Area, "hospital": Organisation, "commissioner": Organisation,
}  # fmt: skip


def places(user: User, permission: Permission) -> dict[str, list[tuple[str, str]]]:
    """Return the areas, hospitals and commissioners of one's inpatients, as (id, name).

    One look into an index for each place that there is, however many inpatients there are.
    """
    reached = ways(user.grants(permission))
    parts = []
    for name in IDS:
        there = Q(pk__in=[])
        for way, key in reached:
            there |= _anyone(way, key, name)
        rows = PLACES[name].objects.filter(there).order_by().annotate(what=Value(name))
        parts.append(rows.values_list("what", "pk", "name"))
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in IDS}
    for what, pk, words in parts[0].union(*parts[1:], all=True).order_by("name", "pk"):
        found[what].append((str(pk), words))
    return found


def _anyone(way: str, key: UUID, name: str) -> Q:
    """Return the filter for the places of people that this way reaches.

    The next place in the order of the index is the place itself, if anyone is there: asked like
    this, PostgreSQL never takes to reading the table until someone turns up.
    """
    rows = InpatientStanding.objects.filter(**{way: key})
    if way == name:
        first = rows.order_by("due_on", "stay_id").values("pk")[:1]
        return Q(pk=key) & Q(Exists(InpatientStanding.objects.filter(pk__in=first)))
    following = rows.filter(**{f"{name}__gte": OuterRef("pk")}).order_by(name)
    return Q(pk=Subquery(following.values(name)[:1]))
