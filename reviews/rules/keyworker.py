"""Who is for a keyworker, and what may be decided about one. Plain values only."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from core.dates import birthday_on
from core.errors import RuleBroken

KEYWORKER_UNDER = 26
"""Keyworkers are for 0 to 25: up to the 26th birthday (domain 4)."""


class KeyworkerOutcome(StrEnum):
    """What came of asking for a keyworker."""

    REFERRED = "referred"
    ALREADY_KNOWN = "already_known"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        """The outcome in plain words."""
        return {
            "referred": "Referred to the keyworker service",
            "already_known": "Already known to the keyworker service",
            "declined": "Not referred",
        }[self.value]


KNOWN_TO_KEYWORKER = frozenset({KeyworkerOutcome.REFERRED, KeyworkerOutcome.ALREADY_KNOWN})


def check_keyworker(
    outcome: KeyworkerOutcome, reason: str, *, birth_date: date, decided_on: date, on: date
) -> None:
    """Refuse a decision in the future, a referral from 26, and none without its reason."""
    if decided_on > on:
        raise RuleBroken("Date must be today or in the past", field="decided_on")
    if decided_on < birth_date:
        raise RuleBroken("Date must be on or after the date of birth", field="decided_on")
    if outcome is KeyworkerOutcome.DECLINED and not reason.strip():
        raise RuleBroken("Enter why the person is not referred", field="reason")
    young = may_have_keyworker(birth_date, on=decided_on)
    if outcome is KeyworkerOutcome.REFERRED and not young:
        raise RuleBroken(
            "The keyworker service is for people up to their 26th birthday", field="outcome"
        )


def may_have_keyworker(birth_date: date, *, on: date) -> bool:
    """Whether the keyworker service is for somebody of this age."""
    return on < birthday_on(birth_date, KEYWORKER_UNDER)


class KeyworkerState(StrEnum):
    """What the keyworker service made of a referral."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    ALLOCATED = "allocated"
    ENDED = "ended"

    @property
    def label(self) -> str:
        """The state in plain words."""
        return {
            "waiting": "On the waiting list",
            "accepted": "Accepted, no keyworker yet",
            "not_accepted": "Not accepted",
            "allocated": "A keyworker is working with the person",
            "ended": "The keyworker's work has ended",
        }[self.value]


SETTLED = frozenset({KeyworkerState.NOT_ACCEPTED, KeyworkerState.ENDED})
"""States after which nobody needs to ask the service again."""


def check_keyworker_scope(outcome: KeyworkerOutcome, *, covered: bool) -> None:
    """Refuse a referral for which nobody gave consent: no scope is inferred from another."""
    if outcome is KeyworkerOutcome.REFERRED and not covered:
        raise RuleBroken(
            "The consent on record does not cover a referral to the keyworker service. "
            "Ask for it and record it first, or record that the person is not referred and why.",
            field="outcome",
        )


def check_answered(
    outcome: KeyworkerOutcome, decided_on: date, *, answered: Collection[date]
) -> None:
    """Refuse to put a decision right in a way that leaves no room for what the service answered."""
    if not answered:
        return
    if outcome not in KNOWN_TO_KEYWORKER:
        raise RuleBroken(
            "The keyworker service has answered this referral. If its answer is wrong as well, "
            "strike that out first.",
            field="outcome",
        )
    if decided_on > min(answered):
        raise RuleBroken(
            "Date must be on or before the day the keyworker service answered", field="decided_on"
        )


def check_follow_up(
    state: KeyworkerState,
    *,
    reason: str,
    service: str,
    happened_on: date,
    next_on: date | None,
    decided_on: date,
    on: date,
) -> None:
    """Refuse news of a referral that lacks its reason or service, or on an impossible day."""
    if happened_on > on:
        raise RuleBroken("Date must be today or in the past", field="happened_on")
    if happened_on < decided_on:
        raise RuleBroken("Date must be on or after the day of the referral", field="happened_on")
    if state is KeyworkerState.NOT_ACCEPTED and not reason.strip():
        raise RuleBroken("Enter why the service did not accept the referral", field="reason")
    if state is KeyworkerState.ALLOCATED and not service.strip():
        raise RuleBroken("Enter the name of the service", field="service")
    if next_on is not None and next_on < on:
        raise RuleBroken("Date to ask again must be today or in the future", field="next_on")
