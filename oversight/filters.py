"""What the BLUE list can be narrowed to. Filters stand in the address as codes and ids only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet

from core import keyset
from core.dates import add_months
from duties.models import Duty
from register import rules

DUE_SOON = 30
"""Days within which something counts as due soon (this register's own figure; certainty U)."""
YEAR, FIVE_YEARS, ADULT = 12, 60, 18 * 12
"""Months."""

DUE = {
    "visit_overdue": "Oversight visit overdue",
    "cetr_overdue": "C(E)TR overdue",
    "overdue": "Anything overdue",
    "soon": f"Due in the next {DUE_SOON} days",
}
STAY = {
    "under_1": "Under 1 year",
    "1_to_5": "1 to 5 years",
    "over_5": "5 years or more",
}
AGE = {"child": "Under 18", "adult": "18 and over"}
TERMS = {"detained": "Detained", "informal": "Not detained"}
LEAVE = {"on": "On extended leave", "off": "Not on extended leave"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """One choice for each filter; empty where none is made. What is unknown is left out."""

    due: str = ""
    stay: str = ""
    age: str = ""
    terms: str = ""
    leave: str = ""
    security: str = ""
    area: str = ""
    hospital: str = ""
    commissioner: str = ""

    @classmethod
    def asked(cls, query: Mapping[str, str]) -> "Filters":
        """Return the filters that an address names; a code that is not known is no filter."""
        given: dict[str, str] = {}
        for name, known in CODES.items():
            value = query.get(name, "")
            given[name] = value if value in known else ""
        for name in IDS:
            found = keyset.identifier(query.get(name))
            given[name] = str(found) if found else ""
        return cls(**given)

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))

    @property
    def codes(self) -> dict[str, str]:
        """The choices made, by name."""
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value for name, value in given.items() if value}

    @property
    def query(self) -> str:
        """The choices as they stand in an address."""
        return urlencode(self.codes)

    def words(self, names: Mapping[str, str]) -> list[str]:
        """Return the choices in plain words; `names` says what an id is called."""
        return [
            CODES[name][value] if name in CODES else names.get(value, "Somewhere else")
            for name, value in self.codes.items()
        ]

    def narrow(self, rows: QuerySet[Any], *, on: date) -> QuerySet[Any]:
        """Return those of the rows of inpatients that every choice keeps."""
        kept = Q()
        for name, value in self.codes.items():
            kept &= Q(**{f"{name}_id": value}) if name in IDS else NARROWS[name](value, on)
        return rows.filter(kept)


def _due(code: str, on: date) -> Q:
    # `due_on` is the earlier of the two dates: it says nothing new, and the index begins with it.
    visit, cetr = Q(visit_late_from__lte=on), Q(cetr_late_from__lte=on)
    return {
        "visit_overdue": Q(due_on__lt=on) & visit,
        "cetr_overdue": Q(due_on__lt=on) & cetr,
        "overdue": Q(due_on__lt=on) & (visit | cetr),
        "soon": _soon(on),
    }[code]


def _soon(on: date) -> Q:
    """Return who has a visit or a C(E)TR due soon, also where another one is overdue already.

    The row has the first date of each kind, so behind an overdue one the duties are asked.
    """
    days = (on, on + timedelta(days=DUE_SOON))
    duties = Duty.objects.open().with_deadline().filter(
        person=OuterRef("person"), due_on__range=days
    )  # fmt: skip
    behind = Q(Exists(duties.visits())) | Q(Exists(duties.reviews()))
    return Q(due_on__lte=days[1]) & (
        Q(visit_due_on__range=days) | Q(cetr_due_on__range=days) | (Q(due_on__lt=on) & behind)
    )


def _stay(code: str, on: date) -> Q:
    year, five = add_months(on, -YEAR), add_months(on, -FIVE_YEARS)
    return {
        "under_1": Q(admitted_on__gt=year),
        "1_to_5": Q(admitted_on__lte=year, admitted_on__gt=five),
        "over_5": Q(admitted_on__lte=five),
    }[code]


def _age(code: str, on: date) -> Q:
    grown_up = Q(birth_date__lte=add_months(on, -ADULT))
    return grown_up if code == "adult" else ~grown_up


CODES: dict[str, dict[str, str]] = {
    "due": DUE,
    "stay": STAY,
    "age": AGE,
    "terms": TERMS,
    "leave": LEAVE,
    "security": {one.value: one.label for one in rules.Security},
}
IDS = ("area", "hospital", "commissioner")
NARROWS: dict[str, Callable[[str, date], Q]] = {
    "due": _due,
    "stay": _stay,
    "age": _age,
    "terms": lambda code, on: Q(detained=code == "detained"),
    "leave": lambda code, on: Q(on_leave=code == "on"),
    "security": lambda code, on: Q(security=code),
}
