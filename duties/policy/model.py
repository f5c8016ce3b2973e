"""What a policy is made of: rules as data, and the duties that they give."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from duties.policy.conditions import Condition
from duties.policy.due import Due
from duties.policy.facts import Facts

TRIGGERS = (
    "referrals.submitted",
    "register.rated",
    "register.admitted",
    "register.discharged",
    "reviews.held",
    "meetings.held",
    "register.detained",
    "register.recognised",
    "register.transferred",
    "register.moved",
    "register.partner_named",
    "register.partners_confirmed",
    "reviews.report_sent",
    "reviews.visited",
    "reviews.keyworker_followed_up",
    "consent.recorded",
    "referrals.tool_completed",
    "referrals.rating_asked",
    "duties.transition_decided",
)
OUTCOMES = (
    *TRIGGERS,
    "referrals.acknowledged",
    "referrals.triaged",
    "referrals.outcome_told",
    "referrals.rating_kept",
    "reviews.keyworker_recorded",
    "reviews.regard_recorded",
    "register.adulthood_decided",
    "meetings.feedback_given",
    "duties.done_by_hand",
)
ENDS = (
    "register.admitted",
    "register.discharged",
    "register.transferred",
    "register.status_recorded",
)
"""Events that can take away what a rule asks for."""
NEVER = date.max
"""The commencement of a statute that an administrator switched off: no file's day counts."""

EACH = ("referral", "review", "meeting")
"""What a rule can ask for separately: only what happens about the same one meets it."""

CHASES = ("urgent", "standard", "slow")


class Jurisdiction(StrEnum):
    """On whose authority a rule stands."""

    NATIONAL = "national policy"
    STATUTE = "statute"
    LOCAL = "local"


