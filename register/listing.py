"""The list of people on the register: plain values, one query a page, whatever the size."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from accounts.colleagues import names_of
from accounts.models import User
from accounts.rules import Permission, Role
from core import keyset, nhs_number
from core.dates import local_day
from core.names import listed_name
from register import finding, rules
from register.models import FAR_FUTURE, Person, Standing
from register.rules.finding import Sought

SORTS = {"name": "sort_name", "due": "next_due_on", "rated": "rated_at"}
COLUMNS = (
    "person_id",
    "person__family_name",
    "person__given_name",
    "person__birth_date",
    "person__nhs_number",
    "shown",
    "level",
    "rated_at",
    "level_since",
    "next_due_on",
    "area__name",
    "person__lead_professional__full_name",
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of the list asks for; anything it does not know is left aside."""

    shown: str = ""
    area: UUID | None = None
    overdue: bool = False
    sort: str = "name"
    descending: bool = False
    after: UUID | None = None
    before: UUID | None = None

    @classmethod
    def read(cls, query: Any) -> "Filters":
        """Return the filters in the query of an address."""
        sort = query.get("sort", "")
        return cls(
            shown=query.get("rating", "") if query.get("rating") in rules.SHOWN else "",
            area=keyset.identifier(query.get("area")),
            overdue=query.get("due") == "overdue",
            sort=sort.lstrip("-") if sort.lstrip("-") in SORTS else "name",
            descending=sort.startswith("-"),
            after=keyset.identifier(query.get("after")),
            before=keyset.identifier(query.get("before")),
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    person_id: UUID
    name: str
    birth_date: date
    nhs_number: str | None
    shown: str
    level: str
    rated_at: datetime
    since: datetime
    due_on: date | None
    area: str
    lead: str | None

    @property
    def was_confirmed(self) -> bool:
        """Whether the level shown is older than its last rating."""
        return self.shown == self.level and local_day(self.rated_at) != local_day(self.since)

    @classmethod
    def of(cls, values: Sequence[Any]) -> "Row":
        """Return the line for one row of `COLUMNS`."""
        key, family, given, birth, number, shown, level, rated_at, since, due, area, lead = values
        return cls(
            key, listed_name(family, given), birth, number, shown, level, rated_at,
            since or rated_at, None if due == FAR_FUTURE else due, area, lead,
        )  # fmt: skip


def page(user: User, filters: Filters, *, on: date) -> tuple[list[Row], keyset.Page, keyset.Count]:
    """Return the lines of one page for `user`, the page's neighbours, and the capped count."""
    parts = [_filtered(part, filters, on) for part in _parts(user, filters)]
    order = (SORTS[filters.sort], "person_id")
    found = keyset.page(
        parts,
        order=order,
        columns=(*order, *COLUMNS),
        after=filters.after,
        before=filters.before,
        descending=filters.descending,
    )
    total = keyset.count(parts[0] if len(parts) == 1 else _whole(user, filters, on))
    return [Row.of(values[2:]) for values in found.rows], found, total


def _parts(user: User, filters: Filters) -> list[QuerySet[Standing]]:
    """Return the list as disjoint queries that one index each answers: a part for each area."""
    rows = Standing.objects.permitted(user, Permission.PERSON_VIEW)
    if filters.area:
        return [rows.filter(area=filters.area)]
    grants = user.grants(Permission.PERSON_VIEW)
    if grants.roles == {Role.TEAM} and grants.areas:
        return [rows.filter(area=area) for area in sorted(grants.areas)]
    return [rows]


def _whole(user: User, filters: Filters, on: date) -> QuerySet[Standing]:
    """Return the list as one query: counted once up to its cap, and not up to it for each area."""
    return _filtered(Standing.objects.permitted(user, Permission.PERSON_VIEW), filters, on)


def _filtered(rows: QuerySet[Standing], filters: Filters, on: date) -> QuerySet[Standing]:
    if filters.shown:
        rows = rows.filter(shown=filters.shown)
    if filters.overdue:
        rows = rows.filter(next_due_on__lt=on, late_from__lte=on)
    return rows


def search(user: User, sought: Sought) -> list[Row]:
    """Return up to 50 people who are what is sought, the likest first, whom `user` may see."""
    rows = Standing.objects.permitted(user, Permission.PERSON_VIEW).matching(sought)
    found = finding.likest_first(rows, sought, "sort_name", "pk").values_list(*COLUMNS)
    return [Row.of(values) for values in found[: finding.SHOWS]]


@dataclass(frozen=True, slots=True)
class LeadRow:
    """One lead professional: how many people of one's areas they lead, and whether they can."""

    user_id: UUID
    name: str
    is_active: bool
    people: int


def leads(user: User, permission: Permission) -> list[LeadRow]:
    """Return who leads people in the areas of `user`: those who cannot any more first."""
    rows = Standing.objects.permitted(user, permission).in_areas(user, permission)
    who = "person__lead_professional"
    counted = (
        rows.filter(person__lead_professional__isnull=False)
        .order_by()
        .values(who, f"{who}__full_name", f"{who}__is_active")
        .annotate(people=Count("pk"))
        .order_by(f"{who}__is_active", f"{who}__full_name", who)
    )
    shown = list(counted[:MOST_LEADS])
    names = names_of(one[who] for one in shown)
    return [
        LeadRow(one[who], names[one[who]], one[f"{who}__is_active"], one["people"]) for one in shown
    ]


MOST_LEADS = 500


def holder_of(typed: str) -> Person | None:
    """Return who has the NHS number that was typed; whether they may be shown is for the caller."""
    digits = nhs_number.digits_of(typed)
    if digits is None:
        return None
    rows: QuerySet[Person] = Person.objects.filter(nhs_number=digits).select_related("area")
    return rows.first()
