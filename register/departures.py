"""The list of people who have left the register: plain values, one query a page."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from accounts.rules import Permission, Role
from core import keyset
from core.dates import local_day
from core.names import listed_name
from register import finding, rules
from register.models import Departure
from register.rules.finding import Sought

SORTS = {"left": "left_on", "name": "sort_name"}
COLUMNS = (
    "person_id",
    "person__family_name",
    "person__given_name",
    "birth_date",
    "person__nhs_number",
    "left_on",
    "left_at",
    "person__died_on",
    "reason",
    "area__name",
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of the list asks for; anything it does not know is left aside."""

    reason: str = ""
    area: UUID | None = None
    sort: str = "left"
    descending: bool = True
    after: UUID | None = None
    before: UUID | None = None

    @classmethod
    def read(cls, query: Any) -> "Filters":
        """Return the filters in the query of an address: the last to leave first, unless told."""
        sort, reason = query.get("sort", ""), query.get("reason", "")
        known = sort.lstrip("-") in SORTS
        return cls(
            reason=reason if reason in rules.LEAVES else "",
            area=keyset.identifier(query.get("area")),
            sort=sort.lstrip("-") if known else "left",
            descending=sort.startswith("-") if known else True,
            after=keyset.identifier(query.get("after")),
            before=keyset.identifier(query.get("before")),
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list; `left_on` is None where no one knows the day of a death."""

    person_id: UUID
    name: str
    birth_date: date
    nhs_number: str | None
    left_on: date | None
    closed_on: date
    why: rules.ClosureReason
    area: str

    @classmethod
    def of(cls, values: Any) -> "Row":
        """Return the line for one row of `COLUMNS`."""
        key, family, given, birth, number, left_on, closed_at, died_on, reason, area = values
        why = rules.ClosureReason(reason)
        known = died_on is not None or why is not rules.ClosureReason.DIED
        return cls(
            key, listed_name(family, given), birth, number, left_on if known else None,
            local_day(closed_at), why, area,
        )  # fmt: skip


def page(user: User, filters: Filters) -> tuple[list[Row], keyset.Page, keyset.Count]:
    """Return the lines of one page for `user`, the page's neighbours, and the capped count."""
    order = (SORTS[filters.sort], "person_id")
    found = keyset.page(
        [_filtered(part, filters) for part in _parts(user, filters)],
        order=order,
        columns=(*order, *COLUMNS),
        after=filters.after,
        before=filters.before,
        descending=filters.descending,
    )
    whole = Departure.objects.permitted(user, Permission.PERSON_VIEW)
    total = keyset.count(_filtered(whole, filters))
    return [Row.of(values[2:]) for values in found.rows], found, total


def search(user: User, sought: Sought) -> list[Row]:
    """Return up to 50 people who have left and are what is sought, whom `user` may see."""
    rows = Departure.objects.permitted(user, Permission.PERSON_VIEW).matching(sought)
    found = finding.likest_first(rows, sought, "sort_name", "pk").values_list(*COLUMNS)
    return [Row.of(values) for values in found[: finding.SHOWS]]


def _parts(user: User, filters: Filters) -> list[QuerySet[Departure]]:
    """Return the list as disjoint queries that one index each answers: a part for each area."""
    rows = Departure.objects.permitted(user, Permission.PERSON_VIEW)
    grants = user.grants(Permission.PERSON_VIEW)
    if filters.area is None and grants.roles == {Role.TEAM} and grants.areas:
        return [rows.filter(area=area) for area in sorted(grants.areas)]
    return [rows]


def _filtered(rows: QuerySet[Departure], filters: Filters) -> QuerySet[Departure]:
    if filters.reason:
        rows = rows.filter(reason=filters.reason)
    return rows.filter(area=filters.area) if filters.area else rows
