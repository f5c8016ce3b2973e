"""The figures that a region may change: when to ask again, and how long backups last."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core import data_files

FILE = Path(__file__).with_name("policy.toml")
CERTAINTIES = ("H", "M", "L", "U")


@dataclass(frozen=True, slots=True)
class Review:
    """When a decision must be taken again."""

    months: int
    fluctuating_months: int
    grace_days: int
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class Erasure:
    """How an erasure is carried out."""

    cooling_off_days: int
    backup_days: int
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything that the file says."""

    review: Review
    erasure: Erasure


def read(path: Path) -> Policy:
    """Return what `path` says; raises `DataFileError` with the line and the reason."""
    top, _ = data_files.read(path)
    review, erasure = top.table("review"), top.table("erasure")
    policy = Policy(
        Review(
            months=review.whole("months", low=1, high=60),
            fluctuating_months=review.whole("fluctuating_months", low=1, high=60),
            grace_days=review.whole("grace_days", low=0, high=365),
            certainty=review.choice("certainty", CERTAINTIES),
            source=review.text("source"),
        ),
        Erasure(
            cooling_off_days=erasure.whole("cooling_off_days", low=0, high=90),
            backup_days=erasure.whole("backup_days", low=0, high=3650),
            certainty=erasure.choice("certainty", CERTAINTIES),
            source=erasure.text("source"),
        ),
    )
    for table in (review, erasure, top):
        table.finish()
    return policy


@cache
def current() -> Policy:
    """Return the policy in force, read once."""
    return read(FILE)
