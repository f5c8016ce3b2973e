"""Where a duty stands, and what may be decided about it; who may switch Part 8A on or off, and
what may be decided about people already detained then. Plain values only."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from core.dates import in_words
from core.errors import RuleBroken

DONE_BY_HAND = "duties.done_by_hand"
"""What meets a duty for which nothing else in the register can: a named person says so."""
WAIVED = "duties.waived"
"""A named person says that a duty need not be met."""
CORRECTED = "The facts recorded about the person were corrected."
"""Why a duty ended that the facts as they are now do not ask for."""


class DutyStatus(StrEnum):
    """Where a duty stands."""

    OPEN = "open"
    MET = "met"
    WAIVED = "waived"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """The status in plain words."""
        return {
            "open": "To do",
            "met": "Met",
            "waived": "Waived by the DSR team",
            "cancelled": "No longer applies",
        }[self.value]


class DecisionKind(StrEnum):
    """What a named person decided about a duty."""

    WAIVED = "waived"
    DONE = "done"

    @property
    def label(self) -> str:
        """The decision in plain words."""
        return {"waived": "Waived", "done": "Recorded as done"}[self.value]

    @property
    def happening(self) -> str:
        """The name by which the policy knows it."""
        return {"waived": WAIVED, "done": DONE_BY_HAND}[self.value]


def check_words(words: str, message: str, *, field: str) -> None:
    """Refuse where a reason or evidence is asked for and nothing was written."""
    if not words.strip():
        raise RuleBroken(message, field=field)


class ProposalStatus(StrEnum):
    """What became of a proposal to change the day on which Part 8A begins."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The status in plain words."""
        return {
            "open": "Waiting for a second administrator",
            "confirmed": "Confirmed",
            "rejected": "Rejected",
            "withdrawn": "Withdrawn",
        }[self.value]


def check_second_person(*, proposed_by: UUID, by: UUID) -> None:
    """Refuse where an administrator would confirm or reject their own proposal."""
    if proposed_by == by:
        raise RuleBroken(
            "You made this proposal. Another administrator must confirm or reject it. You can "
            "withdraw it."
        )


def check_own_proposal(*, proposed_by: UUID, by: UUID) -> None:
    """Refuse where someone else would withdraw a proposal."""
    if proposed_by != by:
        raise RuleBroken(
            "Only the administrator who made this proposal can withdraw it. You can reject it."
        )


def is_already_detained(
    *, detained_since: date | None, applicable_on: date | None, begins_on: date
) -> bool:
    """Whether someone must be decided about: detained before Part 8A begins, and still detained.

    Someone recognised as autistic or as having a learning disability on that day or later has an
    applicable day of their own, which asks for their first review without a decision.
    """
    if detained_since is None or detained_since >= begins_on:
        return False
    return applicable_on is None or applicable_on < begins_on


def check_transition(*, applies_from: date | None, begins_on: date, today: date) -> None:
    """Refuse a decision before Part 8A has begun, and a day before it began or in the future.

    `applies_from` is None where Part 8A does not apply.
    """
    if begins_on > today:
        raise RuleBroken(f"Part 8A begins on {in_words(begins_on)}. You can decide from that day.")
    if applies_from is None:
        return
    if applies_from < begins_on:
        raise RuleBroken(
            f"The day must be on or after {in_words(begins_on)}, when Part 8A began",
            field="applies_from",
        )
    if applies_from > today:
        raise RuleBroken("The day must be today or in the past", field="applies_from")
