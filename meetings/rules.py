"""What puts somebody on an agenda, how a meeting moves on, and when one is decided.

Plain values only; sections and figures are those of the domain notes, section 6.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from core.dates import add_working_days, in_words, local_day
from core.errors import RuleBroken
from register.rules import Level

SIGHT_DAYS = 28
"""How long attendees see the people of a meeting once it is opened (inferred)."""

BLUE_DUTIES_AHEAD_DAYS = 28
"""Duties of inpatients are on the agenda when due before the next monthly meeting (inferred)."""

DISCHARGED_WITHIN_DAYS = 28
"""How long a discharge counts as recent (inferred; Lincolnshire watches 14 days at least)."""

URGENT_WORKING_DAYS = 2
"""An urgent meeting by exception: within 2 working days (domain 6, inferred)."""

USUAL_QUORUM = 3
"""A default to be confirmed locally: no source gives a quorum."""


class Kind(StrEnum):
    """The two kinds of meeting."""

    TRACKING = "tracking"
    URGENT = "urgent"

    @property
    def label(self) -> str:
        """The kind in the field's words."""
        return {
            "tracking": "Area tracking meeting",
            "urgent": "Urgent meeting by exception",
        }[self.value]


class State(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    OPEN = "open"
    HELD = "held"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """The state as a word."""
        return self.value.capitalize()


MOVES: Mapping[str, Mapping[State, State]] = {
    "open": {State.PLANNED: State.OPEN},
    "close": {State.OPEN: State.HELD},
    "cancel": {State.PLANNED: State.CANCELLED},
}
"""Each verb with the states it leads from and to; everything else is refused."""

REFUSED = {
    "open": "This meeting has already been opened or cancelled.",
    "close": "Only an open meeting can be closed.",
    "cancel": "Only a meeting that has not been opened can be cancelled.",
}


class Presence(StrEnum):
    """Whether somebody invited was there."""

    INVITED = "invited"
    ATTENDED = "attended"
    APOLOGIES = "apologies"
    ABSENT = "absent"

    @property
    def label(self) -> str:
        """The presence in plain words."""
        return {
            "invited": "Not recorded yet",
            "attended": "Attended",
            "apologies": "Sent apologies",
            "absent": "Not there",
        }[self.value]


class ItemState(StrEnum):
    """Where somebody on a frozen agenda stands."""

    WAITING = "waiting"
    DISCUSSED = "discussed"
    CARRIED = "carried"
    REMOVED = "removed"

    @property
    def label(self) -> str:
        """The state in plain words."""
        return {
            "waiting": "Not discussed yet",
            "discussed": "Discussed",
            "carried": "Carried over",
            "removed": "Taken off the agenda",
        }[self.value]


class Edit(StrEnum):
    """What somebody did to an agenda by hand."""

    ADD = "add"
    REMOVE = "remove"


class Reason(StrEnum):
    """Why somebody is on an agenda. The order is that of the agenda's sections."""

    URGENT = "urgent"
    OVERDUE = "overdue"
    REFERRED = "referred"
    RED = "red"
    AMBER = "amber"
    BLUE = "blue"
    DISCHARGED = "discharged"
    CARRIED = "carried"
    ADDED = "added"

    @property
    def section(self) -> str:
        """The heading of the section that the reason leads to."""
        return SECTIONS[self]


SECTIONS = {
    Reason.URGENT: "Urgent, by exception",
    Reason.OVERDUE: "Overdue actions",
    Reason.REFERRED: "New referrals",
    Reason.RED: "RED",
    Reason.AMBER: "AMBER",
    Reason.BLUE: "BLUE: in hospital, with something due",
    Reason.DISCHARGED: "Recent discharges",
    Reason.CARRIED: "Carried over from an earlier meeting",
    Reason.ADDED: "Added by hand",
}
ORDER = {reason: place for place, reason in enumerate(SECTIONS)}


@dataclass(frozen=True, slots=True)
class Why:
    """One reason why somebody is on the agenda, with its figure: how many, or since when."""

    reason: Reason
    count: int = 0
    on: date | None = None

    @property
    def words(self) -> str:
        """The reason as the line on the agenda says it."""
        return _WORDS[self.reason](self)

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values, for keeping; `Why.kept` reads it."""
        return {
            "reason": self.reason.value,
            "count": self.count,
            "on": self.on.isoformat() if self.on else None,
        }

    @classmethod
    def kept(cls, given: Mapping[str, Any]) -> "Why":
        """Return the reason that `as_dict` wrote."""
        on = given.get("on")
        return cls(
            Reason(given["reason"]), given.get("count", 0), date.fromisoformat(on) if on else None
        )


def _overdue_words(why: Why) -> str:
    actions = "1 overdue action" if why.count == 1 else f"{why.count} overdue actions"
    return f"{actions}, the oldest due {in_words(why.on)}" if why.on else actions


def _dated(words: str) -> Callable[[Why], str]:
    return lambda why: f"{words} {in_words(why.on)}" if why.on else words


_WORDS: Mapping[Reason, Callable[[Why], str]] = {
    Reason.URGENT: lambda _: "Urgent meeting by exception",
    Reason.OVERDUE: _overdue_words,
    Reason.REFERRED: _dated("Referral received"),
    Reason.RED: _dated("Rated RED"),
    Reason.AMBER: _dated("Rated AMBER"),
    Reason.BLUE: _dated("In hospital: next due"),
    Reason.DISCHARGED: _dated("Discharged"),
    Reason.CARRIED: _dated("Not reached at the meeting of"),
    Reason.ADDED: lambda _: "Added by hand",
}


def in_order(whys: Iterable[Why]) -> tuple[Why, ...]:
    """Return the reasons in the order of the agenda's sections, each once."""
    return tuple(sorted(dict.fromkeys(whys), key=lambda why: ORDER[why.reason]))


def words_of(whys: Iterable[Why]) -> str:
    """Return why somebody is there, as one line."""
    return "; ".join(why.words for why in whys)


def move(verb: str, *, state: State) -> State:
    """Return the state that `verb` leads to; refuse it where the table has no such move."""
    after = MOVES[verb].get(state)
    if after is None:
        raise RuleBroken(REFUSED[verb])
    return after


def check_plan(*, starts_at: datetime, quorum: int, at: datetime) -> None:
    """Refuse a meeting in the past or a quorum of nobody."""
    if starts_at <= at:
        raise RuleBroken("The meeting must be in the future", field="starts_on")
    if quorum < 1:
        raise RuleBroken("The quorum must be 1 or more", field="quorum")


def is_early(starts_at: datetime, *, at: datetime) -> bool:
    """Whether opening at `at` is earlier than the day before the meeting."""
    return local_day(starts_at) - local_day(at) > timedelta(days=1)


def urgent_by(at: datetime) -> date:
    """Return the day by which an urgent meeting convened at `at` should be held (domain 6)."""
    return add_working_days(local_day(at), URGENT_WORKING_DAYS)


def check_urgent(level: str | None) -> None:
    """Refuse an urgent meeting for somebody not RED: others wait for the tracking meeting."""
    if level != Level.RED:
        raise RuleBroken(
            "An urgent meeting by exception is for somebody rated RED. "
            "Put anybody else on the agenda of the next tracking meeting."
        )


def check_words(words: str, *, missing: str, field: str) -> None:
    """Refuse blank words where a reason is asked for."""
    if not words.strip():
        raise RuleBroken(missing, field=field)


def check_removal(level: str | None) -> None:
    """Refuse to take somebody rated RED off an agenda: no RED without a decision (H13)."""
    if level == Level.RED:
        raise RuleBroken(
            "Somebody rated RED stays on the agenda until a decision about them is recorded."
        )


def is_decided(*, level: str | None, agreed: str, discussion: str, urgent: bool) -> bool:
    """Whether a discussion has come to its end.

    Somebody who must be decided about needs a rating agreed (H13); for anybody else what was
    discussed is enough.
    """
    return bool(agreed) or (
        not must_decide(level=level, urgent=urgent) and bool(discussion.strip())
    )


def check_decision(*, agreed: str, reason: str) -> None:
    """Refuse an agreed rating without its reason."""
    if agreed and agreed not in set(Level):
        raise RuleBroken("Select the rating agreed", field="agreed_level")
    if agreed and not reason.strip():
        raise RuleBroken("Enter the reason for the rating agreed", field="reason")


def check_next_review(next_review_on: date | None, *, on: date) -> None:
    """Refuse a next review that is not after the day of the meeting."""
    if next_review_on is not None and next_review_on <= on:
        raise RuleBroken("The next review must be after today", field="next_review_on")


def check_close(*, attended: int, undecided: Sequence[str]) -> None:
    """Refuse to close while nobody is recorded as there, or somebody RED is undecided (H13).

    `undecided` are the names of those rated RED or met about urgently.
    """
    if not attended:
        raise RuleBroken(
            "The meeting cannot be closed yet: nobody is recorded as there. "
            "Record attendance first."
        )
    if undecided:
        raise RuleBroken(
            f"The meeting cannot be closed yet: no decision is recorded about "
            f"{', '.join(undecided)}. Record the rating agreed and why. Triage whoever is not "
            "on the register yet first."
        )


def check_said(*, said: Iterable[object]) -> None:
    """Refuse minutes that say nothing: they would look like a discussion."""
    if not any(str(one).strip() for one in said if one):
        raise RuleBroken(
            "Enter what was discussed, the rating agreed or an action", field="discussion"
        )


def is_quorate(*, attended: int, quorum: int) -> bool:
    """Whether enough of those invited are there for decisions to stand."""
    return attended >= quorum


def must_decide(*, level: str | None, urgent: bool) -> bool:
    """Whether the meeting may not end without a decision about this person.

    `level` is None for somebody neither on the register nor referred as RED: there is no
    rating to agree, even where the meeting was convened before a referral was declined.
    """
    return level == Level.RED or (urgent and level is not None)
