"""Why somebody is on an agenda, in the order of its sections (domain notes, section 6)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from core.dates import in_words


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
