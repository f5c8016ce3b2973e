"""When an unread RED is escalated, and when a mail that failed is tried again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Subject(StrEnum):
    """What a RED alert is about: a rating in force, a referral that nobody has triaged, or an
    update by which a lead professional rates somebody RED, until the team answers."""

    RATING = "rating"
    REFERRAL = "referral"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of the escalation: after how long without acknowledgement, who is told."""

    code: str
    after: timedelta
    to_team: bool
    to_commissioners: bool


ESCALATION = (
    Step("first", timedelta(hours=1), to_team=True, to_commissioners=False),
    Step("second", timedelta(hours=4), to_team=True, to_commissioners=True),
    Step("third", timedelta(hours=24), to_team=True, to_commissioners=True),
)
"""1 hour, 4 hours, next day. Certainty U: no source gives times; proposed in the hazard log, H1."""


def steps_due(*, raised_at: datetime, at: datetime, heard: bool = True) -> list[Step]:
    """Return the rungs whose time has passed, lowest first.

    An alert that is not `heard`, because its area has no DSR team, waits for no one: its first
    rung is due when it is raised.
    """
    first = ESCALATION[0]
    return [
        step for step in ESCALATION if raised_at + step.after <= at or (step is first and not heard)
    ]


RETRY_AFTER = (60, 300, 900, 3600)
"""Seconds before a mail that failed is tried again; the last figure repeats. Never given up."""


GATHER_FOR = timedelta(minutes=10)
"""How long the first correction waits, so that one email tells of those that come with it.

Certainty U: no source gives a time. It is long enough to put right what was recorded about one
person, and short enough to be read while it matters. What bears on RED does not wait.
"""


HELD_BY_ANOTHER = timedelta(seconds=2)
"""How long a notice waits when another transaction holds the person's record."""


def next_try(*, attempts: int, at: datetime) -> datetime:
    """Return when a mail that failed `attempts` times is tried again."""
    index = min(max(attempts, 1), len(RETRY_AFTER)) - 1
    return at + timedelta(seconds=RETRY_AFTER[index])
