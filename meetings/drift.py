"""What drifts while nobody looks: the pure rules of the sample of GREEN (issue H3).

GREEN is on the register and not routinely discussed (domain 1.1, S2), so people come to harm
when nobody notices that something has changed. Nothing here rates anybody: it says whom the
team should look at, and why. Every figure is a default of this register (certainty U), except
the birthdays, which are those of the law.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.dates import in_words

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
    Sign.NO_LEAD: "Nobody leads",
    Sign.LEAD_LEFT: "The lead professional has left",
    Sign.NO_CONTACT: "No meeting, review, action or change",
    Sign.CONSENT_OLD: "Consent is to be asked again",
    Sign.TURNING_17_HALF: "Turns 17 and a half",
    Sign.TURNING_18: "Turns 18",
    Sign.TURNING_25: "Turns 25",
    Sign.PLAN_ENDS: "The EHC plan ends",
    Sign.NO_PARTNERS: "Nobody is named for a C(E)TR",
    Sign.PARTNERS_OLD: "Who would come to a C(E)TR was last confirmed",
    Sign.TOOL_OLD: "The clinical support tool was last used",
    Sign.UNCHANGED: "GREEN",
}
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
    def kept(cls, given: dict[str, str | None]) -> "Drift":
        """Return the sign that `as_dict` wrote."""
        on = given.get("on")
        return cls(Sign(given["sign"]), date.fromisoformat(on) if on else None)


class Looked(StrEnum):
    """What came of looking at somebody in the sample."""

    WAITING = "waiting"
    NO_CHANGE = "no_change"
    RATED = "rated"
    ACTION = "action"

    @property
    def label(self) -> str:
        """The outcome in plain words."""
        return {
            "waiting": "Not looked at yet",
            "no_change": "Looked at: no change is needed",
            "rated": "Looked at: a new rating was given",
            "action": "Looked at: an action was agreed",
        }[self.value]
