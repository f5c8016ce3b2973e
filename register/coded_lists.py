"""Lists of codes, kept as data with their source, their version and how sure they are.

A region may change the discharge checklist and the statutory risk factors; gender and ethnic group
are coded as the NHS Data Dictionary codes them. A malformed file stops start-up with the line and
the reason. Codes are never reused for something else: change the words, or add a code; a code of
the dictionary is closed when it is used no more.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core import data_files

CERTAINTIES = ("H", "M", "L", "U")
CHECKLIST_FILE = Path(__file__).with_name("discharge_checklist.toml")
FACTORS_FILE = Path(__file__).with_name("statutory_factors.toml")
GENDERS_FILE = Path(__file__).with_name("gender_identity.toml")
ETHNICITIES_FILE = Path(__file__).with_name("ethnic_category.toml")


@dataclass(frozen=True, slots=True)
class Codes:
    """How the codes of a list are written; national ones may stand in groups, and be closed."""

    pattern: re.Pattern[str]
    words: str
    national: bool = False


LOCAL = Codes(re.compile(r"[a-z][a-z0-9-]{1,38}"), "lower-case letters, digits and dashes")
GENDER = Codes(re.compile(r"[A-Z0-9]"), "one capital letter or digit", national=True)
ETHNIC = Codes(re.compile(r"[A-Z0-9]{1,2}"), "one or two capital letters or digits", national=True)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: its code and its words; where it is offered, under which group and how.

    A closed line is offered no more. What was recorded with it keeps its words.
    """

    code: str
    words: str
    group: str = ""
    offered_as: str = ""
    closed: bool = False


Choice = tuple[str, str | list[tuple[str, str]]]
"""A code and its words, or a group and its codes and words."""


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
        return frozenset(line.code for line in self._open())

    def choices(self) -> list[Choice]:
        """Return the codes that can be chosen as a field takes them, each group together."""
        found: list[Choice] = []
        groups: dict[str, list[tuple[str, str]]] = {}
        for line in self._open():
            one = (line.code, line.offered_as or line.words)
            if not line.group:
                found.append(one)
            elif line.group in groups:
                groups[line.group].append(one)
            else:
                groups[line.group] = [one]
                found.append((line.group, groups[line.group]))
        return found

    def _open(self) -> Iterator[Line]:
        return (line for line in self.lines if not line.closed)


def read(path: Path, codes: Codes = LOCAL) -> CodedList:
    """Return the list in `path`; raises `DataFileError` with the line and the reason."""
    top, _ = data_files.read(path)
    lines: dict[str, Line] = {}
    for table in top.tables("line"):
        code = table.text("code")
        if not codes.pattern.fullmatch(code):
            raise table.refusal(f"code must be {codes.words}", "code")
        if code in lines:
            raise table.refusal(f"the code {code} is there twice", "code")
        lines[code] = _line(code, table, codes)
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


def _line(code: str, table: data_files.Table, codes: Codes) -> Line:
    if not codes.national:
        return Line(code, table.text("words"))
    return Line(
        code,
        table.text("words"),
        group=table.text("group", default=""),
        offered_as=table.text("offered_as", default=""),
        closed=table.yes_or_no("closed", default=False),
    )


@cache
def discharge_checklist() -> CodedList:
    """Return the discharge checklist in force, read once."""
    return read(CHECKLIST_FILE)


@cache
def statutory_factors() -> CodedList:
    """Return the risk factors for detention in force, read once."""
    return read(FACTORS_FILE)


@cache
def gender_identities() -> CodedList:
    """Return the gender identities of the NHS Data Dictionary, read once."""
    return read(GENDERS_FILE, GENDER)


@cache
def ethnic_categories() -> CodedList:
    """Return the ethnic categories of the NHS Data Dictionary, read once."""
    return read(ETHNICITIES_FILE, ETHNIC)
