"""Reading the file of ladders strictly: what is wrong is refused with file, line and reason."""

import re
from datetime import timedelta
from pathlib import Path

from actions.ladders.model import Audience, Chasing, Hours, Ladder, Stated, Step
from core import data_files
from core.data_files import DataFileError, Table
from duties.policy.model import CHASES, Certainty

HERE = Path(__file__).resolve().parent
MOST_STEPS = 12
# Half a year: a longer step is a slip of the keyboard.
MOST_DAYS = 183
_CODE = re.compile(r"[a-z][a-z0-9-]{1,11}")


class LadderFileError(DataFileError):
    """The file of ladders cannot be used."""


def load(path: Path | None = None) -> Chasing:
    """Return what the file says, the register's own by default.

    Raises LadderFileError naming file, line and reason.
    """
    top, _ = data_files.read(path or HERE / "chasing.toml", LadderFileError)
    used, hours, links, extending = (
        top.table(name) for name in ("actions", "hours", "links", "extending")
    )
    ladders = _ladders(top)
    found = Chasing(
        ladders=ladders,
        ordinary=used.choice("ordinary", ladders),
        red=used.choice("red", ladders),
        done=used.choice("done", ladders),
        hours=_hours(hours),
        link_lasts=timedelta(days=links.whole("days", low=1, high=60)),
        extensions_by_owner=extending.whole("by_owner", low=0, high=20),
        extension_days=extending.whole("days", low=1, high=731),
        stated={
            name: Stated(*_stated(table))
            for name, table in (
                ("actions", used), ("hours", hours), ("links", links), ("extending", extending)
            )
        },
    )  # fmt: skip
    for table in (used, hours, links, extending, top):
        table.finish()
    if not found.ladders[found.red].at_once:
        raise used.refusal("red must name a ladder that goes at_once", "red")
    _check_shared(found, used)
    return found


def _check_shared(found: Chasing, used: Table) -> None:
    """Refuse a code that means one thing on one ladder of actions and another on the other.

    A step is taken once by its code; somebody who becomes RED changes the ladder under it.
    """
    known = {step.code: step for step in found.ladders[found.ordinary].steps}
    for step in found.ladders[found.red].steps:
        if known.get(step.code, step) != step:
            raise used.refusal(
                f"the step {step.code} differs between {found.ordinary} and {found.red}", "red"
            )


def _hours(table: Table) -> Hours:
    opens = table.whole("opens", low=0, high=23)
    closes = table.whole("closes", low=1, high=24)
    if closes <= opens:
        raise table.refusal("closes must be later than opens", "closes")
    # An hour that the clocks skip or repeat could be missed or come twice.
    if opens < 3:
        raise table.refusal("opens must be 3 or later: clocks change in the night", "opens")
    return Hours(opens, closes)


def _stated(table: Table) -> tuple[str, Certainty]:
    return table.text("source"), Certainty(table.choice("certainty", list(Certainty)))


def _ladders(top: Table) -> dict[str, Ladder]:
    found: dict[str, Ladder] = {}
    for table in top.tables("ladder"):
        name = table.text("name")
        if name in found:
            raise table.refusal(f"the ladder {name} is there twice", "name")
        found[name] = _ladder(name, table)
    for name in CHASES:
        if name not in found:
            raise top.refusal(f"the ladder {name} is missing: policy rules name it")
    return found


def _ladder(name: str, table: Table) -> Ladder:
    title, at_once = table.text("title"), table.yes_or_no("at_once", default=False)
    source, certainty = _stated(table)
    steps = table.tables("step")
    if not 1 <= len(steps) <= MOST_STEPS:
        raise table.refusal(f"the ladder {name} has {len(steps)} steps; 1 to {MOST_STEPS} needed")
    found: list[Step] = []
    for one in steps:
        step = _step(one)
        if step.code in {known.code for known in found}:
            raise one.refusal(f"the step {step.code} is there twice", "code")
        if found and step.days <= found[-1].days:
            raise one.refusal("days must be later than those of the step before", "days")
        found.append(step)
    table.finish()
    return Ladder(name, title, tuple(found), at_once, source, certainty)


def _step(table: Table) -> Step:
    code, days = table.text("code"), table.whole("days", low=-MOST_DAYS, high=MOST_DAYS)
    if not _CODE.fullmatch(code):
        raise table.refusal("code must be 2 to 12 small letters, digits and dashes", "code")
    working = table.yes_or_no("working", default=False)
    if working and days < 0:
        raise table.refusal("working days are counted after the day only", "days")
    to = frozenset(Audience(one) for one in table.choices("to", list(Audience)))
    table.finish()
    return Step(code, days, to, working)
