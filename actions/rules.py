"""What an agreed action may do, and who is chased when. Plain values only.

Who is chased, and after how many days, was found in no source: it is a default of this register
(certainty U) that a region may change.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.dates import add_working_days, is_working_day
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


TRANSITIONS: dict[str, frozenset[ActionStatus]] = {
    "mark_done": frozenset({ActionStatus.OPEN}),
    "confirm": frozenset({ActionStatus.DONE}),
    "send_back": frozenset({ActionStatus.DONE}),
    "extend": frozenset({ActionStatus.OPEN}),
    "reassign": frozenset({ActionStatus.OPEN}),
    "cancel": frozenset({ActionStatus.OPEN, ActionStatus.DONE}),
}
"""The states from which each verb starts."""

_NOT_NOW = {
    ActionStatus.OPEN: "This action has not been marked as done yet.",
    ActionStatus.DONE: "This action is marked as done and waits for the DSR team.",
    ActionStatus.CLOSED: "This action is already closed.",
    ActionStatus.CANCELLED: "This action was cancelled.",
}


def check_transition(verb: str, status: ActionStatus) -> None:
    """Refuse `verb` from a state in which it makes no sense."""
    if status not in TRANSITIONS[verb]:
        raise RuleBroken(_NOT_NOW[status])


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


def check_words(words: str, message: str, *, field: str) -> None:
    """Refuse where a reason or evidence is asked for and nothing was written."""
    if not words.strip():
        raise RuleBroken(message, field=field)


class Audience(StrEnum):
    """Whom a step of a ladder reaches."""

    OWNER = "owner"
    SERVICE = "service"
    TEAM = "team"

    @property
    def label(self) -> str:
        """The audience in plain words."""
        return {
            "owner": "the owner",
            "service": "the service's representative",
            "team": "the DSR team",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a ladder: so many days after the due date (before it, when negative).

    `working` counts working days only.
    """

    code: str
    days: int
    to: Audience
    working: bool = False

    def day(self, due_on: date) -> date:
        """Return the day from which the step is reached."""
        if self.working:
            return add_working_days(due_on, self.days)
        return due_on + timedelta(days=self.days)


LADDERS: dict[str, tuple[Step, ...]] = {
    "urgent": (
        Step("before-1", -1, Audience.OWNER),
        Step("due", 0, Audience.OWNER),
        Step("after-1", 1, Audience.SERVICE),
        Step("after-3", 3, Audience.TEAM),
    ),
    "standard": (
        Step("before-2", -2, Audience.OWNER),
        Step("due", 0, Audience.OWNER),
        Step("after-3", 3, Audience.SERVICE),
        Step("after-7", 7, Audience.TEAM),
    ),
    "slow": (
        Step("before-14", -14, Audience.OWNER),
        Step("due", 0, Audience.OWNER),
        Step("after-14", 14, Audience.TEAM),
    ),
    "confirm": (
        Step("confirm-2", 2, Audience.TEAM, working=True),
        Step("confirm-7", 7, Audience.TEAM, working=True),
    ),
}
"""Who is chased when, by the ladder that a policy rule names.

Actions to do use "standard", and "confirm" from the day on which their owner says they are done.
"""

LONGEST_NOTICE = timedelta(days=max(-s.days for steps in LADDERS.values() for s in steps))
"""How far ahead of a due date the first step of any ladder lies."""


def confirm_by(done_on: date) -> date:
    """Return the day by which the DSR team confirms what was done on `done_on` (certainty U)."""
    return LADDERS["confirm"][0].day(done_on)


def step_reached(*, ladder: str, due_on: date, on: date) -> Step | None:
    """Return the latest step of `ladder` reached by the day `on`; None when there is none.

    Only the latest: after a stop of some days nobody gets the steps that were missed. On a
    weekend or a bank holiday in England only the urgent ladder moves; the others go on the next
    working day.
    """
    if ladder != "urgent" and not is_working_day(on):
        return None
    reached = [step for step in LADDERS[ladder] if step.day(due_on) <= on]
    return reached[-1] if reached else None
