"""What an agreed action may do, and what may be answered about it. Plain values only.

Who is chased when is data: `actions.ladders`.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum

from core.errors import RuleBroken


class ActionStatus(StrEnum):
    """Where an action stands. Done by its owner is not closed until the DSR team confirms."""

    OPEN = "open"
    DONE = "done"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """The status in plain words."""
        return {
            "open": "To do",
            "done": "Done, waiting for the DSR team to confirm",
            "closed": "Closed",
            "cancelled": "Cancelled",
        }[self.value]


class Origin(StrEnum):
    """Where an action was agreed."""

    MEETING = "meeting"
    REVIEW = "review"
    VISIT = "visit"
    REFERRAL = "referral"
    TEAM = "team"

    @property
    def label(self) -> str:
        """The origin in plain words."""
        return {
            "meeting": "Meeting",
            "review": "Review",
            "visit": "Commissioner's oversight visit",
            "referral": "Referral",
            "team": "Agreed outside a meeting",
        }[self.value]


class Answered(StrEnum):
    """What an owner without an account can answer; the DSR team decides what follows."""

    DONE = "done"
    NOT_DONE = "not_done"
    NOT_MINE = "not_mine"

    @property
    def label(self) -> str:
        """The answer in plain words."""
        return {
            "done": "It is done",
            "not_done": "It is not done",
            "not_mine": "This is not for me",
        }[self.value]


ANSWER_NEEDS = {
    Answered.DONE: "Enter what was done and what shows it",
    Answered.NOT_DONE: "Enter why it is not done",
    Answered.NOT_MINE: "Enter who it is for, or why it is not for you",
}
"""What an answer is refused without."""


TRANSITIONS: dict[str, frozenset[ActionStatus]] = {
    "mark_done": frozenset({ActionStatus.OPEN}),
    "confirm": frozenset({ActionStatus.DONE}),
    "send_back": frozenset({ActionStatus.DONE}),
    "extend": frozenset({ActionStatus.OPEN}),
    "answer": frozenset({ActionStatus.OPEN}),
    "reassign": frozenset({ActionStatus.OPEN, ActionStatus.DONE}),
    "cancel": frozenset({ActionStatus.OPEN, ActionStatus.DONE}),
    "reopen": frozenset({ActionStatus.CLOSED, ActionStatus.CANCELLED}),
}
"""The states from which each verb starts."""

_NOT_NOW = {
    ActionStatus.OPEN: "This action has not been marked as done yet.",
    ActionStatus.DONE: "This action is marked as done and waits for the DSR team.",
    ActionStatus.CLOSED: "This action is already closed.",
    ActionStatus.CANCELLED: "This action was cancelled.",
}
_NOT_ENDED = "This action has not ended, or someone has opened it again already."


def check_transition(verb: str, status: ActionStatus) -> None:
    """Refuse `verb` from a state in which it makes no sense."""
    if status not in TRANSITIONS[verb]:
        raise RuleBroken(_NOT_ENDED if verb == "reopen" else _NOT_NOW[status])


def check_description(description: str) -> None:
    """Refuse an action that does not say what is to be done."""
    if not description.strip():
        raise RuleBroken("Enter what is to be done", field="description")


def check_due(due_on: date, *, on: date) -> None:
    """Refuse a due date before today, or further away than two years: a slip of the keyboard."""
    if due_on < on:
        raise RuleBroken("Due date must be today or in the future", field="due_on")
    if due_on > on + timedelta(days=731):
        raise RuleBroken("Due date must be within 2 years", field="due_on")


def check_extension(due_on: date, *, was: date, on: date) -> None:
    """Refuse a new due date in the past or no later than the one it replaces."""
    check_due(due_on, on=on)
    if due_on <= was:
        raise RuleBroken("New due date must be later than the one it replaces", field="due_on")


def check_longest(due_on: date, *, was: date, on: date, days: int) -> None:
    """Refuse an owner who moves the date further than an owner may in one step."""
    if due_on > max(was, on) + timedelta(days=days):
        raise RuleBroken(
            f"New due date must be within {days} days. Ask the DSR team to give it more time",
            field="due_on",
        )


def outlives(ended_at: datetime, *, left_at: datetime | None) -> bool:
    """Whether an action can go on: its person has not left, or left while it was still open."""
    return left_at is None or ended_at > left_at


def check_not_overdue(due_on: date, *, on: date) -> None:
    """Refuse to give somebody an action whose date has passed: nobody would be reminded of it."""
    if due_on < on:
        raise RuleBroken("This action is overdue. Enter a new due date", field="due_on")


def check_words(words: str, message: str, *, field: str) -> None:
    """Refuse where a reason or evidence is asked for and nothing was written."""
    if not words.strip():
        raise RuleBroken(message, field=field)


def check_extensions(times: int, *, most: int) -> None:
    """Refuse an owner who has moved the date as often as an owner may."""
    if times >= most:
        moved = "once" if times == 1 else f"{times} times"
        raise RuleBroken(
            f"The date has been moved {moved} already. Ask the DSR team to give it more time",
            field="due_on",
        )


LONGEST_ABSENCE = timedelta(days=366)
"""A cover that lasts longer is a handing over (certainty U)."""


def check_absence(starts_on: date, ends_on: date, *, on: date) -> None:
    """Refuse an absence that is over, ends before it begins, or lasts more than a year."""
    if ends_on < starts_on:
        raise RuleBroken("The last day must be the same as or after the first", field="ends_on")
    if ends_on < on:
        raise RuleBroken("The last day must be today or in the future", field="ends_on")
    if ends_on - starts_on > LONGEST_ABSENCE:
        raise RuleBroken(
            "The absence must be a year at most. Hand the actions over instead", field="ends_on"
        )
