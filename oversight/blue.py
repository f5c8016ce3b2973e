"""The BLUE list: who is in a mental health hospital, and which visit and C(E)TR are due when.

No narrative: who, where, since when, on what terms, and what is due. It reads one row for each
inpatient, kept beside the stay, so that a page costs the same however long the list is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from accounts.models import User
from accounts.rules import Permission
from core import keyset
from core.dates import age_on
from oversight.filters import IDS, Filters
from register import rules
from register.models import InpatientStanding, InpatientStay, StatusChange
from register.querysets import InpatientStandingQuerySet

NAMES = {"area": "area__name", "hospital": "hospital__name", "commissioner": "commissioner__name"}
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
    "cetr_due_on",
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
         admitted, level, before, planned, pays, visit, review) = values  # fmt: skip
        return cls(
            stay_id=stay_id,
            person_id=person,
            name=f"{family}, {given}",
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
            visit_overdue=visit is not None and visit < on,
            review_due=review,
            review_overdue=review is not None and review < on,
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
        [filters.narrow(inpatients(user, permission), on=on)],
        order=("due_on", "stay_id"),
        columns=("due_on", "stay_id", *COLUMNS),
        after=after,
        before=before,
    )
    return _lines([values[1:] for values in found.rows], on), found


def lately_left(user: User) -> list[InpatientStay]:
    """Return the stays, not long ended, for which `user` may still record a visit; 50 at most."""
    if not user.holds(Permission.VISIT_RECORD):
        return []
    rows = InpatientStay.objects.permitted(user, Permission.VISIT_RECORD).ended()
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
    """Return what to ask about the legal status, by stay; one query where anybody can be asked."""
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
    """What the list amounts to, for its head and for the home page."""

    inpatients: int
    visits_overdue: int
    reviews_overdue: int


def figures(
    user: User, permission: Permission, *, on: date, filters: Filters | None = None
) -> Figures:
    """Return how many are in hospital and for how many a visit or a C(E)TR is overdue."""
    rows = (filters or Filters()).narrow(inpatients(user, permission), on=on)
    counts = rows.aggregate(
        inpatients=Count("pk"),
        visits_overdue=Count("pk", filter=Q(visit_due_on__lt=on)),
        reviews_overdue=Count("pk", filter=Q(cetr_due_on__lt=on)),
    )
    return Figures(**counts)


def places(user: User, permission: Permission) -> dict[str, list[tuple[str, str]]]:
    """Return the areas, hospitals and commissioners of one's inpatients, as (id, name)."""
    rows = inpatients(user, permission).order_by()
    return {
        name: [
            (str(pk), words)
            for pk, words in rows.values_list(f"{name}_id", NAMES[name])
            .distinct()
            .order_by(NAMES[name], f"{name}_id")
        ]
        for name in IDS
    }
