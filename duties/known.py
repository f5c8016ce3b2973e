"""What is known of a person at one moment of their life, as the events so far have told it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from core.dates import local_day
from duties.happenings import Happening
from duties.policy import Facts
from duties.policy.facts import DETENTIONS

BLUE = "BLUE"
ENDS_A_REFERRAL = (
    "referrals.accepted",
    "referrals.declined",
    "referrals.withdrawn",
    "referrals.moved_away",
)
_OF_A_STAY = (
    "admitted_on", "security", "legal_status", "unit_inadequate", "cetr_before", "cetr_before_on",
)  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Known:
    """The rating, the stay, the referrals that wait, and what else a rule can ask about.

    `waiting` is the level of each referral that no one has decided. `knows_stays` says that the
    life tells of admissions, so that what an event says of the stay gives way to them.
    """

    birth_date: date | None
    ehc_plan: bool | None
    region: str | None
    recognised_on: date | None
    commenced_on: date | None
    knows_stays: bool
    level: str | None = None
    on_register: bool = False
    was_closed: bool = False
    stay: dict[str, Any] | None = None
    stay_id: str = ""
    first_meeting_on: date | None = None
    keyworker_known: bool | None = None
    community_cetr_on: date | None = None
    emergency_days: set[date] = field(default_factory=set)
    waiting: dict[str, str] = field(default_factory=dict)

    @property
    def is_gone(self) -> bool:
        """Whether the person is not on the register and no referral about them waits."""
        return not self.on_register and not self.waiting

    @property
    def has_left(self) -> bool:
        """Whether the person was on the register and has left it, and nothing new has begun."""
        return self.was_closed and self.is_gone

    def is_of_another_stay(self, event: Happening) -> bool:
        """Whether a visit was made in a stay that has ended, or in an earlier one."""
        of = event.text("stay") if event.kind == "reviews.visited" else ""
        return bool(of) and self.knows_stays and (self.stay is None or self.stay_id != of)

    def note(self, event: Happening) -> Facts:
        """Keep what the event changes about the person, and return what is then known."""
        self._note_stay(event)
        kind, was = event.kind, self.level
        if kind in ("register.entered", "register.rated"):
            self.on_register = True
        if kind == "register.rated":
            self.level = event.text("level") or None
        elif kind == "register.closed":
            self.on_register, self.level, self.stay = False, None, None
            self.was_closed = True
        elif kind == "referrals.submitted":
            self.waiting[event.text("referral")] = event.text("level")
        elif kind in ENDS_A_REFERRAL:
            self.waiting.pop(event.text("referral"), None)
        elif kind in ("reviews.keyworker_recorded", "reviews.keyworker_followed_up"):
            self.keyworker_known = _told(event, "keyworker_known", self.keyworker_known)
        facts = self.facts(event, was=was)
        if kind == "reviews.held":
            facts = self._note_review(event, facts)
        return facts

    def _note_stay(self, event: Happening) -> None:
        kind, told = event.kind, event.facts
        if kind == "register.admitted":
            self.stay = {name: told[name] for name in _OF_A_STAY if name in told}
            self.stay_id = event.text("stay")
            self._note_detention(event, self.stay)
        elif kind in ("register.discharged", "register.stay_ended"):
            self.stay, self.first_meeting_on = None, None
        elif self.stay is None:
            return
        elif kind == "register.transferred":
            self.stay |= {name: told.get(name) for name in ("security", "unit_inadequate")}
        elif kind in ("register.status_recorded", "register.detained"):
            self.stay["legal_status"] = told.get("legal_status")
            self._note_detention(event, self.stay)
        elif kind == "duties.transition_decided":
            self.stay |= {"detained_since": event.day, "applicable_on": event.day}

    def _note_detention(self, event: Happening, stay: dict[str, Any]) -> None:
        """Note since when the person is detained in the sense of Part 8A, as far as is known."""
        detained = _is_detained(event.facts)
        stay["detained"] = detained
        since = stay.get("detained_since")
        if not detained:
            stay["detained_since"] = stay["applicable_on"] = None
            self.first_meeting_on = None
        elif since is None:
            stay["detained_since"] = event.day
            self.first_meeting_on = None
            known = event.facts.get("applicable_on") is not None or self.recognised_on
            stay["applicable_on"] = event.day if known else None

    def _note_review(self, event: Happening, facts: Facts) -> Facts:
        counts = facts.review_kind in (None, "CTR", "CETR")
        if facts.in_hospital is not True:
            if counts:
                self.community_cetr_on = event.day
            elif facts.review_kind == "LAEP":
                self.emergency_days.add(event.day)
        elif counts and facts.is_detained and self.first_meeting_on is None:
            begins = self.commenced_on
            if begins is None or event.day >= begins:
                self.first_meeting_on = event.day
        first = self.first_meeting_on
        return replace(facts, first_meeting_on=first) if self.knows_stays or first else facts

    def facts(self, event: Happening, *, was: str | None = None) -> Facts:
        """Return all that is known of the person at that moment, what the event says included."""
        told = dict(event.facts)
        if event.kind == "meetings.held" and "kind" in told:
            told["meeting"] = told["kind"]
        elif "meeting" in told:
            del told["meeting"]  # the id of one
        if self.knows_stays:
            for name in (*_OF_A_STAY, "inpatient", "applicable_on"):
                told.pop(name, None)
            if event.kind != "reviews.report_sent":  # which tells of the day of its review
                told.pop("detained", None)
            told["inpatient"] = self.stay is not None
        known: dict[str, Any] = {"level": self.level, "keyworker_known": self.keyworker_known}
        known |= {key: value for key, value in (self.stay or {}).items() if key != "detained_since"}
        known |= told
        known.pop("was", None)
        if event.kind == "register.rated":
            known["was"] = BLUE if told.get("source") == "discharge" else was
        known["region"] = told.get("region") or self.region
        known["recognised_on"] = self.recognised_on
        known["recorded_on"] = local_day(event.at)
        if self.ehc_plan is not None:
            known["ehc_plan"] = self.ehc_plan
        birth = self.birth_date
        # A slip in one of two dates must not stop a rating: the duty says what is not known.
        known["birth_date"] = birth if birth is None or birth <= event.day else None
        facts = Facts.pick({key: value for key, value in known.items() if value is not None})
        return self._with_cetr_before(event, facts) if event.kind == "register.admitted" else facts

    def _with_cetr_before(self, event: Happening, facts: Facts) -> Facts:
        """Let the register's own record of community reviews win over what the admission says."""
        own, typed = self.community_cetr_on, facts.cetr_before_on
        if typed in self.emergency_days:
            typed = None  # what was held that day was an emergency protocol
        days = [day for day in (own, typed) if day is not None and day <= event.day]
        if not days:
            return replace(facts, cetr_before_on=None)
        return replace(facts, cetr_before=True, cetr_before_on=max(days))


def _told(event: Happening, name: str, otherwise: bool | None) -> bool | None:
    value = event.facts.get(name)
    return value if isinstance(value, bool) else otherwise


def _is_detained(told: Mapping[str, Any]) -> bool:
    if isinstance(told.get("detained"), bool):
        return bool(told["detained"])
    return told.get("legal_status") in DETENTIONS
