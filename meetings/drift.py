"""What drifts while no one looks: the pure rules of the sample of GREEN (hazard H3).

GREEN is on the register and not routinely discussed (domain 1.1, S2), so people come to harm
when no one notices that something has changed. Nothing here rates anyone: it says whom the
team should look at, and why. Every figure is a default of this register (certainty U): no source
gives one. A region sets how many are drawn (`DSR_DRIFT_SAMPLE`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from core.dates import add_months, birthday_on, in_words

UNCHANGED_MONTHS = 6
TOOL_MONTHS = 12
CONTACT_MONTHS = 4
CONSENT_SOON_DAYS = 56
PARTNERS_MONTHS = 12
AHEAD_MONTHS = 6
REST_WEEKS = 12
"""Whoever was looked at rests for so many weeks before the sample may draw them again."""


class Sign(StrEnum):
    """A sign of drift."""

    NO_LEAD = "no_lead"
    LEAD_LEFT = "lead_left"
    NO_CONTACT = "no_contact"
    CONSENT_OLD = "consent_old"
    TURNING_17_HALF = "turning_17_half"
    TURNING_18 = "turning_18"
    TURNING_25 = "turning_25"
    PLAN_ENDS = "plan_ends"
    NO_PARTNERS = "no_partners"
    PARTNERS_OLD = "partners_old"
    TOOL_OLD = "tool_old"
    UNCHANGED = "unchanged"

    @property
    def weight(self) -> int:
        """How strongly it asks to be looked at; a sum decides who is drawn (certainty U)."""
        return WEIGHTS[self]


WEIGHTS = {
    Sign.NO_LEAD: 5,
    Sign.LEAD_LEFT: 5,
    Sign.NO_CONTACT: 4,
    Sign.CONSENT_OLD: 4,
    Sign.TURNING_17_HALF: 3,
    Sign.TURNING_18: 4,
    Sign.TURNING_25: 2,
    Sign.PLAN_ENDS: 4,
    Sign.NO_PARTNERS: 3,
    Sign.PARTNERS_OLD: 1,
    Sign.TOOL_OLD: 2,
    Sign.UNCHANGED: 2,
}

_WORDS = {
    Sign.NO_LEAD: "No one leads",
    Sign.LEAD_LEFT: "The lead professional has left",
    Sign.NO_CONTACT: "No meeting, review, action or change",
    Sign.CONSENT_OLD: "Consent needs to be reviewed",
    Sign.TURNING_17_HALF: "Turns 17 and a half",
    Sign.TURNING_18: "Turns 18",
    Sign.TURNING_25: "Turns 25",
    Sign.PLAN_ENDS: "The EHC plan ends",
    Sign.NO_PARTNERS: "No one is named for a C(E)TR",
    Sign.PARTNERS_OLD: "Who would come to a C(E)TR was last confirmed",
    Sign.TOOL_OLD: "The clinical support tool was last used",
    Sign.UNCHANGED: "GREEN",
}
NAMES = {
    Sign.NO_LEAD: "no one leads",
    Sign.LEAD_LEFT: "the lead professional has left",
    Sign.NO_CONTACT: "no contact for a long time",
    Sign.CONSENT_OLD: "consent needs to be reviewed",
    Sign.TURNING_17_HALF: "turns 17 and a half",
    Sign.TURNING_18: "turns 18",
    Sign.TURNING_25: "turns 25",
    Sign.PLAN_ENDS: "the EHC plan ends",
    Sign.NO_PARTNERS: "no one is named for a C(E)TR",
    Sign.PARTNERS_OLD: "the partners for a C(E)TR are not confirmed",
    Sign.TOOL_OLD: "the clinical support tool is old",
    Sign.UNCHANGED: "the rating has not changed for a long time",
}
"""Each sign within a sentence, where its day is not known."""

_SINCE = {Sign.NO_CONTACT, Sign.UNCHANGED}
_FROM = {Sign.CONSENT_OLD}


@dataclass(frozen=True, slots=True)
class Drift:
    """One sign with its day: since when, or when it will be; None where there is none."""

    sign: Sign
    on: date | None = None

    @property
    def words(self) -> str:
        """The sign as a line says it."""
        words = _WORDS[self.sign]
        if self.on is None:
            return f"{words}: never" if self.sign is Sign.TOOL_OLD else words
        link = " since" if self.sign in _SINCE else " from" if self.sign in _FROM else ""
        return f"{words}{link} {in_words(self.on)}"

    def as_dict(self) -> dict[str, str | None]:
        """Return it as plain values, for keeping; `kept` reads it."""
        return {"sign": self.sign.value, "on": self.on.isoformat() if self.on else None}

    @classmethod
    def kept(cls, given: dict[str, Any]) -> "Drift":
        """Return the sign that `as_dict` wrote."""
        on = given.get("on")
        return cls(Sign(given["sign"]), date.fromisoformat(on) if on else None)


class Looked(StrEnum):
    """What came of looking at someone in the sample."""

    WAITING = "waiting"
    NO_CHANGE = "no_change"
    RATED = "rated"
    ACTION = "action"
    DISCUSSED = "discussed"

    @property
    def label(self) -> str:
        """The outcome in plain words."""
        return {
            "waiting": "Not looked at yet",
            "no_change": "Looked at: no change is needed",
            "rated": "Looked at: a new rating was given",
            "action": "Looked at: an action was agreed",
            "discussed": "Discussed at a meeting",
        }[self.value]


HALF = 17 * 12 + 6
"""Seventeen and a half, in months: when planning for the adult pathway must have begun (H10)."""

PLAN_AGE = 25
PLAN_YEAR_ENDS = (7, 31)
"""An EHC plan lasts at most to the end of the school year in which someone turns 25.