class Certainty(StrEnum):
    """How sure we are of a rule."""

    H = "H"
    M = "M"
    L = "L"
    U = "U"

    @property
    def label(self) -> str:
        """The certainty in plain English."""
        return {
            "H": "Read in the primary or official text",
            "M": "Reproduced by an official body or several local pages",
            "L": "One secondary page, press or an old version",
            "U": "Unverified: a default of this register, to be confirmed",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Outcome:
    """An event that meets a duty. `after_due`: only on or after the due date, as for a floor."""

    event: str
    when: tuple[Condition, ...] = ()
    after_due: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values, for storing beside a duty; `Outcome.stored` reads it."""
        when = {one.name: one.value for one in self.when}
        plain = {key: list(v) if isinstance(v, tuple) else v for key, v in when.items()}
        return {"event": self.event, "when": plain, "after_due": self.after_due}

    def in_words(self) -> str:
        """Return in plain English what meets the duty."""
        words = [EVENT_WORDS[self.event], *(one.in_words() for one in self.when)]
        return ", ".join([*words, *(["on or after the date"] if self.after_due else [])])

    @classmethod
    def stored(cls, given: Mapping[str, Any]) -> "Outcome":
        """Return the outcome that `as_dict` wrote."""
        when = tuple(
            Condition(name, tuple(value) if isinstance(value, list) else value)
            for name, value in given.get("when", {}).items()
        )
        return cls(given["event"], when, bool(given.get("after_due", False)))


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event that raises a rule's duty, with conditions of its own."""

    event: str
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: when this happens to a person like this, this must happen, by then.

    `title` may say {review}, which becomes CETR, CTR or C(E)TR. `certainty` is that of the
    rule with its date; `duty_certainty` that of the duty itself. Of the rules that share
    `one_of`, the one due first stands: they are branches of one duty. `only_if_known` names
    conditions that must be known for the rule to be raised at all. What was met or waived is not
    asked again where `once` is set. An event of `ends_on` cancels an open duty, for the reason
    `ends_because`.

    `version` is a digest of all that the rule says: a duty keeps under which wording it was raised.

    `each` names what the rule asks for separately, such as each referral. A duty that a rating
    asks for is one of the community, which a stay in hospital ends, unless `in_hospital` says why
    it goes on there. The clock of one that `waits_for_referrer` stands still while a referrer is
    asked for information. One that `outlives_referral` is owed after the referral was declined.

    A `floor` that `keeps` a level asks whoever rates lower before its day to say why; where it is
    `firm`, the register refuses it.
    """

    id: str
    title: str
    jurisdiction: Jurisdiction
    triggers: tuple[Trigger, ...]
    due: Due
    met_by: tuple[Outcome, ...]
    certainty: Certainty
    duty_certainty: Certainty
    source: str
    basis: str
    when: tuple[Condition, ...] = ()
    one_of: str = ""
    only_if_known: frozenset[str] = frozenset()
    once: bool = False
    ends_on: tuple[str, ...] = ()
    ends_because: str = ""
    each: str = ""
    in_hospital: str = ""
    waits_for_referrer: bool = False
    outlives_referral: bool = False
    effective_from: date | None = None
    effective_to: date | None = None
    commenced_on: date | None = None
    grace_days: int = 0
    chase: str = "standard"
    floor: bool = False
    keeps: str = field(default="", repr=False)
    firm: bool = field(default=False, repr=False)
    version: str = field(default="", compare=False, repr=False)
    file: str = field(default="", compare=False, repr=False)
    line: int = field(default=0, compare=False, repr=False)

    @property
    def branch(self) -> str:
        """The name of the duty that it gives: its own id, or what its branches share."""
        return f"{self.jurisdiction}:{self.one_of}" if self.one_of else self.id

    def states(self, *names: str) -> bool:
        """Whether it states a condition of one of these names, for all or for one trigger."""
        stated = [*self.when, *(one for trigger in self.triggers for one in trigger.when)]
        return any(one.name in names for one in stated)

    def is_raised_by(self, event: str) -> bool:
        """Whether an event of this kind raises it."""
        return any(trigger.event == event for trigger in self.triggers)

    @property
    def follows_level(self) -> bool:
        """Whether it asks for something because of the rating that the person has."""
        raised = {trigger.event for trigger in self.triggers} - {"referrals.submitted"}
        return bool(raised) and any(one.name == "level" for one in self.when)

    def fits_level(self, level: str | None) -> bool:
        """Whether it may be for someone rated `level`; so too where that is not known."""
        return not any(
            one.name == "level" and one.judge(Facts(level=level), date.min) is False
            for one in self.when
        )

    def in_force(self, on: date, *, statute: bool, commenced_on: date | None) -> bool:
        """Whether the rule applies to an event on the day `on`.

        A statutory rule needs its commencement: the file's, the administrator's
        `commenced_on`, or `statute=True`, which shows it as if it had begun.
        """
        if not self.is_effective(on):
            return False
        if self.jurisdiction is not Jurisdiction.STATUTE or statute:
            return True
        begins = commenced_on or self.commenced_on
        return begins is not None and on >= begins

    def is_effective(self, on: date) -> bool:
        """Whether the day `on` lies within the rule's effective dates."""
        begun = self.effective_from is None or on >= self.effective_from
        return begun and (self.effective_to is None or on <= self.effective_to)

    def when_in_words(self) -> str:
        """Return in plain English what raises the duty and for whom."""
        return "; or ".join(
            ", ".join([EVENT_WORDS[one.event], *(c.in_words() for c in self._asked_of(one))])
            for one in self.triggers
        )

    def _asked_of(self, trigger: Trigger) -> list[Condition]:
        """Return the conditions that bear on a trigger: only a rating can change the level."""
        stated = (*trigger.when, *self.when)
        rated = trigger.event == "register.rated"
        return [one for one in stated if rated or one.name != "on_change"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutySpec:
    """A duty that a rule gives for an event; plain values, to be stored as they stand.

    `due_on` is None where no day can be named; `due` then says when in words. `missing` names
    the facts that were not known: the duty is raised all the same and `basis` says so. A
    `floor` is a date before which something must not change, rather than a last day.
    """

    rule: str
    duty: str
    due_on: date | None
    due: str
    counted_from: date
    basis: str
    source: str
    certainty: str
    duty_certainty: str
    jurisdiction: str
    met_by: tuple[Outcome, ...]
    missing: tuple[str, ...]
    version: str
    grace_days: int
    chase: str
    floor: bool
    branch: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values for JSON."""
        return {
            "rule": self.rule,
            "duty": self.duty,
            "due_on": self.due_on.isoformat() if self.due_on else None,
            "due": self.due,
            "counted_from": self.counted_from.isoformat(),
            "basis": self.basis,
            "source": self.source,
            "certainty": self.certainty,
            "duty_certainty": self.duty_certainty,
            "jurisdiction": self.jurisdiction,
            "met_by": [one.as_dict() for one in self.met_by],
            "missing": list(self.missing),
            "version": self.version,
            "grace_days": self.grace_days,
            "chase": self.chase,
            "floor": self.floor,
        }


@dataclass(frozen=True, slots=True)
class Policy:
    """Every rule in the files, in their order, and the version that names exactly these."""

    rules: tuple[Rule, ...]
    version: str
    by_event: Mapping[str, tuple[tuple[Trigger, Rule], ...]]

    def rule(self, rule_id: str, on: date | None = None) -> Rule | None:
        """Return the rule of that id; of several that in force on the day `on`, else the last."""
        found = [rule for rule in self.rules if rule.id == rule_id]
        dated = [rule for rule in found if on is not None and rule.is_effective(on)]
        fitting = dated or found
        return fitting[-1] if fitting else None

    @classmethod
    def of(cls, rules: tuple[Rule, ...], version: str) -> "Policy":
        """Return the policy of these rules."""
        by_event: dict[str, tuple[tuple[Trigger, Rule], ...]] = {}
        for rule in rules:
            for trigger in rule.triggers:
                by_event[trigger.event] = (*by_event.get(trigger.event, ()), (trigger, rule))
        return cls(rules, version, by_event)


EVENT_WORDS = {
    "referrals.submitted": "a referral is submitted",
    "register.rated": "a rating is given",
    "register.admitted": "someone is admitted to hospital",
    "register.discharged": "someone is discharged",
    "reviews.held": "a review is held",
    "meetings.held": "someone is discussed at a meeting",
    "register.detained": "an inpatient is detained",
    "reviews.visited": "a commissioner's oversight visit is made",
    "consent.recorded": "consent or a best-interests decision is recorded",
    "referrals.tool_completed": "a clinical support tool is completed",
    "referrals.rating_asked": "an update asks for a rating decision",
    "referrals.rating_kept": "the team keeps the rating, with a reason",
    "referrals.acknowledged": "the referral is acknowledged",
    "referrals.triaged": "the referral is triaged",
    "referrals.outcome_told": "it is recorded that the person has been told",
    "reviews.keyworker_followed_up": "the keyworker service answers",
    "reviews.keyworker_recorded": "the keyworker referral is recorded",
    "reviews.report_sent": "the report is sent",
    "register.partner_named": "a partner for a C(E)TR is named",
    "register.partners_confirmed": "the partners for a C(E)TR are checked and are still right",
    "register.recognised": "autism or a learning disability is recognised during a stay",
    "duties.transition_decided": "it is decided from when Part 8A applies to a stay that had begun",
    "register.transferred": "someone moves to another ward or hospital",
    "register.moved": "another area takes someone over",
    "register.status_recorded": "the legal status changes so that the rule is not for them",
    "reviews.regard_recorded": "those who had the report have said how they regard it",
    "register.adulthood_decided": "it is decided whether someone stays on as an adult",
    "duties.done_by_hand": "the DSR team records that it was done",
    "meetings.feedback_given": "feedback is given",
}
