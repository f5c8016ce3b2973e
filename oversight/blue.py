"""The BLUE list: who is in a mental health hospital, and which visit and C(E)TR are due when.

No narrative: who, where, since when, on what terms, and what is due. One query a page; the dates
come from the open duties, which the policy raised.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Least

from accounts.models import User
from accounts.rules import Permission
from actions.models import Duty
from core import keyset
from core.dates import age_on
from register import rules
from register.models import FAR_FUTURE, InpatientStay

COLUMNS = (
    "person_id",
    "person__family_name",
    "person__given_name",
    "person__birth_date",
    "person__nhs_number",
    "hospital__name",
    "ward",
    "security",
    "legal_status",
    "admitted_on",
    "level_at_admission",
    "on_register_before",
    "planned_discharge_on",
    "commissioner__name",
    "visit_due",
    "review_due",
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

    @classmethod
    def of(cls, stay_id: UUID, values: Sequence[Any], on: date) -> "Line":
        """Return the line for one row of `COLUMNS`, as at `on`."""
        (person, family, given, birth, number, hospital, ward, security, status, admitted,
         level, before, planned, commissioner, visit, review) = values  # fmt: skip
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
            admitted_on=admitted,
            days=(on - admitted).days,
            level_at_admission=level,
            on_register_before=before,
            planned_discharge_on=planned,
            commissioner=commissioner,
            visit_due=visit,
            visit_overdue=visit is not None and visit < on,
            review_due=review,
            review_overdue=review is not None and review < on,
        )


def stays(user: User, permission: Permission) -> QuerySet[Any]:
    """Return the open stays that `user` may see, each with what is due next and when."""
    return (
        InpatientStay.objects.permitted(user, permission)
        .open()
        .annotate(
            visit_due=_earliest(Duty.objects.visits()),
            review_due=_earliest(Duty.objects.reviews()),
        )
        .annotate(
            due=Least(Coalesce(F("visit_due"), FAR_FUTURE), Coalesce(F("review_due"), FAR_FUTURE))
        )
    )


def _earliest(duties: Any) -> Subquery:
    """Return the earliest due date among a person's open duties of one kind."""
    mine = duties.open().with_deadline().filter(person=OuterRef("person_id"), due_on__isnull=False)
    return Subquery(mine.order_by().values("person").annotate(due=Min("due_on")).values("due"))


def page(
    user: User, permission: Permission, *, on: date, after: UUID | None, before: UUID | None
) -> tuple[list[Line], keyset.Page]:
    """Return one page of the list, what is due soonest (so overdue) first."""
    found = keyset.page(
        [stays(user, permission)],
        order=("due", "id"),
        columns=("due", "id", *COLUMNS),
        after=after,
        before=before,
    )
    return [Line.of(values[1], values[2:], on) for values in found.rows], found


def everything(user: User, permission: Permission, *, on: date) -> list[Line]:
    """Return the whole list, for an export; what is due soonest first."""
    rows = stays(user, permission).order_by("due", "id").values_list("id", *COLUMNS)
    return [Line.of(values[0], values[1:], on) for values in rows]


@dataclass(frozen=True, slots=True)
class Figures:
    """What the list amounts to, for its head and for the home page."""

    inpatients: int
    visits_overdue: int
    reviews_overdue: int


def figures(user: User, permission: Permission, *, on: date) -> Figures:
    """Return how many are in hospital and for how many a visit or a C(E)TR is overdue."""
    rows = stays(user, permission)
    return Figures(
        inpatients=rows.count(),
        visits_overdue=rows.filter(visit_due__lt=on).count(),
        reviews_overdue=rows.filter(review_due__lt=on).count(),
    )
