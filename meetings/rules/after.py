"""What follows a meeting: ratified or overturned, approved and fixed, told. Plain values only."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from core.errors import RuleBroken

LONGEST_DRAFT = 100_000
"""Characters of one draft: every field of the minutes and twenty actions at their longest."""


AS_SEEN = "seen"
"""Under this name a draft keeps which version of the minutes its writer had before them."""


class Ruling(StrEnum):
    """What became of a decision that a meeting took without its quorum."""

    RATIFIED = "ratified"
    OVERTURNED = "overturned"

    @property
    def label(self) -> str:
        """The ruling as a sentence."""
        return {
            "ratified": "Ratified: the decision stays",
            "overturned": "Overturned: another rating was given",
        }[self.value]


class Given(StrEnum):
    """How a letter reached the person."""

    BY_HAND = "by_hand"
    POST = "post"
    READ = "read"
    FAMILY = "family"

    @property
    def label(self) -> str:
        """How, in plain words."""
        return {
            "by_hand": "Given by hand",
            "post": "Sent by post",
            "read": "Read together with the person",
            "family": "Given to the family or carer, as agreed with the person",
        }[self.value]


def check_ratifiable(*, over: bool, provisional: bool, agreed: str, ruled: bool) -> None:
    """Refuse a ruling on what is not, or no longer, a provisional decision."""
    if not (over and provisional and agreed):
        raise RuleBroken(
            "Only a rating agreed without a quorum can be ratified, once the meeting has ended."
        )
    if ruled:
        raise RuleBroken("This decision has already been ratified or overturned.")


def check_who_ratifies(*, is_chair: bool, later_quorate: bool) -> None:
    """Refuse a ruling by anyone but the chair or a later meeting with its quorum."""
    if not (is_chair or later_quorate):
        raise RuleBroken(
            "Only the chair can ratify or overturn this, or a later meeting of the area that is "
            "open and has its quorum. Record attendance at that meeting first."
        )


def check_overturned(*, level: str, agreed: str, in_force: bool) -> None:
    """Ask for another rating where the one overturned is still in force; refuse the same."""
    if in_force and not level:
        raise RuleBroken("Select the rating agreed instead", field="level")
    if level and level == agreed:
        raise RuleBroken(
            "Select a rating other than the one you are overturning, or ratify it", field="level"
        )


def check_approval(*, over: bool, empty: bool, approved: bool, may: bool) -> None:
    """Refuse to approve minutes before the end, twice, or as anyone but chair or deputy.

    `empty`: the meeting was abandoned before anything was decided, so there are no minutes.
    """
    if not over:
        raise RuleBroken("You can approve the minutes once the meeting is closed.")
    if empty:
        raise RuleBroken("This meeting was not held: there are no minutes to approve.")
    if approved:
        raise RuleBroken("These minutes have already been approved.")
    if not may:
        raise RuleBroken(
            "Only the chair, or the deputy named on the meeting's page, can approve the minutes."
        )


def check_not_approved(*, approved: bool) -> None:
    """Refuse to change minutes that are fixed."""
    if approved:
        raise RuleBroken(
            "These minutes are approved and cannot be changed. Add a correction: it will be dated "
            "and shown beside them."
        )


def check_not_fixed(*, approved: bool) -> None:
    """Refuse to open a meeting again once its minutes are fixed."""
    if approved:
        raise RuleBroken(
            "The minutes of this meeting are approved, so it stays closed. You can add a "
            "correction beside them, strike them out or correct the attendance."
        )


def check_not_ruled(*, ruled: bool) -> None:
    """Refuse to open a meeting again after a rating that it agreed has been ruled on."""
    if ruled:
        raise RuleBroken(
            "A rating agreed at this meeting has been ratified or overturned, so the meeting stays "
            "closed. You can still correct its attendance and the words of its minutes, or strike "
            "the minutes out."
        )


def check_given_on(given_on: date, *, held_on: date, on: date) -> None:
    """Refuse a letter given before its meeting, or in the future."""
    if given_on > on:
        raise RuleBroken("The date must be today or in the past", field="given_on")
    if given_on < held_on:
        raise RuleBroken("The date must not be before the meeting", field="given_on")


def check_draft(typed: Mapping[str, Sequence[str]]) -> None:
    """Refuse a draft far longer than the form allows: something else is being sent."""
    if sum(len(value) for values in typed.values() for value in values) > LONGEST_DRAFT:
        raise RuleBroken("there is too much text to keep. Shorten it and save.")
