"""Reading clinical support tools from their files strictly.

Whatever is wrong with a tool file is refused with the file, the line and the reason, so that
no referral is ever rated by a tool that counts wrongly.
"""

import hashlib
import logging
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from django.conf import settings

from core import data_files
from core.data_files import DataFileError, Table
from referrals.tool_model import CutOff, Item, Option, Override, Population, Tool

log = logging.getLogger(__name__)
HERE = Path(__file__).resolve().parent / "tools"
LEVELS = ("RED", "AMBER", "GREEN")

_ID = re.compile(r"[a-z][a-z0-9-]{0,59}")


class ToolFileError(DataFileError):
    """A tool file cannot be used."""


def load(directory: Path | None = None) -> dict[str, Tool]:
    """Return the newest version of each tool in `directory`, the register's own by default.

    Raises ToolFileError naming file, line and reason.
    """
    folder = directory or HERE
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise ToolFileError(folder.name, 1, "has no tool files")
    found: dict[tuple[str, int], Tool] = {}
    for path in paths:
        tool, top = _read(path)
        if (tool.id, tool.version) in found:
            raise top.refusal(f"tool {tool.id} version {tool.version} is in two files", "id")
        found[tool.id, tool.version] = tool
    return {tool_id: found[tool_id, version] for tool_id, version in sorted(found)}


def read(path: Path) -> Tool:
    """Return the tool in one file; raise ToolFileError when it cannot be used."""
    return _read(path)[0]


def load_all(extra: Path | None) -> dict[str, Tool]:
    """Return the register's own tools and those of a region's folder; raise ToolFileError.

    A region's tool of the same id and a higher version takes the place of the register's own;
    the same version twice is refused, since nobody could tell which of them counted.
    """
    found = load()
    if extra is None:
        return found
    if not extra.is_dir():
        raise ToolFileError(extra.name, 1, "is no folder: DSR_TOOLS_DIR must name one")
    for path in sorted(extra.glob("*.toml")):
        tool, top = _read(path)
        known = found.get(tool.id)
        if known is not None and known.version == tool.version:
            raise top.refusal(f"tool {tool.id} version {tool.version} is in two files", "id")
        if known is None or tool.version > known.version:
            found[tool.id] = tool
    return dict(sorted(found.items()))


def current() -> Mapping[str, Tool]:
    """Return the tools in use: the register's own, and those in the folder `DSR_TOOLS_DIR`.

    The folder is looked at again when its files change. A file that cannot be used then changes
    nothing: the tools that were running run on, and `refused` says why. Only the first reading
    raises ToolFileError, so that a server does not start with a bad tool.
    """
    named = str(getattr(settings, "DSR_TOOLS_DIR", "") or "")
    return _shelf(named).tools()


def refused() -> str:
    """Return why the newest files of the region's folder are not in use; empty when they are."""
    named = str(getattr(settings, "DSR_TOOLS_DIR", "") or "")
    shelf = _shelf(named)
    shelf.tools()
    return shelf.refused


