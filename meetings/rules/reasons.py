"""Why someone is on an agenda, in the order of its sections (domain notes, section 6)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from core.dates import add_months, birthday_on, in_words
from meetings.drift import NAMES, PLAN_AGE, Sign, plan_ends_on


class Reason(StrEnum):
    """Why someone is on an agenda. The order is that of the agenda's sections."""

    URGENT = "urgent"
    OVERDUE = "overdue"
    REFERRED = "referred"
    RED = "red"
    AMBER = "amber"
    BLUE = "blue"
    DISCHARGED = "discharged"
    TURNING = "turning"
    STEP_DOWN = "step_down"
    CONSENT = "consent"
    DRIFT = "drift"
    TO_RATIFY = "to_ratify"
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
    Reason.TURNING: "Transitions",
    Reason.STEP_DOWN: "Could step down",
    Reason.CONSENT: "Consent reviews",
    Reason.DRIFT: "GREEN: this week's sample",
    Reason.TO_RATIFY: "Ratings to ratify",
    Reason.CARRIED: "Carried over from an earlier meeting",
    Reason.ADDED: "Added by hand",
}
ORDER = {reason: place for place, reason in enumerate(SECTIONS)}


@dataclass(frozen=True, slots=True)
class Why:
    """One reason why someone is on the agenda, with its figure: how many, or since when.

    `since` is when a level began, where that is another day than the last rating's. `signs` are
    the codes of what has drifted, for someone in the weekly sample.
    """

    reason: Reason
    count: int = 0
    on: date | None = None
    signs: tuple[str, ...] = ()
    since: date | None = None

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
            **({"signs": list(self.signs)} if self.signs else {}),
            **({"since": self.since.isoformat()} if self.since else {}),
        }

    @classmethod
    def kept(cls, given: Mapping[str, Any]) -> "Why":
        """Return the reason that `as_dict` wrote."""
        on, since = given.get("on"), given.get("since")
        return cls(
            Reason(given["reason"]),
            given.get("count", 0),
            date.fromisoformat(on) if on else None,
            tuple(given.get("signs", ())),
            date.fromisoformat(since) if since else None,
        )


def _overdue_words(why: Why) -> str:
    actions = "1 overdue action" if why.count == 1 else f"{why.count} overdue actions"
    return f"{actions}, the oldest due {in_words(why.on)}" if why.on else actions


def _dated(words: str) -> Callable[[Why], str]:
    return lambda why: f"{words} {in_words(why.on)}" if why.on else words


def _rated(level: str) -> Callable[[Why], str]:
    def words(why: Why) -> str:
        if why.on and why.since:
            return f"{level} since {in_words(why.since)}, last rated {in_words(why.on)}"
        return _dated(f"Rated {level}")(why)

    return words


def _turning_words(why: Why) -> str:
    """Say which age or end it is: `count` is the age in months, 0 for the end of the EHC plan."""
    what = TURNINGS.get(why.count, "Reaches an age at which a pathway ends")
    return f"{what} on {in_words(why.on)}" if why.on else what


def _drift_words(why: Why) -> str:
    signs = ", ".join(NAMES[Sign(one)] for one in why.signs)
    return f"Weekly sample of GREEN: {signs}" if signs else "Weekly sample of GREEN"


AHEAD_DAYS = 28
"""An age or a consent review is on the agenda when it comes before the next monthly meeting."""

STEP_DOWN_MONTHS = 3
"""AMBER for so long asks whether it could step down: no source gives a figure (certainty U)."""

TURNINGS = {
    210: "Turns 17 and a half: is the adult pathway planned?",
    216: "Turns 18",
    300: "Turns 25",
    312: "Turns 26: the keyworker service ends",
    0: "The EHC plan ends at the latest",
}
"""By age in months; 0 is the end of an EHC plan (H10; domain 4 for 26)."""

TURNING_MONTHS = tuple(months for months in TURNINGS if months)


def turnings(birth: date, ehc_plan: bool | None) -> Iterator[tuple[int, date]]:
    """Yield each age in months with its day, and 0 with the last day of an EHC plan."""
    for months in TURNING_MONTHS:
        years, half = divmod(months, 12)
        yield months, add_months(birth, months) if half else birthday_on(birth, years)
    if ehc_plan:
        yield 0, plan_ends_on(birth)


def ends_plan_between(first: date, last: date) -> tuple[date, date]:
    """Return the days of birth between which an EHC plan ends at latest from `first` to `last`.

    Wider than need be: `turnings` gives the day itself.
    """
    years = PLAN_AGE * 12
    return add_months(first, -years - 12), add_months(last, -years)


_WORDS: Mapping[Reason, Callable[[Why], str]] = {
    Reason.URGENT: lambda _: "Urgent meeting by exception",
    Reason.OVERDUE: _overdue_words,
    Reason.REFERRED: _dated("Referral received"),
    Reason.RED: _rated("RED"),
    Reason.AMBER: _rated("AMBER"),
    Reason.BLUE: _dated("In hospital: next due"),
    Reason.DISCHARGED: _dated("Discharged"),
    Reason.TURNING: _turning_words,
    Reason.STEP_DOWN: _dated("No other rating and no stay in hospital since AMBER on"),
    Reason.CONSENT: _dated("Consent review due by"),
    Reason.DRIFT: _drift_words,
    Reason.TO_RATIFY: _dated("Rating to ratify: agreed without a quorum on"),
    Reason.CARRIED: _dated("Not reached at the meeting of"),
    Reason.ADDED: lambda _: "Added by hand",
}


def in_order(whys: Iterable[Why]) -> tuple[Why, ...]:
    """Return the reasons in the order of the agenda's sections, each once."""
    return tuple(sorted(dict.fromkeys(whys), key=lambda why: ORDER[why.reason]))


def words_of(whys: Iterable[Why]) -> str:
    """Return why someone is there, as one line."""
    return "; ".join(why.words for why in whys)
