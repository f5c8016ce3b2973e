"""What is known of one person, and what it comes to: plain values, in and out of `work_out`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from duties.happenings import Happening
from duties.policy import DutySpec, Facts, Rule
from duties.rules import DutyStatus

Meetings = Callable[[], Sequence["MeetingDay"]]
"""Reads, only when it matters, the days of an area's tracking meetings, the first one first."""


@dataclass(frozen=True, slots=True)
class MeetingDay:
    """A tracking meeting that was not cancelled: its day, and when it was closed, if it was."""

    day: date
    closed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """All that is known of one person and bears on their duties.

    `recognised_on` is the day on which the responsible commissioner formed the view that they are
    autistic or have a learning disability, `commenced_on` that from which Part 8A applies.
    """

    birth_date: date | None
    ehc_plan: bool | None
    region: str | None
    recognised_on: date | None = None
    commenced_on: date | None = None
    events: Sequence[Happening] = ()
    meetings: Meetings = tuple


@dataclass(slots=True)
class Worked:
    """One duty as the facts and the policy have it.

    `cause` is the fact that asked for it; `end` the one that met it or took it away. `subject` is
    the referral, review or meeting that it is about, where the rule asks for each of them.
    """

    spec: DutySpec
    rule: Rule
    cause: Happening
    subject: UUID | None
    facts: Facts
    due_on: date | None
    basis: str
    status: DutyStatus = DutyStatus.OPEN
    reason: str = ""
    end: Happening | None = None
    paused_on: date | None = None
    not_met_by: list[dict[str, Any]] = field(default_factory=list)

    @property
    def key(self) -> "Key":
        """Which duty it is, whatever its date becomes."""
        return self.spec.branch, self.cause.id, self.subject

    @property
    def late_from(self) -> date | None:
        """The first day on which it is overdue, the days of grace counted."""
        return self.due_on + timedelta(days=self.spec.grace_days + 1) if self.due_on else None


Key = tuple[str, int, UUID | None]
"""Branch, the audit event of the fact that asked, and subject."""
