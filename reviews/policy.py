"""What a region may change about reviews: papers, lines of enquiry, who must have the report."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from core import data_files
from reviews.rules import Recipient, Setting

FILE = Path(__file__).with_name("policy.toml")
CERTAINTIES = ("H", "M", "L", "U")
AGES = ("child", "adult")
Row = TypeVar("Row", "Paper", "Line")


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that a panel expects; a `core` one reaches it at least 24 hours before.

    The checklist that was read is for hospitals: in the community the certainty is another.
    """

    code: str
    title: str
    core: bool
    settings: frozenset[str]
    ages: frozenset[str]
    certainty: str
    community_certainty: str
    source: str

    def certainty_in(self, setting: str) -> str:
        """Return how sure it is that the paper belongs to a review in this setting."""
        return self.community_certainty if setting == Setting.COMMUNITY else self.certainty


@dataclass(frozen=True, slots=True)
class Line:
    """One key line of enquiry (KLOE)."""

    code: str
    title: str
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class Report:
    """Who must have a copy in one setting."""

    recipients: tuple[Recipient, ...]
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class LeadTime:
    """How long before a review it is well arranged; advice, never a limit."""

    weeks: int
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything that the file says."""

    lead_time: LeadTime
    papers: Mapping[str, Paper]
    lines: tuple[Line, ...]
    reports: Mapping[Setting, Report]

    def papers_for(self, setting: str, *, child: bool) -> list[Paper]:
        """Return the papers expected for a review, core ones first."""
        age = "child" if child else "adult"
        found = [one for one in self.papers.values() if setting in one.settings]
        return sorted((one for one in found if age in one.ages), key=lambda one: not one.core)

    def required(self, setting: str) -> tuple[Recipient, ...]:
        """Return who must have the report before it counts as sent."""
        return self.reports[Setting(setting)].recipients


def read(path: Path) -> Policy:
    """Return what `path` says; raises `DataFileError` with the line and the reason."""
    top, _ = data_files.read(path)
    lead, report = top.table("lead_time"), top.table("report")
    policy = Policy(
        lead_time=LeadTime(
            weeks=lead.whole("weeks", low=0, high=26),
            certainty=lead.choice("certainty", CERTAINTIES),
            source=lead.text("source"),
        ),
        papers={one.code: one for one in _once([_paper(row) for row in top.tables("paper")], top)},
        lines=tuple(_once([_line(row) for row in top.tables("line")], top)),
        reports={setting: _report(report, setting) for setting in Setting},
    )
    for table in (lead, report, top):
        table.finish()
    return policy


def _paper(row: data_files.Table) -> Paper:
    paper = Paper(
        code=row.text("code"),
        title=row.text("title"),
        core=row.yes_or_no("core"),
        settings=frozenset(row.choices("settings", [one.value for one in Setting])),
        ages=frozenset(row.choices("ages", AGES)),
        certainty=row.choice("certainty", CERTAINTIES),
        community_certainty=row.choice("community_certainty", CERTAINTIES, default="U"),
        source=row.text("source"),
    )
    row.finish()
    return paper


def _line(row: data_files.Table) -> Line:
    line = Line(
        code=row.text("code"),
        title=row.text("title"),
        certainty=row.choice("certainty", CERTAINTIES),
        source=row.text("source"),
    )
    row.finish()
    return line


def _report(table: data_files.Table, setting: Setting) -> Report:
    named = table.choices(setting.value, [one.value for one in Recipient])
    return Report(
        recipients=tuple(Recipient(one) for one in named),
        certainty=table.choice(f"{setting.value}_certainty", CERTAINTIES),
        source=table.text(f"{setting.value}_source"),
    )


def _once(rows: list[Row], top: data_files.Table) -> list[Row]:
    """Return the rows; refuse a code that names two of them."""
    seen: set[str] = set()
    for row in rows:
        if row.code in seen:
            raise top.refusal(f"the code {row.code} names two rows")
        seen.add(row.code)
    return rows


@cache
def current() -> Policy:
    """Return the policy in force, read once."""
    return read(FILE)
