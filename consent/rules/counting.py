"""Small numbers: a count that could point to somebody is not told, and nothing gives it away.

Everything that is published depends on the told figures alone: totals add what is told and are
said to be "at least" that. So no total, and no two tables, can be subtracted from one another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.small_numbers import masked


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of what is told; `whole` says that nothing of it was left out."""

    told: int
    whole: bool

    @property
    def words(self) -> str:
        """The total as it is told; nothing is said of what was left out."""
        if self.whole:
            return str(self.told)
        return f"at least {self.told}" if self.told else "not told"


@dataclass(frozen=True, slots=True)
class Table:
    """Counts by month and area as they are told: only figures of `FEWEST_TOLD` or more."""

    months: tuple[date, ...]
    areas: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]

    @property
    def by_month(self) -> list[Total]:
        """The total of each month."""
        return [_total(row) for row in self.cells]

    @property
    def by_area(self) -> list[Total]:
        """The total of each area."""
        return [_total(column) for column in zip(*self.cells, strict=True)]

    @property
    def altogether(self) -> Total:
        """The total of everything."""
        return _total([cell for row in self.cells for cell in row])


def publish(
    counts: Mapping[tuple[date, str], int], *, months: Sequence[date], areas: Sequence[str]
) -> Table:
    """Return the table of `counts` by month and area; where nothing was counted is none."""
    cells = tuple(tuple(masked(counts.get((month, area), 0)) for area in areas) for month in months)
    return Table(tuple(months), tuple(areas), cells)


def _total(cells: Sequence[int | None]) -> Total:
    return Total(sum(cell or 0 for cell in cells), all(cell is not None for cell in cells))