Children and Families Act 2014 s.46, not read again for this register: certainty U. The plan
itself says when it ends; the register does not hold that day.
"""


def plan_ends_on(birth: date) -> date:
    """Return the last day on which someone born on `birth` can have an EHC plan."""
    turns = birthday_on(birth, PLAN_AGE)
    ends = date(turns.year, *PLAN_YEAR_ENDS)
    return ends if turns <= ends else date(turns.year + 1, *PLAN_YEAR_ENDS)


def milestones(birth: date, ehc_plan: bool | None) -> Iterator[tuple[Sign, date]]:
    """Yield the ages at which a pathway ends, with their days; and the end of an EHC plan."""
    yield Sign.TURNING_17_HALF, add_months(birth, HALF)
    yield Sign.TURNING_18, birthday_on(birth, 18)
    yield Sign.TURNING_25, birthday_on(birth, PLAN_AGE)
    if ehc_plan:
        yield Sign.PLAN_ENDS, plan_ends_on(birth)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the register knows of someone rated GREEN, as plain days and counts."""

    person_id: UUID
    area_id: UUID
    birth_date: date
    ehc_plan: bool | None
    entered_on: date
    rated_on: date
    has_lead: bool
    lead_active: bool
    tool_on: date | None
    contact_on: date | None
    consent_review_on: date | None
    partners: int
    partners_confirmed_on: date | None


def signs(known: Known, *, on: date) -> tuple[Drift, ...]:
    """Return what has drifted on the day `on`, the weightiest first."""
    found = [*_people(known, on), *_time(known, on), *_ages(known, on)]
    return tuple(sorted(found, key=lambda one: (-one.sign.weight, one.sign)))


def _people(known: Known, on: date) -> Iterator[Drift]:
    """Yield what is amiss with those who should know the person."""
    if not known.has_lead:
        yield Drift(Sign.NO_LEAD)
    elif not known.lead_active:
        yield Drift(Sign.LEAD_LEFT)
    confirmed = known.partners_confirmed_on
    if not known.partners:
        yield Drift(Sign.NO_PARTNERS)
    elif (confirmed or known.entered_on) <= add_months(on, -PARTNERS_MONTHS):
        yield Drift(Sign.PARTNERS_OLD, confirmed or known.entered_on)


def _time(known: Known, on: date) -> Iterator[Drift]:
    """Yield what no one has done for long."""
    if known.rated_on <= add_months(on, -UNCHANGED_MONTHS):
        yield Drift(Sign.UNCHANGED, known.rated_on)
    if (known.tool_on or known.entered_on) <= add_months(on, -TOOL_MONTHS):
        yield Drift(Sign.TOOL_OLD, known.tool_on)
    last = max(known.contact_on or known.entered_on, known.rated_on)
    if last <= add_months(on, -CONTACT_MONTHS):
        yield Drift(Sign.NO_CONTACT, last)
    review = known.consent_review_on
    if review is not None and review <= on + timedelta(days=CONSENT_SOON_DAYS):
        yield Drift(Sign.CONSENT_OLD, review)


def _ages(known: Known, on: date) -> Iterator[Drift]:
    """Yield the ages that come within half a year."""
    until = add_months(on, AHEAD_MONTHS)
    for sign, day in milestones(known.birth_date, known.ehc_plan):
        if on <= day <= until:
            yield Drift(sign, day)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Someone whom the sample puts before the team."""

    person_id: UUID
    area_id: UUID
    drifts: tuple[Drift, ...]

    @property
    def weight(self) -> int:
        """The sum of the signs' weights."""
        return sum(one.sign.weight for one in self.drifts)


def draw(people: Iterable[Known], *, on: date, size: int) -> list[Drawn]:
    """Return whom to put before the team: the weightiest first, then whose rating is oldest.

    The same people give the same sample, whatever their order.
    """
    found = []
    for known in people:
        drifts = signs(known, on=on)
        if drifts:
            drawn = Drawn(known.person_id, known.area_id, drifts)
            found.append(((-drawn.weight, known.rated_on, known.person_id), drawn))
    return [drawn for _, drawn in sorted(found, key=lambda one: one[0])[:size]]


def week_of(on: date) -> date:
    """Return the Monday of the week that holds `on`."""
    return on - timedelta(days=on.weekday())


def words_of(drifts: Sequence[Drift]) -> str:
    """Return the signs as one line."""
    return "; ".join(one.words for one in drifts)
