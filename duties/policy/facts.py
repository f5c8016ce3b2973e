"""The facts that policy rules are judged on, read strictly.

A fact that is not given is not known (None): it is never taken for "no". What a rule does
with an unknown fact is said in `duties.policy.answers`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from core.dates import birthday_on

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LEVELS = ("RED", "AMBER", "GREEN", "BLUE")
REVIEW_KINDS = ("CTR", "CETR", "LAEP", "VISIT")
LEGAL_STATUSES = ("informal", "s2", "s3", "s4", "part3", "held")
DETENTIONS = frozenset({"s2", "s3", "part3"})
"""Legal statuses that are detention in the sense of Part 8A: section 4 alone, holding powers and
informal stays are not (domain.md section 8)."""
SECURITY_LEVELS = ("none", "low", "medium", "high")
MEETINGS = ("urgent", "tracking")
FIRST_YEAR, LAST_YEAR = 1900, 2199
EHC_PLAN_UNDER = 26
"""An EHC plan lasts at the latest to the end of the school year of the 25th birthday, so it has
ended by the 26th (Children and Families Act 2014 section 46; domain.md 10b)."""

SECURE = frozenset({"secure", "low", "medium", "high", "psychiatric intensive care"})
NOT_SECURE = frozenset(
    {"none", "non", "not", "no", "open", "general", "acute", "standard", "rehabilitation", "other"}
)

WORDS = {
    "level": "the rating",
    "was": "the rating before",
    "birth_date": "the birth date",
    "ehc_plan": "whether the person has an EHC plan",
    "detained": "whether the person is detained",
    "security": "the security of the ward",
    "admitted_on": "the day of admission",
    "applicable_on": "the applicable day",
    "recognised_on": "the day on which autism or a learning disability was recognised",
    "first_meeting_on": "the day of the first review meeting",
    "previous_on": "the day of the last review or visit",
    "region": "the region",
    "legal_status": "the legal status",
    "unit_inadequate": "whether the unit is rated Inadequate",
    "regard_complete": "whether all who had the report have answered",
    "inpatient": "whether the person is in hospital",
    "cetr_before": "whether a community CETR was held before admission",
    "cetr_before_on": "the day of the community CETR before admission",
    "meeting": "whether the meeting was urgent or a tracking meeting",
    "quorate": "whether the meeting had a quorum",
    "organisations": "how many organisations took part",
    "attends_cetr": "whether the partner would take part in a C(E)TR",
    "recorded_on": "the day on which it was recorded",
    "keyworker_known": "whether the keyworker service knows the person",
    "consent": "whether there is consent to the review",
    "review_kind": "the kind of review",
    "discharged_on": "the day of discharge",
    "next_meeting_on": "the day of the next tracking meeting",
    "review_on": "the day on which the decision says to ask again",
}


class FactsError(ValueError):
    """The facts cannot be used; `key` names the one that is wrong."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"{key}: {reason}")
        self.key = key
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known about a person on the day of an event; None where it is not known.

    `was` is the level before a rating; None for a first one, or where nobody says.
    `previous_on` is the last review or visit, from which the next one is counted; leave it
    out when the event itself is that review. `detained` is false for what Part 8A leaves out,
    such as section 4 alone. The facts from `inpatient` on are for the register itself.
    """

    level: str | None = None
    was: str | None = None
    birth_date: date | None = None
    ehc_plan: bool | None = None
    detained: bool | None = None
    security: str | bool | None = None
    admitted_on: date | None = None
    applicable_on: date | None = None
    recognised_on: date | None = None
    first_meeting_on: date | None = None
    previous_on: date | None = None
    region: str | None = None
    legal_status: str | None = None
    unit_inadequate: bool | None = None
    regard_complete: bool | None = None
    inpatient: bool | None = None
    cetr_before: bool | None = None
    keyworker_known: bool | None = None
    consent: bool | None = None
    review_kind: str | None = None
    discharged_on: date | None = None
    next_meeting_on: date | None = None
    review_on: date | None = None
    cetr_before_on: date | None = None
    meeting: str | None = None
    quorate: bool | None = None
    organisations: int | None = None
    attends_cetr: bool | None = None
    recorded_on: date | None = None

    @classmethod
    def read(cls, given: "Mapping[str, Any] | Facts") -> "Facts":
        """Return the facts in `given`; raise FactsError naming the key that is wrong.

        Dates may be `date`s or texts such as 2026-11-02; levels and kinds any case. An
        unknown key is refused, since a misspelt fact would be a fact silently lost.
        """
        if isinstance(given, Facts):
            return given
        if not isinstance(given, Mapping):
            raise FactsError("facts", "must be an object of names and values")
        found: dict[str, Any] = {}
        for key, value in given.items():
            if key not in _READERS:
                raise FactsError(_printable(key), f"unknown fact; known: {', '.join(_READERS)}")
            if value is not None:
                found[key] = _READERS[key](key, value)
        return cls(**found)

    @classmethod
    def pick(cls, event_facts: Mapping[str, Any]) -> "Facts":
        """Return the facts among those that an event carries, passing over its other codes."""
        return cls.read({key: event_facts[key] for key in _READERS if key in event_facts})

    @property
    def in_hospital(self) -> bool | None:
        """Whether the person is an inpatient, as far as the facts tell."""
        if self.inpatient is not None:
            return self.inpatient
        evidence = (self.admitted_on, self.applicable_on, self.security, self.detained or None)
        if self.level == "BLUE" or any(fact is not None for fact in evidence):
            return True
        return None

    @property
    def is_detained(self) -> bool | None:
        """Whether the person is detained in the sense of Part 8A.

        The legal status says so where nothing else does, and an applicable day where neither does.
        """
        if self.detained is not None:
            return self.detained
        if self.legal_status is not None:
            return self.legal_status in DETENTIONS
        if self.applicable_on is not None:
            return True
        return False if self.inpatient is False else None

    @property
    def setting(self) -> str | None:
        """Where the person is: hospital or community."""
        inside = self.in_hospital
        return None if inside is None else ("hospital" if inside else "community")

    @property
    def security_level(self) -> str | None:
        """The security of the ward as a level; None where only "secure" or nothing is known."""
        if self.security is None or isinstance(self.security, bool):
            return None if self.security is not False else "none"
        if self.security in NOT_SECURE:
            return "none"
        return self.security if self.security in SECURITY_LEVELS else None

    @property
    def secure(self) -> bool | None:
        """Whether the ward is secure."""
        if self.security is None or isinstance(self.security, bool):
            return self.security
        return self.security in SECURE

    def is_under(self, age: int, on: date) -> bool | None:
        """Whether the person is younger than `age` on the day `on`."""
        return None if self.birth_date is None else on < birthday_on(self.birth_date, age)

    def review(self, on: date) -> str | None:
        """Return CETR or CTR, whichever a review of this person on that day is.

        CETR under 18, and from 18 with an EHC plan, which ends by the 26th birthday; else CTR
        (domain.md section 2, S3, S42, and 10b).
        """
        if self.is_under(18, on):
            return "CETR"
        if self.is_under(EHC_PLAN_UNDER, on) is False:
            return "CTR"
        if self.ehc_plan:
            return "CETR"
        return "CTR" if self.ehc_plan is False and self.birth_date is not None else None

    def has_ehc_plan(self, on: date) -> bool | None:
        """Whether the person has an EHC plan on that day: no one has one from the 26th birthday."""
        if self.is_under(EHC_PLAN_UNDER, on) is False:
            return False
        return self.ehc_plan

    def cetr_within(self, days: int) -> bool:
        """Whether a community CETR is known to have been held in the `days` before admission.

        One without a day does not count, nor one after the admission.
        """
        held, admitted = self.cetr_before_on, self.admitted_on
        if not self.cetr_before or held is None or admitted is None:
            return False
        return timedelta(0) <= admitted - held <= timedelta(days=days)

    def missing(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of `names` that are not known."""
        return tuple(name for name in names if getattr(self, name) is None)


