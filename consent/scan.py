"""Looking for somebody in every text, JSON and identifier column of every table.

The identifiers are held in memory and never written, logged or returned: a finding is a table,
a column and how many rows. Two kinds are told apart. The NHS number (however it is spaced) and
the person's identifier are nobody else's: wherever one is found, something remains. A full name,
or the date of birth beside the family name, may be a namesake's: such places are told apart, so
that a person can look. Names alone are common words and are not looked for.

Sessions hold a user's identifier and no person's data; their signed text is not opened. Dates
and numbers in columns of their own are nobody's without a name and are not looked at.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg import sql

from core.dates import in_words
from register.models import Person

NOTHING = "(?!.)(?=.)"
_PLAIN = ("text", "varchar", "bpchar", "citext", "json", "jsonb", "uuid")
TYPES = [*_PLAIN, "_text", "_varchar", "_uuid"]

COLUMNS = """
SELECT c.table_name, array_agg(c.column_name::text ORDER BY c.ordinal_position)
  FROM information_schema.columns c
  JOIN information_schema.tables t USING (table_schema, table_name)
 WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.udt_name = ANY(%s)
 GROUP BY c.table_name ORDER BY c.table_name
"""


@dataclass(frozen=True, slots=True, repr=False)
class Identifiers:
    """What to look for: two patterns for PostgreSQL, kept in memory only."""

    own: str
    named: str = NOTHING
    word: str = ""
    """A word that stands in whatever matches `named`: looked for first, as it is far cheaper."""


@dataclass(slots=True)
class Findings:
    """Where something was found: rows by "table.column", never a value."""

    tables: int = 0
    columns: int = 0
    own: dict[str, int] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)
    keys: int | None = None
    """Keys of the broker that were looked through; none when it did not answer."""
    files: int | None = None
    """Files of the export folder; none where there is no folder."""

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.own and not self.named


def identifiers_of(person: Person) -> Identifiers:
    """Return what identifies `person`, however it is spaced or written."""
    own = [_uuid(person.pk)]
    if person.nhs_number:
        own.append(r"(?<![0-9])" + r"[\s-]*".join(person.nhs_number) + r"(?![0-9])")
    family = _words(person.family_name)
    named = []
    for given in {person.given_name, person.preferred_name} - {""}:
        first = _words(given)
        named += [rf"{first}[\s,]+{family}", rf"{family}[\s,]+{first}"]
    for day in _written(person.birth_date):
        named += [rf"{family}.{{0,200}}{day}", rf"{day}.{{0,200}}{family}"]
    return Identifiers(
        own="|".join(own),
        named=rf"(?<!\w)(?:{'|'.join(named)})(?!\w)",
        word=max(person.family_name.split(), key=len, default="").lower(),
    )


def identifiers_of_id(person_id: UUID) -> Identifiers:
    """Return what identifies somebody of whom only the identifier is known any more."""
    return Identifiers(own=_uuid(person_id))


def scan(
    identifiers: Identifiers, *, progress: Callable[[str, int, int], None] | None = None
) -> Findings:
    """Look through every table of the register; `progress` is told table, place and total."""
    findings = Findings()
    tables = list(_tables())
    for place, (table, columns) in enumerate(tables, start=1):
        if progress is not None:
            progress(table, place, len(tables))
        findings.tables += 1
        findings.columns += len(columns)
        own, named = _count(table, columns, identifiers)
        findings.own |= own
        findings.named |= {where: rows for where, rows in named.items() if where not in own}
    return findings


def _tables() -> Iterator[tuple[str, list[str]]]:
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [TYPES])
        yield from cursor.fetchall()


def _count(
    table: str, columns: list[str], identifiers: Identifiers
) -> tuple[dict[str, int], dict[str, int]]:
    """Return in how many rows of each column of `table` each kind was found.

    Each row is looked at once, its columns joined by a character that stands in no word, number
    or name; only where something is found is each column looked at by itself.
    """
    patterns = (identifiers.own, identifiers.named)
    counted = [
        sql.SQL("count(*) FILTER (WHERE {}::text ~* {})").format(
            sql.Identifier(table, column), sql.Literal(pattern)
        )
        for pattern in patterns
        for column in columns
    ]
    query = sql.SQL(
        "SELECT {} FROM {} CROSS JOIN LATERAL (SELECT concat_ws({}, {})) AS the_row (whole_text)"
        " WHERE whole_text ~* {} OR (strpos(lower(whole_text), {}) > 0 AND whole_text ~* {})"
    ).format(
        sql.SQL(", ").join(counted),
        sql.Identifier(table),
        sql.Literal("\x1f"),
        sql.SQL(", ").join(sql.Identifier(table, column) for column in columns),
        sql.Literal(identifiers.own),
        sql.Literal(identifiers.word),
        sql.Literal(identifiers.named),
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = cursor.fetchone()
    places = [f"{table}.{column}" for column in columns]
    halves = found[: len(columns)], found[len(columns) :]
    own, named = (
        {where: rows for where, rows in zip(places, half, strict=True) if rows} for half in halves
    )
    return own, named


def _uuid(person_id: UUID) -> str:
    return "-?".join(re.findall(".{4}", person_id.hex))


def _words(text: str) -> str:
    """Return a pattern for `text` with any space between its words."""
    return r"\s+".join(re.sub(r"([^\w])", r"\\\1", word) for word in text.split())


def _written(day: date) -> list[str]:
    """Return patterns for the ways in which a date is written."""
    numeric = rf"0?{day.day}[-/. ]0?{day.month}[-/. ](?:{day:%Y}|{day:%y})"
    return [f"{day:%Y-%m-%d}", f"{day:%Y%m%d}", numeric, _words(in_words(day))]


def namesakes(person: Person) -> bool:
    """Whether somebody else on the register, or a user, has the person's full name."""
    from accounts.models import User

    others: Any = Person.everyone.exclude(pk=person.pk)
    return bool(
        others.filter(
            given_name__iexact=person.given_name, family_name__iexact=person.family_name
        ).exists()
        or User.objects.filter(full_name__iexact=person.name).exists()
    )
