"""Leaving the register and coming back: what is asked, and what is refused."""

from datetime import date
from enum import StrEnum

from core.dates import in_words
from core.errors import RuleBroken
from register.rules.ratings import ClosureReason

KEEPS_ACTIONS = frozenset(
    {
        ClosureReason.STEPPED_DOWN,
        ClosureReason.MOVED_AWAY,
        ClosureReason.NOT_ELIGIBLE,
        ClosureReason.AGED_OUT,
    }
)
"""Reasons after which an agreed action can still make sense, so that each is asked about.

Nothing is left to do for someone who has died, nor without a lawful basis.
"""


class Reopening(StrEnum):
    """Why a closed record is opened again."""

    ERROR = "error"
    RETURN = "return"

    @property
    def label(self) -> str:
        """The reason in plain words."""
        return {
            "error": "The record was closed in error",
            "return": "The person has come back to the register",
        }[self.value]


def check_left_on(left_on: date, *, opened_on: date, on: date) -> None:
    """Refuse a day of leaving in the future, or before the person came to the register."""
    if left_on > on:
        raise RuleBroken("Date they left must be today or in the past", field="left_on")
    if left_on < opened_on:
        raise RuleBroken(
            f"Date they left must be on or after {in_words(opened_on)}, when they joined the "
            "register",
            field="left_on",
        )


def check_died_on(died_on: date, *, birth_date: date, on: date) -> None:
    """Refuse a date of death in the future or before the birth.

    It may lie before the person came to the register: the news can come late.
    """
    if died_on > on:
        raise RuleBroken("Date of death must be today or in the past", field="died_on")
    if died_on < birth_date:
        raise RuleBroken(
            f"Date of death must be on or after the date of birth, {in_words(birth_date)}",
            field="died_on",
        )


def check_words(words: str) -> None:
    """Refuse to open a record again without saying why."""
    if not words.strip():
        raise RuleBroken("Enter why you are reopening this record", field="words")


def check_return(*, reason: ClosureReason, how: Reopening) -> None:
    """Refuse the return of someone who is recorded as having died: that can only be an error."""
    if reason is ClosureReason.DIED and how is Reopening.RETURN:
        raise RuleBroken(
            "This record says the person has died. It can only be reopened if that is an error",
            field="how",
        )