def read_day(key: str, value: object) -> date:
    """Return the day in `value`; raise FactsError when it is none."""
    if isinstance(value, datetime) or not isinstance(value, (date, str)):
        raise FactsError(key, "must be a date such as 2026-11-02")
    if isinstance(value, str):
        value = _day_in(key, value)
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise FactsError(key, f"must lie in the years {FIRST_YEAR} to {LAST_YEAR}")
    return value


def _day_in(key: str, text: str) -> date:
    # Only this form: fromisoformat alone would take week dates as well.
    if not _DAY.fullmatch(text):
        raise FactsError(key, "must be a date such as 2026-11-02")
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise FactsError(key, "must be a date such as 2026-11-02 that exists") from problem


def _yes_or_no(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise FactsError(key, "must be true or false")
    return value


def _text(key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > 200:
        raise FactsError(key, "must be a short text")
    return value.strip()


def slug(words: str) -> str:
    """Return the words as an area keeps them: "Humber and North Yorkshire" has dashes."""
    return re.sub(r"[^a-z0-9]+", "-", words.casefold()).strip("-")


def _region(key: str, value: object) -> str:
    return slug(_text(key, value))


def _legal_status(key: str, value: object) -> str:
    found = _text(key, value).casefold()
    if found not in LEGAL_STATUSES:
        raise FactsError(key, f"must be one of {', '.join(LEGAL_STATUSES)}")
    return found


def _meeting(key: str, value: object) -> str:
    found = _text(key, value).casefold()
    if found not in MEETINGS:
        raise FactsError(key, f"must be one of {', '.join(MEETINGS)}")
    return found


def _count(key: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 1000:
        raise FactsError(key, "must be a whole number from 0 to 1000")
    return value


def _level(key: str, value: object) -> str:
    return _one_of(key, value, LEVELS)


def _review_kind(key: str, value: object) -> str:
    # Staffordshire writes LEAP; both are one protocol (domain.md section 2).
    given = "LAEP" if isinstance(value, str) and value.strip().upper() == "LEAP" else value
    return _one_of(key, given, REVIEW_KINDS)


def _one_of(key: str, value: object, known: tuple[str, ...]) -> str:
    found = _text(key, value).upper()
    if found not in known:
        raise FactsError(key, f"must be one of {', '.join(known)}")
    return found


def _security(key: str, value: object) -> str | bool:
    """Return the security in one spelling: "Low_Secure" is low, "non-secure" is non."""
    if isinstance(value, bool):
        return value
    words = _text(key, value).casefold().replace("_", " ").replace("-", " ").split()
    if len(words) > 1 and words[-1] in {"secure", "security"}:
        words = words[:-1]
    found = {"nonsecure": "non", "picu": "psychiatric intensive care"}.get(
        " ".join(words), " ".join(words)
    )
    if found not in SECURE | NOT_SECURE:
        raise FactsError(key, "must be none, general, low, medium or high")
    return found


def _printable(key: object) -> str:
    return str(key).encode("ascii", "backslashreplace").decode()[:60]


_READERS = {
    "level": _level,
    "was": _level,
    "birth_date": read_day,
    "ehc_plan": _yes_or_no,
    "detained": _yes_or_no,
    "security": _security,
    "admitted_on": read_day,
    "applicable_on": read_day,
    "recognised_on": read_day,
    "first_meeting_on": read_day,
    "previous_on": read_day,
    "region": _region,
    "legal_status": _legal_status,
    "unit_inadequate": _yes_or_no,
    "regard_complete": _yes_or_no,
    "inpatient": _yes_or_no,
    "cetr_before": _yes_or_no,
    "keyworker_known": _yes_or_no,
    "consent": _yes_or_no,
    "review_kind": _review_kind,
    "discharged_on": read_day,
    "next_meeting_on": read_day,
    "review_on": read_day,
    "cetr_before_on": read_day,
    "meeting": _meeting,
    "quorate": _yes_or_no,
    "organisations": _count,
    "attends_cetr": _yes_or_no,
    "recorded_on": read_day,
}
