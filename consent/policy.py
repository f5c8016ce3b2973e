"""The figures that a region may change: when to ask again, how an erasure goes, what is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from django.conf import settings

from consent.rules import Ending
from core import data_files
from register.rules import LEAVES, ClosureReason

FILE = Path(__file__).with_name("policy.toml")
CERTAINTIES = ("H", "M", "L", "U")
REFERRALS = (Ending.DECLINED, Ending.WITHDRAWN)
"""Endings of people of whom no entry was made, and whose referral alone is kept."""


@dataclass(frozen=True, slots=True)
class Review:
    """When a decision must be taken again."""

    months: int
    fluctuating_months: int
    grace_days: int
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class Capacity:
    """How old an assessment of capacity may be on the day of the decision, without a reason."""

    assessment_days: int
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class Erasure:
    """How an erasure is carried out."""

    cooling_off_hours: int
    backup_days: int
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class Kept:
    """How long a record is kept after its entry was closed for one reason; 0 months: cleansed."""

    keep_months: int
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class Disposition:
    """What happens to records of those who left the register."""

    grace_days: int
    kept: Mapping[ClosureReason, Kept]
    referrals: Mapping[Ending, Kept]


@dataclass(frozen=True, slots=True)
class Drafts:
    """How long an unchanged draft of a referral is kept, and how long before its writer is told."""

    keep_days: int
    warn_days: int
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class Advice:
    """How long a question without a name is kept once it is answered."""

    keep_days: int
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything that the file says."""

    review: Review
    capacity: Capacity
    erasure: Erasure
    disposition: Disposition
    drafts: Drafts
    advice: Advice


def read(path: Path) -> Policy:
    """Return what `path` says; raises `DataFileError` with the line and the reason."""
    top, _ = data_files.read(path)
    review, erasure = top.table("review"), top.table("erasure")
    disposition, advice = top.table("disposition"), top.table("advice")
    drafts, capacity = top.table("drafts"), top.table("capacity")
    policy = Policy(
        Review(
            months=review.whole("months", low=1, high=60),
            fluctuating_months=review.whole("fluctuating_months", low=1, high=60),
            grace_days=review.whole("grace_days", low=0, high=365),
            certainty=review.choice("certainty", CERTAINTIES),
            source=review.text("source"),
        ),
        Capacity(
            assessment_days=capacity.whole("assessment_days", low=0, high=365),
            certainty=capacity.choice("certainty", CERTAINTIES),
            source=capacity.text("source"),
        ),
        Erasure(
            cooling_off_hours=erasure.whole("cooling_off_hours", low=0, high=24 * 90),
            backup_days=erasure.whole("backup_days", low=0, high=3650),
            certainty=erasure.choice("certainty", CERTAINTIES),
            source=erasure.text("source"),
        ),
        Disposition(
            grace_days=disposition.whole("grace_days", low=1, high=365),
            kept={reason: _kept(disposition.table(reason.value)) for reason in LEAVES},
            referrals={one: _kept(disposition.table(f"referral_{one.value}")) for one in REFERRALS},
        ),
        Drafts(
            keep_days=drafts.whole("keep_days", low=1, high=365),
            warn_days=drafts.whole("warn_days", low=1, high=365),
            certainty=drafts.choice("certainty", CERTAINTIES),
            source=drafts.text("source"),
        ),
        Advice(
            keep_days=advice.whole("keep_days", low=1, high=365),
            certainty=advice.choice("certainty", CERTAINTIES),
            source=advice.text("source"),
        ),
    )
    for table in (review, capacity, erasure, disposition, drafts, advice, top):
        table.finish()
    return policy


def _kept(table: data_files.Table) -> Kept:
    kept = Kept(
        keep_months=table.whole("keep_months", low=0, high=12 * 100),
        certainty=table.choice("certainty", CERTAINTIES),
        source=table.text("source"),
    )
    table.finish()
    return kept


@cache
def current() -> Policy:
    """Return the policy in force, read once; the cooling-off may come from the environment."""
    policy, hours = read(FILE), settings.DSR_COOLING_OFF_HOURS
    if hours is None:
        return policy
    return replace(policy, erasure=replace(policy.erasure, cooling_off_hours=hours))


def draft_days() -> tuple[int, int]:
    """Return how many days an unchanged draft is kept, and how many before that its writer hears.

    Either may come from the environment.
    """
    drafts, days, warning = (
        current().drafts, settings.DSR_DRAFT_DAYS, settings.DSR_DRAFT_WARNING_DAYS
    )  # fmt: skip
    return days or drafts.keep_days, warning or drafts.warn_days
