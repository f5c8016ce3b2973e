"""What the person has a right to: a copy of everything, who has looked, and plain words.

Reads only. The copy is what the keepers say, so nothing that the service keeps is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accounts.models import Area, User
from accounts.rules import Permission, Role
from consent import rules
from consent.models import RefusalCount
from core import records
from core.copies import Check, Lines, plainly
from core.dates import add_months
from core.models import ReadLog
from core.nhsuk import say
from core.records import Part, Plain
from core.small_numbers import HIDDEN
from register.models import Person


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of record in the copy."""

    title: str
    records: list[Lines]

    def to_check(self, check: Check) -> int:
        """Return how many lines somebody must look at for that reason before release."""
        return sum(line.check is check for lines in self.records for line in lines)


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody was shown the record: who, in which role, when, on which page and what for."""

    name: str
    role: str
    when: datetime
    page: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Copy:
    """Everything that the service keeps about a person, and who has looked."""

    person: Person
    made_at: datetime
    sections: list[Section]
    looks: list[Look]

    @property
    def others(self) -> list[tuple[str, int, int]]:
        """Where others are told of: section, lines about them, free texts to be read."""
        rows = [(s.title, s.to_check(Check.OTHERS), s.to_check(Check.WORDS)) for s in self.sections]
        return [row for row in rows if row[1] or row[2]]

    def as_json(self) -> dict[str, Any]:
        """Return the copy as plain values, with what to check before it is handed out."""
        return {
            "about": self.person.name,
            "made_on": plainly(self.made_at),
            "check_before_release": NOTE,
            "kept": [
                {
                    "kind": section.title,
                    "records": [[_line(line) for line in lines] for lines in section.records],
                }
                for section in self.sections
            ],
            "who_has_looked": [
                {
                    "name": look.name,
                    "role": look.role,
                    "when": plainly(look.when),
                    "page": look.page,
                    "purpose": look.purpose,
                }
                for look in self.looks
            ],
        }


NOTE = (
    "Before you share this copy, check it for information about other people. Check each line "
    "marked as about someone else; free text may also mention someone. Remove what is not about "
    "the person, and write on the record why."
)


def copy_for(person: Person, *, at: datetime) -> Copy:
    """Return everything that the keepers keep about `person`, lowest floor first."""
    kept = (part for keeper in records.keepers() for part in keeper.export(person.pk).items())
    sections = [Section(title, found) for title, found in kept if found]
    return Copy(person, at, sections, list(looks_at(person.pk)))


def looks_at(person_id: UUID) -> Iterator[Look]:
    """Give each page on which somebody was shown the person, the latest first."""
    rows = ReadLog.objects.filter(persons__contains=[person_id]).order_by("-id")
    for row in rows.select_related("user").prefetch_related("user__roles"):
        roles = dict.fromkeys(Role(held.role).label for held in row.user.roles.all())
        yield Look(
            name=row.user.full_name,
            role=", ".join(roles) or "No role now",
            when=row.at,
            page=page_name(row.view),
            purpose=PURPOSES.get(row.purpose, row.purpose.replace("_", " ").capitalize()),
        )


def page_name(view: str) -> str:
    """Return what a page is called, for somebody who does not know the service."""
    return PAGES.get(view) or PLACES.get(view.partition(":")[0], "A page of the service")


PAGES = {
    "register:person": "The person's own page",
    "register:people": "The list of people",
    "register:search": "A search by name",
    "register:edit": "Changing the person's details",
    "register:rate": "Rating the person",
    "consent:decision": "A decision about being on the register",
    "consent:history": "Decisions about being on the register",
    "consent:make_copy": "A copy of the record for the person",
    "consent:easy_read": "The easy-read page",
    "consent:agency_copy": "A decision, for an organisation's own record",
    "referrals:referral": "A referral",
    "referrals:basis_copy": "A decision, for an organisation's own record",
    "referrals:result_copy": "A tool's result, for an organisation's own record",
    "meetings:print": "An agenda, printed",
    "meetings:meeting": "An agenda",
    "oversight:export": "A file with the list of people in hospital",
}
PLACES = {
    "register": "The register",
    "consent": "Consent",
    "actions": "Actions and duties",
    "reviews": "Reviews and visits",
    "referrals": "Referrals",
    "meetings": "Meetings",
    "alerts": "Alerts",
    "oversight": "Lists for commissioners and auditors",
}
PURPOSES = {
    "": "",
    "consent": "Consent",
    "withdrawal": "A withdrawal",
    "subject_access": "A copy for the person",
    "own_record": "A copy for an organisation's own record",
    "easy_read": "To show or print for the person",
}


def _line(line: Any) -> dict[str, str]:
    told = {"what": line.label, "says": line.words}
    marks = {Check.OTHERS: "about someone else", Check.WORDS: "free text"}
    return told | ({"check": marks[line.check]} if line.check else {})


def in_plain_words(person_id: UUID, *, at: datetime) -> dict[str, list[Plain]]:
    """Return what every app says to the person, by part of the easy-read page."""
    said = [one for keeper in records.keepers() for one in keeper.plainly(person_id, at=at)]
    return {part.value: [one for one in said if one.part is part] for part in Part}


MONTHS_TOLD = 12
"""The month that is not over is never told: watching it grow would say who said no when."""


def refusals(user: User, permission: Permission, *, on: date) -> rules.Table:
    """Return how many people said no in the last 12 whole months in the user's areas."""
    this = on.replace(day=1)
    months = [add_months(this, -back) for back in range(MONTHS_TOLD, 0, -1)]
    areas = list(Area.objects.permitted(user, permission).order_by("name"))
    rows = RefusalCount.objects.permitted(user, permission).between(months[0], months[-1])
    counts = {(row.month, row.area.name): row.count for row in rows}
    return rules.publish(counts, months=months, areas=[area.name for area in areas])


def table_words(table: rules.Table) -> dict[str, Any]:
    """Return columns and rows of the table as a page shows them, with the totals and a reading."""
    columns: list[Any] = ["Month", *({"label": area, "numeric": True} for area in table.areas)]
    columns.append({"label": "All areas", "numeric": True})
    rows = [
        [_month(month), *(HIDDEN if cell is None else cell for cell in cells), total.words]
        for month, cells, total in zip(table.months, table.cells, table.by_month, strict=True)
    ]
    rows.append(["All months", *(one.words for one in table.by_area), table.altogether.words])
    told = sum(cell is not None for cells in table.cells for cell in cells)
    every = len(table.months) * len(table.areas)
    reading = (
        f"{told} of {every} figures can be told; in all others {HIDDEN} people said no."
        if told
        else f"In every month and area {HIDDEN} people said no, so no figure is told."
    )
    return {"columns": columns, "rows": rows, "reading": reading}


@dataclass(frozen=True, slots=True)
class Bar:
    """One month of the chart, in the units of its drawing (720 by 260)."""

    x: int
    y: int
    height: int
    words: str
    month: str


BASE, TALLEST, STEP = 210, 170, 60


def chart_of(table: rules.Table) -> list[Bar]:
    """Return a bar for each month: what is told of it, and nothing else."""
    told = [total.told for total in table.by_month]
    most = max([*told, 1])
    return [
        Bar(
            x=place * STEP,
            y=BASE - round(TALLEST * count / most),
            height=round(TALLEST * count / most),
            words=str(count) if count else "-",
            month=f"{month:%b}",
        )
        for place, (month, count) in enumerate(zip(table.months, told, strict=True))
    ]


def _month(month: date) -> str:
    return f"{say.MONTHS[month.month - 1]} {month.year}"
