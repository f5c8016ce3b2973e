"""Pages of long lists that cost the same on the first page and on the last.

A page starts after a row, named in the address by its id alone, so that no name or date of a
person stands in an address. The comparison is PostgreSQL's own row-value comparison, which walks
the index that orders the list; `OFFSET` would read everything before the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, QuerySet, TextField
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

PAGE = 50
COUNTED_TO = 1_000


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its rows, and the ids after and before which its neighbours start."""

    rows: list[Any]
    following: str
    previous: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows a list has, counted to 1,000 only: beyond that the figure helps nobody."""

    rows: int

    def __str__(self) -> str:
        return f"more than {COUNTED_TO:,}" if self.rows > COUNTED_TO else f"{self.rows:,}"


def count(*parts: QuerySet[Any]) -> Count:
    """Count the rows of `parts`, stopping once there are more than 1,000.

    Several parts are queries of one table that one index each answers; a row that is in two of
    them counts once.
    """
    first, *more = [part.order_by().values("pk")[: COUNTED_TO + 1] for part in parts]
    found = first.union(*more).count() if more else first.count()
    return Count(min(found, COUNTED_TO + 1))


def identifier(text: str | None) -> UUID | None:
    """Return the id in an address, or None: a mistyped one starts the list from the top."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def page(
    parts: Sequence[QuerySet[Any]],
    *,
    order: tuple[str, str],
    columns: Sequence[str],
    after: UUID | None = None,
    before: UUID | None = None,
    descending: bool = False,
    size: int = PAGE,
) -> Page:
    """Return one page of the union of `parts`, as tuples of `columns`.

    `order` is the column ordered by, then the unique id column; both head `columns`. Each part
    is a query that one index answers, such as the list of one area. A row that is in two of them
    is shown once. Text is ordered by a column of the collation "C" only: Python merges the parts,
    and must order them as PostgreSQL does.
    """
    value, key = order
    _check_order(parts, value)
    backwards = before is not None and after is None
    anchor_id = before if backwards else after
    anchor = _anchor(parts, order, anchor_id) if anchor_id else None
    if anchor is None:
        backwards = False
    down = descending != backwards
    sign = "-" if down else ""
    slices = []
    for part in parts:
        if anchor is not None:
            lookup = TupleLessThan if down else TupleGreaterThan
            part = part.filter(lookup(Tuple(F(value), F(key)), anchor))  # noqa: PLW2901
        slices.append(
            part.order_by(f"{sign}{value}", f"{sign}{key}").values_list(*columns)[: size + 1]
        )
    rows = list(slices[0]) if len(slices) == 1 else _merged(slices, down)
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    first, last = (str(rows[0][1]), str(rows[-1][1])) if rows else ("", "")
    return Page(
        rows=rows,
        following=last if (more or backwards) and rows else "",
        previous=first if (anchor is not None if not backwards else more) and rows else "",
    )


def _check_order(parts: Sequence[QuerySet[Any]], value: str) -> None:
    """Refuse a column of text whose order is the database's own."""
    for part in parts[:1]:
        if value not in part.query.annotations:
            column = part.model._meta.get_field(value)
            if isinstance(column, CharField | TextField) and column.db_collation != "C":
                raise TypeError(f'{column} is ordered by the database, not by the collation "C".')


def _anchor(
    parts: Sequence[QuerySet[Any]], order: tuple[str, str], key: UUID
) -> tuple[Any, Any] | None:
    """Return the ordering values of the row that the page starts after, if it is still there."""
    for part in parts:
        found = part.filter(**{order[1]: key}).values_list(*order).first()
        if found is not None:
            return tuple(found)
    return None


def _merged(slices: Sequence[QuerySet[Any]], down: bool) -> list[Any]:
    """Return the rows of several slices in one order, asked for in one query."""
    if not slices:
        return []
    found = {row[1]: row for row in slices[0].union(*slices[1:], all=True)}
    return sorted(found.values(), key=lambda row: (row[0], row[1]), reverse=down)