class _Shelf:
    """Tools as they were read last, and the state of the folder that they were read from."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.refused = ""
        self._seen = self._state()
        self._tools = load_all(folder)

    def tools(self) -> dict[str, Tool]:
        """Return the tools, read again where the folder has changed and its files can be used."""
        state = self._state()
        if state != self._seen:
            self._seen, self.refused = state, ""
            try:
                self._tools = load_all(self.folder)
            except ToolFileError as wrong:
                self.refused = str(wrong)
                log.error("Tools not read again, the running ones are kept: %s", wrong)
        return self._tools

    def _state(self) -> tuple[tuple[str, int, int], ...]:
        if self.folder is None:
            return ()
        files = sorted(self.folder.glob("*.toml"))
        return tuple((one.name, one.stat().st_mtime_ns, one.stat().st_size) for one in files)


@lru_cache(maxsize=8)
def _shelf(folder: str) -> _Shelf:
    return _Shelf(Path(folder) if folder else None)


def _read(path: Path) -> tuple[Tool, Table]:
    top, content = data_files.read(path, ToolFileError)
    name = _id(top, "id")
    version = top.whole("version", low=1, high=10_000)
    scored = top.yes_or_no("scored")
    options = _options(top)
    items = _items(top, options, scored=scored)
    tool = Tool(
        id=name,
        title=top.text("title"),
        version=version,
        digest=hashlib.sha256(content).hexdigest()[:12],
        licence=top.text("licence"),
        notice=top.text("notice", default=""),
        clinical_use=top.yes_or_no("clinical_use"),
        population=_population(top, "population"),
        most_unknown=top.whole("most_unknown", low=0, high=200, default=len(items)),
        options=options,
        items=items,
        cut_offs=_cut_offs(top, items, scored=scored),
        overrides=_overrides(top, items),
        scored=scored,
    )
    top.finish()
    return tool, top


def _options(top: Table) -> tuple[Option, ...]:
    found: list[Option] = []
    tables = top.tables("option")
    if len(tables) < 2:
        raise top.refusal("needs at least two [[option]]")
    for table in tables:
        option = Option(
            id=_id(table, "id"),
            label=table.text("label"),
            unknown=table.yes_or_no("unknown", default=False),
            counts=table.yes_or_no("counts", default=False),
        )
        table.finish()
        if any(other.id == option.id for other in found):
            raise table.refusal(f"option {option.id} is given twice", "id")
        if option.unknown and option.counts:
            raise table.refusal("what is not known cannot count as a risk", "counts")
        found.append(option)
    return tuple(found)


def _items(top: Table, options: tuple[Option, ...], *, scored: bool) -> tuple[Item, ...]:
    found: list[Item] = []
    for number, table in enumerate(top.tables("item"), start=1):
        item = _item(table, number, options, scored=scored)
        if any(other.id == item.id for other in found):
            raise table.refusal(f"item {item.id} is given twice", "id")
        found.append(item)
    if not found:
        raise top.refusal("has no [[item]]")
    return tuple(found)


def _item(table: Table, number: int, options: tuple[Option, ...], *, scored: bool) -> Item:
    known = {option.id: option for option in options}
    allowed = table.choices("options", known) if table.has("options") else tuple(known)
    weights = _weights(table, [known[name] for name in allowed]) if scored else {}
    item = Item(
        id=_id(table, "id"),
        number=number,
        text=table.text("text"),
        guidance=table.text("guidance"),
        population=_population(table, "population", "all"),
        key=table.yes_or_no("key", default=False),
        options=tuple(known[name] for name in allowed),
        weights=weights,
    )
    if not scored and table.has("weights"):
        raise table.refusal("weights in a tool that is not scored", "weights")
    table.finish()
    return item


def _weights(table: Table, options: list[Option]) -> dict[str, Decimal]:
    """Return the weight of each option that says something; what is not known has none."""
    given = table.table("weights")
    weights: dict[str, Decimal] = {}
    for option in options:
        if option.unknown:
            continue
        if not given.has(option.id):
            raise given.refusal(f"weight of option {option.id} is missing")
        weights[option.id] = given.number(option.id)
    for name in given.left():
        raise given.refusal(f"weight for {name}, which is no scored option of this item", name)
    return weights


def _cut_offs(top: Table, items: tuple[Item, ...], *, scored: bool) -> tuple[CutOff, ...]:
    """Return the bands of scores: each from a score up to but not including the next one's."""
    tables = top.tables("cut_off")
    if not scored:
        if tables:
            raise tables[0].refusal("cut-offs in a tool that is not scored")
        return ()
    if not tables:
        raise top.refusal("a scored tool needs [[cut_off]]")
    bands = [
        (
            table,
            CutOff(
                level=table.choice("level", LEVELS),
                at_least=table.number("from"),
                below=table.number("below"),
            ),
        )
        for table in tables
    ]
    for table, _band in bands:
        table.finish()
    bands.sort(key=lambda pair: pair[1].at_least)
    _refuse_uneven(bands)
    _refuse_uncovered(bands, items)
    return tuple(band for _table, band in bands)


def _refuse_uneven(bands: list[tuple[Table, CutOff]]) -> None:
    """Refuse bands that are empty, overlap, leave a gap, or fall as the score rises."""
    for table, band in bands:
        if band.below <= band.at_least:
            raise table.refusal("below must be more than from", "below")
    for (_, lower), (table, upper) in pairwise(bands):
        if upper.at_least < lower.below:
            raise table.refusal(
                f"overlapping cut-offs: {lower.level} goes up to {lower.below}, "
                f"{upper.level} begins at {upper.at_least}",
                "from",
            )
        if upper.at_least > lower.below:
            raise table.refusal(
                f"gap between cut-offs: {lower.level} ends below {lower.below}, "
                f"{upper.level} begins at {upper.at_least}",
                "from",
            )
        if LEVELS.index(upper.level) >= LEVELS.index(lower.level):
            raise table.refusal(f"{upper.level} must not stand above {lower.level}", "level")


def _refuse_uncovered(bands: list[tuple[Table, CutOff]], items: tuple[Item, ...]) -> None:
    """Refuse bands that miss a score which some answers give; an item unanswered adds nothing."""
    lowest = sum((min(Decimal(0), *item.weights.values()) for item in items), Decimal(0))
    highest = sum((item.most for item in items), Decimal(0))
    first_table, first = bands[0]
    last_table, last = bands[-1]
    if first.at_least > lowest:
        raise first_table.refusal(f"gap below the cut-offs: a score can be {lowest}", "from")
    if last.below <= highest:
        raise last_table.refusal(f"gap above the cut-offs: a score can be {highest}", "below")


def _overrides(top: Table, items: tuple[Item, ...]) -> tuple[Override, ...]:
    known = {item.id: item for item in items}
    found = []
    for table in top.tables("override"):
        names = table.choices("all", known)
        option = _id(table, "answered")
        for name in names:
            if known[name].rank(option) is None:
                raise table.refusal(
                    f"item {name} has no option {option} that says something", "answered"
                )
        override = Override(
            level=table.choice("level", LEVELS),
            items=names,
            option=option,
            reason=table.text("reason"),
        )
        table.finish()
        found.append(override)
    return tuple(found)


def _population(table: Table, key: str, default: str | None = None) -> Population:
    return Population(table.choice(key, [one.value for one in Population], default=default))


def _id(table: Table, key: str) -> str:
    text = table.text(key)
    if not _ID.fullmatch(text):
        raise table.refusal(f"{key} must be lower-case letters, digits and dashes", key)
    return text
