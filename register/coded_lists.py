"""Two lists that a region may change: the discharge checklist and the statutory risk factors.

Each has a version, which what is recorded keeps; a malformed file stops start-up with the line
and the reason. Codes are never reused for something else: change the words, or add a code.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core import data_files

CERTAINTIES = ("H", "M", "L", "U")
CHECKLIST_FILE = Path(__file__).with_name("discharge_checklist.toml")
FACTORS_FILE = Path(__file__).with_name("statutory_factors.toml")
_CODE = re.compile(r"[a-z][a-z0-9-]{1,38}")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: its code and its words."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class CodedList:
    """A list with its version, and how sure its source is."""

    version: str
    certainty: str
    source: str
    lines: tuple[Line, ...]

    def words(self, code: str) -> str:
        """Return the words of `code`; the code itself where a later version dropped it."""
        return next((line.words for line in self.lines if line.code == code), code)

    def codes(self) -> frozenset[str]:
        """Return the codes that can be chosen."""
        return frozenset(line.code for line in self.lines)


def read(path: Path) -> CodedList:
    """Return the list in `path`; raises `DataFileError` with the line and the reason."""
    top, _ = data_files.read(path)
    lines: dict[str, Line] = {}
    for table in top.tables("line"):
        code = table.text("code")
        if not _CODE.fullmatch(code):
            raise table.refusal("code must be lower-case letters, digits and dashes", "code")
        if code in lines:
            raise table.refusal(f"the code {code} is there twice", "code")
        lines[code] = Line(code, table.text("words"))
        table.finish()
    if not lines:
        raise top.refusal("the list has no line")
    version = top.text("version")
    if len(version) > 20:
        raise top.refusal("version must have at most 20 characters", "version")
    found = CodedList(
        version, top.choice("certainty", CERTAINTIES), top.text("source"), tuple(lines.values())
    )
    top.finish()
    return found


@cache
def discharge_checklist() -> CodedList:
    """Return the discharge checklist in force, read once."""
    return read(CHECKLIST_FILE)


@cache
def statutory_factors() -> CodedList:
    """Return the risk factors for detention in force, read once."""
    return read(FACTORS_FILE)
