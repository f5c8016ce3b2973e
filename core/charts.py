"""Charts drawn on the server: plain figures in, an SVG's shapes and the same figures as a table.

A chart is never alone: it has a one-line reading, and a table of what it draws. Series differ by
shape and pattern, not by colour only. A value that is not told is None: nothing is drawn for it,
and the table says why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.small_numbers import HIDDEN

WIDTH, HEIGHT = 720, 280
LEFT, RIGHT, TOP, BOTTOM = 48, 8, 12, 36
MARKS = ("circle", "square", "diamond")
"""How series are told apart, besides their colour; so a chart has three at most."""


class Kind(StrEnum):
    """How a chart is drawn."""

    BARS = "bars"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Series:
    """One run of figures, in the order of the chart's labels; None where none is told.

    `counts` says of each figure what it was counted from, such as "8 of 24"; empty without any.
    """

    name: str
    values: tuple[float | None, ...]
    counts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, in the units of the drawing."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a line, in the units of the drawing."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis with its words."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """One series as it is drawn: bars, or runs of points without a gap."""

    name: str
    mark: str
    bars: tuple[Bar, ...]
    runs: tuple[tuple[Point, ...], ...]

    @property
    def lines(self) -> list[str]:
        """Each run as the points of an SVG polyline."""
        return [" ".join(f"{one.x},{one.y}" for one in run) for run in self.runs if len(run) > 1]

    @property
    def points(self) -> list[Point]:
        """Every point."""
        return [one for run in self.runs for one in run]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Figures to draw. `unit` follows a figure in the table, such as "%" or " days".

    `definition` says what is counted and how. Raises ValueError for more series than can be told
    apart, and for a series that is longer or shorter than the labels.
    """

    ident: str
    title: str
    reading: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    heading: str = "Month"
    unit: str = ""
    kind: Kind = Kind.BARS
    untold: str = HIDDEN
    definition: str = ""

    def __post_init__(self) -> None:
        if len(self.series) > len(MARKS):
            raise ValueError(f"{len(MARKS)} series can be told apart, not {len(self.series)}")
        if any(len(one.values) != len(self.labels) for one in self.series):
            raise ValueError("a series has one value for each label")
        if any(one.counts and len(one.counts) != len(self.labels) for one in self.series):
            raise ValueError("a series has one count for each label, or none")

    @property
    def width(self) -> int:
        """The width of the drawing."""
        return WIDTH

    @property
    def height(self) -> int:
        """The height of the drawing."""
        return HEIGHT

    @property
    def base(self) -> int:
        """Where nothing stands: the bottom of the bars."""
        return HEIGHT - BOTTOM

    @property
    def left(self) -> int:
        """Where the drawing begins, right of the words of its scale."""
        return LEFT

    @property
    def right(self) -> int:
        """Where the drawing ends."""
        return WIDTH - RIGHT

    @property
    def columns(self) -> list[str]:
        """The table's headings."""
        return [self.heading, *(one.name for one in self.series)]

    @property
    def rows(self) -> list[list[str]]:
        """The table's rows: a label, then each figure with its unit and its count."""
        return [
            [label, *(self._told(one, at) for one in self.series)]
            for at, label in enumerate(self.labels)
        ]

    @property
    def is_empty(self) -> bool:
        """Whether there is no figure to draw."""
        return not any(value is not None for one in self.series for value in one.values)

    @property
    def scale(self) -> list[Tick]:
        """The marks of the upright axis, from nothing up."""
        step, top = _steps(self._highest())
        count = round(top / step)
        return [
            Tick(self._y(at * step, top), f"{_plain(at * step)}{self.unit.strip()}")
            for at in range(count + 1)
        ]

    @property
    def along(self) -> list[Tick]:
        """The labels that fit along the bottom: every one, or every nth."""
        every = max(1, -(-len(self.labels) // 12))
        slot = self._slot()
        return [
            Tick(round(LEFT + slot * (at + 0.5), 1), label)
            for at, label in enumerate(self.labels)
            if at % every == 0
        ]

    @property
    def drawn(self) -> list[Drawn]:
        """What is drawn of each series."""
        _, top = _steps(self._highest())
        return [
            Drawn(
                one.name,
                MARKS[at],
                self._bars(one, at, top) if self.kind is Kind.BARS else (),
                self._runs(one, top) if self.kind is Kind.LINES else (),
            )
            for at, one in enumerate(self.series)
        ]

    def _bars(self, one: Series, place: int, top: float) -> tuple[Bar, ...]:
        slot = self._slot()
        width = slot * 0.8 / len(self.series)
        found = []
        for at, value in enumerate(one.values):
            if value is not None:
                y = self._y(value, top)
                x = LEFT + slot * (at + 0.1) + width * place
                found.append(
                    Bar(round(x, 1), y, round(max(width - 1, 1), 1), round(self.base - y, 1))
                )
        return tuple(found)

    def _runs(self, one: Series, top: float) -> tuple[tuple[Point, ...], ...]:
        slot = self._slot()
        runs: list[list[Point]] = [[]]
        for at, value in enumerate(one.values):
            if value is None:
                runs.append([])
            else:
                x = round(LEFT + slot * (at + 0.5), 1)
                runs[-1].append(Point(x, self._y(value, top)))
        return tuple(tuple(run) for run in runs if run)

    def _slot(self) -> float:
        return (WIDTH - LEFT - RIGHT) / max(len(self.labels), 1)

    def _y(self, value: float, top: float) -> float:
        return round(self.base - (self.base - TOP) * value / top, 1)

    def _highest(self) -> float:
        return max(
            (value for one in self.series for value in one.values if value is not None), default=0
        )

    def _told(self, one: Series, at: int) -> str:
        value = one.values[at]
        if value is None:
            return self.untold
        count = f" ({one.counts[at]})" if one.counts else ""
        return f"{_plain(value)}{self.unit}{count}"


def _plain(value: float) -> str:
    return f"{value:g}" if value < 1_000 else f"{value:,.0f}"


def _steps(highest: float) -> tuple[float, float]:
    """Return a round step of the scale, and its top: at most five steps, and never none."""
    if highest <= 0:
        return 1, 1
    size = 10 ** (len(str(int(highest))) - 1)
    for step in (size / 5, size / 2, size, size * 2):
        step = max(step, 1)  # noqa: PLW2901
        count = -(-highest // step)
        if count <= 5:
            return step, step * count
    return size * 5, size * 5 * -(-highest // (size * 5))


def peak(labels: Sequence[str], values: Sequence[float | None]) -> tuple[str, float] | None:
    """Return the label and figure of the highest value, the latest of equals; None without one."""
    told = [(value, at) for at, value in enumerate(values) if value is not None]
    if not told:
        return None
    value, at = max(told)
    return labels[at], value
