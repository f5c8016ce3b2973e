"""How often clinicians' ratings differ from what the tool suggested, and which way.

Pure: counts in, rows to show out. Small numbers are not told, nor what would give them away by
subtraction: where one part or one row is hidden, the smallest other one is hidden with it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.small_numbers import FEWEST_TOLD, share

PARTS = ("same", "up", "down")
NOT_TOLD = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many results of one tool version, area and service went one way."""

    tool: str
    area: str
    service: str
    direction: str
    results: int


@dataclass(slots=True)
class Tally:
    """Results under one name: as suggested, rated higher, rated lower, without a suggestion."""

    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def compared(self) -> int:
        """How many had a suggestion to differ from."""
        return sum(self.counts[part] for part in PARTS)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; None is not told."""

    name: str
    compared: int | None
    same: int | None
    up: int | None
    down: int | None


def tallied(counts: Iterable[Count], name: Callable[[Count], str]) -> dict[str, Tally]:
    """Return the counts by name, in the order of the names."""
    found: dict[str, Tally] = defaultdict(Tally)
    for one in counts:
        found[name(one)].counts[one.direction] += one.results
    return dict(sorted(found.items()))


def rows_of(tallies: Mapping[str, Tally]) -> list[Row]:
    """Return the lines of one table, shares in per cent; small numbers are not told."""
    hidden = hidden_rows({name: tally.compared for name, tally in tallies.items()})
    return [_row(name, tally, name in hidden) for name, tally in tallies.items()]


def hidden_rows(totals: Mapping[str, int]) -> set[str]:
    """Return the names whose totals are not told: small ones, and never a single one alone."""
    small = {name for name, total in totals.items() if 0 < total < FEWEST_TOLD}
    others = [name for name in totals if name not in small and totals[name]]
    if len(small) == 1 and others:
        small.add(min(others, key=lambda name: (totals[name], name)))
    return small


def _row(name: str, tally: Tally, hidden: bool) -> Row:
    whole = tally.compared
    if hidden or whole == 0:
        return Row(name, NOT_TOLD if hidden else 0, None, None, None)
    told = _told_parts(tally)
    shares = {part: share(tally.counts[part], whole) if part in told else None for part in PARTS}
    return Row(name, whole, shares["same"], shares["up"], shares["down"])


def _told_parts(tally: Tally) -> Sequence[str]:
    """Return the parts that may be told: two small ones, or none, may be hidden, never one.

    What is hidden follows from the total and the part that is told: where it is small even taken
    together, nothing is told.
    """
    hidden = {part for part in PARTS if tally.counts[part] < FEWEST_TOLD}
    if len(hidden) == 1:
        rest = [part for part in PARTS if part not in hidden]
        hidden.add(min(rest, key=lambda part: tally.counts[part]))
    if hidden and sum(tally.counts[part] for part in hidden) < FEWEST_TOLD:
        return []
    return [part for part in PARTS if part not in hidden]
