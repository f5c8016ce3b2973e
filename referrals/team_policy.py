"""The figures of the team's side of referrals that a region may change, each with its source."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core import data_files

FILE = Path(__file__).with_name("team_policy.toml")
CERTAINTIES = ("H", "M", "L", "U")


@dataclass(frozen=True, slots=True)
class Redirecting:
    """By when another area answers, in working days, and when commissioners are told."""

    working_days: int
    red_working_days: int
    commissioners_from_reminder: int
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class Kept:
    """How many days words are kept."""

    keep_days: int
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class Asking(Kept):
    """When those whom a request to be included waits for are reminded, and told that it goes."""

    remind_after_working_days: int
    warn_days: int


@dataclass(frozen=True, slots=True)
class TeamPolicy:
    """Everything that the file says."""

    redirect: Redirecting
    inclusion: Asking
    training: Kept


def read(path: Path) -> TeamPolicy:
    """Return what `path` says; raises `DataFileError` with the line and the reason."""
    top, _ = data_files.read(path)
    redirect = top.table("redirect")
    policy = TeamPolicy(
        Redirecting(
            working_days=redirect.whole("working_days", low=0, high=30),
            red_working_days=redirect.whole("red_working_days", low=0, high=30),
            commissioners_from_reminder=redirect.whole(
                "commissioners_from_reminder", low=1, high=30
            ),
            certainty=redirect.choice("certainty", CERTAINTIES),
            source=redirect.text("source"),
        ),
        inclusion=_asking(top.table("inclusion")),
        training=_kept(top.table("training")),
    )
    redirect.finish()
    top.finish()
    return policy


def _asking(table: data_files.Table) -> Asking:
    asking = Asking(
        keep_days=table.whole("keep_days", low=1, high=3650),
        remind_after_working_days=table.whole("remind_after_working_days", low=0, high=30),
        warn_days=table.whole("warn_days", low=0, high=3650),
        certainty=table.choice("certainty", CERTAINTIES),
        source=table.text("source"),
    )
    table.finish()
    return asking


def _kept(table: data_files.Table) -> Kept:
    kept = Kept(
        keep_days=table.whole("keep_days", low=1, high=3650),
        certainty=table.choice("certainty", CERTAINTIES),
        source=table.text("source"),
    )
    table.finish()
    return kept


@cache
def current() -> TeamPolicy:
    """Return the figures in force, read once."""
    return read(FILE)
