"""Does it cost more where there are more people? Pages, and the reconciling of duties."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bench.bench import Bench
from bench.figures import Row, Spread, at_most, in_turn, not_measured
from bench.servers import Failed, Probe

PAGES = ("list", "list-all", "search", "person", "worklist", "agenda", "blue")
FLAT = at_most(1.25)
ENOUGH = 5
"""Openings of a page in one turn; the median of a turn is one measurement."""


def agenda(bench: Bench) -> list[Row]:
    """The agenda of an area of 2,000, built and rendered, beside its SQL."""
    name = "agenda-2000"
    bench.page(name)
    turns = in_turn(
        [
            lambda: _median(bench.probe.ask("page", name=name, times=2)),
            lambda: _median(bench.probe.ask("bare", name=name, times=2)),
        ],
        rounds=bench.pace.openings,
    )
    ours, bare = map(Spread.of, turns)
    return [
        Row(
            "agenda of an area of 2,000: its SQL", ours.said("ms"), bare.said("ms"),
            value=ours.median / bare.median, goal=at_most(4),
        )
    ]  # fmt: skip


def growth(bench: Bench) -> list[Row]:
    """Each page at every size, beside the smallest."""
    if len(bench.databases) < 2:
        return [not_measured("growth", "needs two sizes: --people 1000,10000", FLAT)]
    rows = [row for name in PAGES for row in _grown(bench, name)]
    if max(bench.sizes) < 1_000_000:
        rows.append(not_measured("growth at 1,000,000", "only with --million: it needs 50 GB"))
    return rows


def _grown(bench: Bench, name: str) -> list[Row]:
    probes = [probe for probe in bench.probes.values() if name in probe.ask("known")]
    if len(probes) < 2:
        return [not_measured(f"growth, {name}", "not in two of the sizes", FLAT)]
    turns = in_turn(
        [_opening(probe, name) for probe in probes], rounds=max(3, bench.pace.openings // 2)
    )
    facts = [probe.ask("facts", name=name) for probe in probes]
    return _beside_first(f"growth, {name}", "ms", probes, turns, [_said(one) for one in facts])


def _opening(probe: Probe, name: str) -> Callable[[], float]:
    return lambda: _median(probe.ask("page", name=name, times=ENOUGH))


def _said(facts: dict[str, Any]) -> str:
    whole = f", reads all of {', '.join(facts['whole'])}" if facts["whole"] else ""
    return (
        f"{facts['queries']} queries, {facts['buffers']:,} buffers, {facts['bytes']:,} bytes{whole}"
    )


def reconcile(bench: Bench) -> list[Row]:
    """Duties reconciled for the first people of the register, at every size."""
    probes = list(bench.probes.values())
    turns = in_turn([_reconciling(probe) for probe in probes], rounds=2, warm=0)
    if len(probes) < 2:
        took = Spread.of(turns[0]).said("s")
        return [not_measured("duties reconcile", f"{took} for 1,000; needs two sizes", FLAT)]
    notes = ["of the first 500 people, as for 1,000" for _ in probes]
    return _beside_first("duties reconcile, 1,000 people", "s", probes, turns, notes)


def _reconciling(probe: Probe) -> Callable[[], float]:
    return lambda: float(probe.ask("reconcile", chunks=1))


def _beside_first(
    name: str, unit: str, probes: Sequence[Probe], turns: list[list[float]], notes: list[str]
) -> list[Row]:
    """Return a line for each larger size, beside the smallest."""
    first, rest = Spread.of(turns[0]), turns[1:]
    small = f"{probes[0].database.people:,}"
    rows = []
    for probe, turn, note in zip(probes[1:], rest, notes[1:], strict=True):
        there = Spread.of(turn)
        size = f"{probe.database.people:,}"
        said = f"{note}; at {small}: {notes[0]}" if note != notes[0] else note
        rows.append(
            Row(f"{name}, {size}", there.said(unit), f"{small}: {first.said(unit)}",
                value=there.median / first.median, goal=FLAT, note=said)
        )  # fmt: skip
    return rows


def _median(values: Any) -> float:
    if not values:
        raise Failed("nothing was measured")
    return Spread.of(values).median
