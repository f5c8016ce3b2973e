"""The table as a reader opens it: `docs/ways-out.md`.

Written anew by `python -m tests.ways_out`, and held equal by a test.
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from tests.ways_out.model import Machine, State, Way

FILE = Path(__file__).parents[2] / "docs" / "ways-out.md"
WHO = {
    "team": "DSR team",
    "second_team": "DSR team (a second person)",
    "other_area_team": "DSR team of the other area",
    "lead": "lead professional",
    "other_lead": "lead professional",
    "rep": "representative of a service",
    "commissioner": "commissioner",
    "auditor": "auditor",
    "administrator": "administrator",
    "signed_out": "the person who asked",
}
HEAD = """# Ways out

Every state of everything that has states, what leads out of it, and who can do it. A
test (`tests/ways_out`) brings each thing into each state through the workflow, opens its page as
the person named, finds the link or the form, and follows it. It fails when a model or a column
appears that is not here. **Final** says why nothing needs to follow a state; what is listed beside
it is what can be done about a mistake.

Written by `python -m tests.ways_out`; do not change it by hand.

| thing | state | ways out | who |
|---|---|---|---|
"""


def text(machines: tuple[Machine, ...]) -> str:
    """Return the whole file."""
    rows = [
        row for machine in machines for state in machine.states for row in _rows(machine, state)
    ]
    return HEAD + "\n".join(rows) + "\n"


def _rows(machine: Machine, state: State) -> Iterator[str]:
    """Return a row for each of those who have a way out, the state's own words first."""
    about = f"{machine.thing} | {state.words}"
    if state.end:
        yield f"| {about} | **Final.** {state.end} |  |"
    for who, ways in groupby(state.ways, key=lambda way: way.who):
        yield f"| {about} | {'; '.join(map(_way, ways))} | {_who(who)} |"
    if state.by_itself:
        yield f"| {about} | by itself: {state.by_itself} |  |"


def _way(way: Way) -> str:
    return f"{way.words} (`{way.page}`)"


def _who(names: str) -> str:
    found = [WHO[name] for name in names.split(", ")]
    return ", ".join(dict.fromkeys(found))
