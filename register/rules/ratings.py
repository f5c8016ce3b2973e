"""What a rating means, when one may change, and why someone leaves the register."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from typing import Protocol

from core.errors import RuleBroken


class Level(StrEnum):
    """Risk of admission to a mental health hospital, and of nothing else (domain 1.1)."""

    RED = "RED"
    AMBER = "AMBER"
    GREEN = "GREEN"

    @property
    def label(self) -> str:
        """The level as a word."""
        return self.value.capitalize()

    @property
    def meaning(self) -> str:
        """What the level says, in plain English (domain 1.1)."""
        return MEANINGS[self.value]


BLUE = "BLUE"
"""A status, not a level: in a mental health hospital now. The last level is kept behind it."""

SHOWN = (Level.RED, Level.AMBER, Level.GREEN, BLUE)
"""What a list can show and filter by."""

MEANINGS = {
    "RED": (
        "Immediate risk of admission to a mental health hospital. The risks are not being, "
        "or cannot be, managed in the community."
    ),
    "AMBER": "Immediate risk of admission to a mental health hospital without urgent intervention.",
    "GREEN": (
        "Some risks that could lead to admission or re-admission to a mental health hospital, "
        "currently effectively managed."
    ),
    "BLUE": "In a mental health hospital now. This is a status, not a level of risk.",
}


class RatingSource(StrEnum):
    """What led to a rating."""

    REFERRAL = "referral"
    UPDATE = "update"
    MEETING = "meeting"
    REVIEW = "review"
    DISCHARGE = "discharge"
    RETURN = "return"

    @property
    def label(self) -> str:
        """The source in plain words."""
        return {
            "referral": "Referral accepted",
            "update": "Reviewed by the DSR team",
            "meeting": "Tracking meeting",
            "review": "C(E)TR",
            "discharge": "Discharge from hospital",
            "return": "Came back to the register",
        }[self.value]


class ClosureReason(StrEnum):
    """Why someone leaves the register (domain 6, inactivation)."""

    STEPPED_DOWN = "stepped_down"
    MOVED_AWAY = "moved_away"
    DIED = "died"
    NOT_ELIGIBLE = "not_eligible"
    NO_LAWFUL_BASIS = "no_lawful_basis"
    AGED_OUT = "aged_out"
    ACCEPTED_IN_ERROR = "accepted_in_error"

    @property
    def label(self) -> str:
        """The reason in plain words."""
        return {
            "stepped_down": "Sustained GREEN, agreed to leave the register",
            "moved_away": "Moved to another area",
            "died": "Died",
            "not_eligible": "Not eligible",
            "no_lawful_basis": "No lawful basis any more",
            "aged_out": "Turned 18, and the adult decision is to leave the register",
            "accepted_in_error": "The referral was accepted by mistake",
        }[self.value]

    @property
    def told(self) -> str:
        """What is said of it on what ends with the closing: an action, a meeting, a review."""
        if self is ClosureReason.ACCEPTED_IN_ERROR:
            return "The referral was accepted by mistake and has been taken back."
        if self is ClosureReason.DIED:
            return "The person has died."
        return f"The person has left the register: {self.label[0].lower()}{self.label[1:]}."


LEAVES = tuple(one for one in ClosureReason if one is not ClosureReason.ACCEPTED_IN_ERROR)
"""Reasons why someone leaves; the other one says that they should never have come."""

CLOSES_A_STAY = {
    ClosureReason.DIED: "Died",
    ClosureReason.NO_LAWFUL_BASIS: "Not recorded: no lawful basis any more",
}
"""Reasons that close an entry during a stay, with what then stands where somebody moved to."""


class Diagnosis(StrEnum):
    """How sure a learning disability or autism is (domain 6; 125D needs no formal diagnosis)."""

    CONFIRMED = "confirmed"
    PATHWAY = "pathway"
    UNDERSTOOD = "understood"
    NO = "no"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The certainty in the field's words."""
        return {
            "confirmed": "Confirmed diagnosis",
            "pathway": "On a diagnostic pathway",
            "understood": "Clinically understood, not diagnosed",
            "no": "No",
            "unknown": "Not known",
        }[self.value]


def check_reason(reason: str) -> None:
    """Refuse a rating without a reason: all changes say why (domain 1.1)."""
    if not reason.strip():
        raise RuleBroken("Enter the reason for this rating", field="reason")


def check_new_rating(
    *, current: Level, new: Level, reason: str, rated_at: datetime, at: datetime
) -> None:
    """Refuse a rating without a reason or earlier than the one it follows.

    The same level again is a review: it is recorded and makes the rating fresh.
    """
    check_reason(reason)
    if at < rated_at:
        raise RuleBroken("This rating is earlier than the one it would follow.")


class RatingGiven(Protocol):
    """What is asked of a rating to say since when its level has held."""

    @property
    def level(self) -> str: ...

    @property
    def source(self) -> str: ...

    @property
    def set_at(self) -> datetime: ...


def level_since(ratings: Sequence[RatingGiven]) -> datetime:
    """Return since when the level of the last of the `ratings`, oldest first, has held.

    Giving the same level again confirms it and never starts it afresh. A rating given at a
    discharge does: the stay in hospital lies between it and the one before.
    """
    began = ratings[0]
    for before, one in pairwise(ratings):
        if one.level != before.level or one.source == RatingSource.DISCHARGE:
            began = one
    return began.set_at


def is_unusual(*, current: Level, new: Level) -> bool:
    """Whether a change wants a second look before it is made: RED to GREEN in one step (H14)."""
    return current is Level.RED and new is Level.GREEN


def check_birth_date(birth_date: date, *, on: date) -> None:
    """Refuse a date of birth after `on` or more than 120 years before it."""
    if birth_date > on:
        raise RuleBroken("Date of birth must be in the past", field="birth_date")
    if birth_date.year < on.year - 120:
        raise RuleBroken("Check the year of the date of birth", field="birth_date")
