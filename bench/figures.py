"""The arithmetic of measuring: medians with their spread, ratios beside their goals, the table.

Pure: no database, no clock of its own.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Spread:
    """Several measurements of one thing: the median, and the quartiles round it."""

    median: float
    low: float
    high: float
    times: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Return the spread of `values`, of which there is at least one."""
        ordered = sorted(values)
        return cls(
            median=statistics.median(ordered),
            low=quantile(ordered, 0.25),
            high=quantile(ordered, 0.75),
            times=len(ordered),
        )

    def said(self, unit: str) -> str:
        """Return the median with its quartiles in words, such as `3.1 ms (2.9 to 3.4)`."""
        return f"{brief(self.median)} {unit} ({brief(self.low)} to {brief(self.high)})"


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` of `values` lie, between two where it falls so."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def brief(value: float) -> str:
    """Return a figure with as many digits as mean something."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def in_turn(
    sides: Sequence[Callable[[], T]], *, rounds: int, warm: int = 1
) -> list[list[T]]:  # fmt: skip
    """Call every side in turn, A B A B; return what each gave, without the warming rounds."""
    kept: list[list[T]] = [[] for _ in sides]
    for number in range(warm + rounds):
        for place, side in enumerate(sides):
            gave = side()
            if number >= warm:
                kept[place].append(gave)
    return kept


@dataclass(frozen=True, slots=True)
class Goal:
    """What a ratio is held against."""

    limit: float
    at_least: bool
    unit: str = "times"

    def met(self, value: float) -> bool:
        """Whether `value` is good enough."""
        return value >= self.limit if self.at_least else value <= self.limit

    def __str__(self) -> str:
        words = "at least" if self.at_least else "at most"
        return f"{words} {self.limit:g}{' ' + self.unit if self.unit != 'times' else ''}"


def at_least(limit: float) -> Goal:
    """Return the goal of a ratio that should be high."""
    return Goal(limit, at_least=True)


def at_most(limit: float, unit: str = "times") -> Goal:
    """Return the goal of a ratio, or of a time in `unit`, that should be low."""
    return Goal(limit, at_least=False, unit=unit)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `value` is None where nothing could be measured; `note` says why."""

    name: str
    ours: str = ""
    beside: str = ""
    value: float | None = None
    goal: Goal | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        """Return what became of the goal."""
        if self.value is None:
            return "not measured"
        if self.goal is None:
            return "no goal"
        return "met" if self.goal.met(self.value) else "MISSED"

    def as_json(self) -> dict[str, Any]:
        """Return the line as plain values."""
        return asdict(self) | {"goal": str(self.goal or ""), "verdict": self.verdict}


def not_measured(name: str, why: str, goal: Goal | None = None) -> Row:
    """Return the line of something that could not be measured, and say why."""
    return Row(name, goal=goal, note=why)


HEADINGS = ("what", "ours", "beside it", "ratio", "goal", "")


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a table of plain text, notes beneath it."""
    cells = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[place]) for line in cells) for place in range(len(HEADINGS))]
    lines = [
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    notes = [f"- {row.name}: {row.note}" for row in rows if row.note]
    return "\n".join([*lines, "", *notes])


def _cells(row: Row) -> tuple[str, ...]:
    value = "" if row.value is None else brief(row.value)
    return (row.name, row.ours, row.beside, value, str(row.goal or ""), row.verdict)
