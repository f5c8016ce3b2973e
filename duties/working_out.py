"""From what happened to a person, and the policy, to the duties that there are. One pure function.

`work_out` walks through a life in the order in which it happened and keeps, for each duty that a
rule asked for, what became of it: still open, met and by which fact, waived, or no longer needed
and why. It knows neither the clock nor the database, and the same facts always give the same
duties: a fact corrected gives what it would have given had it been recorded right at first.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from core.dates import birthday_on, due_after_pause, in_words, local_day
from duties import policy
from duties.happenings import Happening, in_order
from duties.policy import DutySpec, Facts, Policy, Rule
from duties.policy.facts import DETENTIONS
from duties.policy.model import ENDS
from duties.rules import CORRECTED, DONE_BY_HAND, WAIVED, DutyStatus

BLUE = "BLUE"
Meetings = Callable[[], Sequence["MeetingDay"]]
"""Reads, only when it matters, the days of an area's tracking meetings, the first one first."""


@dataclass(frozen=True, slots=True)
class MeetingDay:
    """A tracking meeting that was not cancelled: its day, and when it was closed, if it was."""

    day: date
    closed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """All that is known of one person and bears on their duties.

    `recognised_on` is the day on which the responsible commissioner formed the view that they are
    autistic or have a learning disability, `commenced_on` that from which Part 8A applies.
    """

    birth_date: date | None
    ehc_plan: bool | None
    region: str | None
    recognised_on: date | None = None
    commenced_on: date | None = None
    events: Sequence[Happening] = ()
    meetings: Meetings = tuple


@dataclass(slots=True)
class Worked:
    """One duty as the facts and the policy have it.

    `cause` is the fact that asked for it; `end` the one that met it or took it away. `subject` is
    the referral, review or meeting that it is about, where the rule asks for each of them.
    """

    spec: DutySpec
    rule: Rule
    cause: Happening
    subject: UUID | None
    facts: Facts
    due_on: date | None
    basis: str
    status: DutyStatus = DutyStatus.OPEN
    reason: str = ""
    end: Happening | None = None
    paused_on: date | None = None
    not_met_by: list[dict[str, Any]] = field(default_factory=list)

    @property
    def key(self) -> "Key":
        """Which duty it is, whatever its date becomes."""
        return self.spec.branch, self.cause.id, self.subject

    @property
    def late_from(self) -> date | None:
        """The first day on which it is overdue, the days of grace counted."""
        return self.due_on + timedelta(days=self.spec.grace_days + 1) if self.due_on else None


Key = tuple[str, int, UUID | None]
"""Branch, the audit event of the fact that asked, and subject."""


def work_out(life: Life, rules: Policy, *, today: date) -> list[Worked]:
    """Return every duty that the life has given until `today`, in the order in which they arose."""
    walk = _Walk(life, rules, today)
    for event in in_order(life.events):
        if event.day > today:
            continue
        walk.grow_up(until=max(event.day, walk.day))
        walk.take(event)
    walk.grow_up(until=today)
    return walk.all


@dataclass(slots=True)
class _Referral:
    level: str
    paused_on: date | None = None


@dataclass(slots=True)
class _ComingOfAge:
    """A rule about growing up that will ask when the person is old enough."""

    on: date
    rule: Rule
    cause: Happening


class _Walk:
    """Where the walk through a life has come to."""

    def __init__(self, life: Life, rules: Policy, today: date) -> None:
        self.life, self.rules, self.today = life, rules, today
        self.day = date.min
        self.all: list[Worked] = []
        self.open: dict[tuple[str, UUID | None], Worked] = {}
        self.answered: set[str] = set()
        self.coming: list[_ComingOfAge] = []
        self.level: str | None = None
        self.on_register = False
        self.stay: dict[str, Any] | None = None
        self.stay_id = ""
        self.knows_stays = any(one.kind == "register.admitted" for one in life.events)
        self.first_meeting_on: date | None = None
        self.keyworker_known: bool | None = None
        self.community_cetr_on: date | None = None
        self.emergency_days: set[date] = set()
        self.referrals: dict[str, _Referral] = {}
        self.reviewed: list[tuple[Happening, Facts]] = []

    # --- one thing that happened ------------------------------------------------------------

    def take(self, event: Happening) -> None:
        """Let one event meet, end and raise duties, in that order."""
        if event.kind in (WAIVED, DONE_BY_HAND):
            self._decided(event)
            return
        was = self.level
        if self._is_of_another_stay(event):
            self._meet_late(event)
            return
        facts = self._note(event, was)
        answered = self._meet(event, facts)
        if event.only_meets:
            return
        self._end(event, facts)
        self._pause(event)
        if event.kind == "register.transferred":
            self._follow_ward(event, facts)
        if event.kind in self.rules.by_event:
            self._raise(event, facts, answered)
        if event.kind == "reviews.held":
            self.reviewed = [one for one in self.reviewed if one[0].day == event.day]
            self.reviewed.append((event, facts))

    def _note(self, event: Happening, was: str | None) -> Facts:
        """Keep what the event changes about the person, and return what is then known."""
        self._note_stay(event)
        kind = event.kind
        if kind in ("register.entered", "register.rated"):
            self.on_register = True
        if kind == "register.rated":
            self.level = event.text("level") or None
        elif kind == "register.closed":
            self.on_register, self.level, self.stay = False, None, None
            self.coming.clear()
        elif kind == "referrals.submitted":
            self.referrals[event.text("referral")] = _Referral(event.text("level"))
        elif kind in _ENDS_A_REFERRAL:
            self.referrals.pop(event.text("referral"), None)
        elif kind in ("reviews.keyworker_recorded", "reviews.keyworker_followed_up"):
            self.keyworker_known = _told(event, "keyworker_known", self.keyworker_known)
        facts = self._facts(event, was)
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
            known = event.facts.get("applicable_on") is not None or self.life.recognised_on
            stay["applicable_on"] = event.day if known else None

    def _note_review(self, event: Happening, facts: Facts) -> Facts:
        counts = facts.review_kind in (None, "CTR", "CETR")
        if facts.in_hospital is not True:
            if counts:
                self.community_cetr_on = event.day
            elif facts.review_kind == "LAEP":
                self.emergency_days.add(event.day)
        elif counts and facts.is_detained and self.first_meeting_on is None:
            begins = self.life.commenced_on
            if begins is None or event.day >= begins:
                self.first_meeting_on = event.day
        first = self.first_meeting_on
        return replace(facts, first_meeting_on=first) if self.knows_stays or first else facts

    def _facts(self, event: Happening, was: str | None) -> Facts:
        """Return all that is known of the person at that moment, what the event says included."""
        told = dict(event.facts)
        if event.kind == "meetings.held" and "kind" in told:
            told["meeting"] = told["kind"]
        elif "meeting" in told:
            del told["meeting"]  # the id of one
        if self.knows_stays:
            of_then = event.kind == "reviews.report_sent"  # tells of the day of its review
            for name in (
                *_OF_A_STAY,
                "inpatient",
                "applicable_on",
                *([] if of_then else ["detained"]),
            ):
                told.pop(name, None)
            told["inpatient"] = self.stay is not None
        known: dict[str, Any] = {"level": self.level, "keyworker_known": self.keyworker_known}
        known |= {key: value for key, value in (self.stay or {}).items() if key != "detained_since"}
        known |= told
        known.pop("was", None)
        if event.kind == "register.rated":
            known["was"] = BLUE if told.get("source") == "discharge" else was
        known["region"] = told.get("region") or self.life.region
        known["recognised_on"] = self.life.recognised_on
        known["recorded_on"] = local_day(event.at)
        if self.life.ehc_plan is not None:
            known["ehc_plan"] = self.life.ehc_plan
        birth = self.life.birth_date
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

    # --- meeting ----------------------------------------------------------------------------

    def _is_of_another_stay(self, event: Happening) -> bool:
        """Whether a visit was made in a stay that has ended, or in an earlier one."""
        of = event.text("stay") if event.kind == "reviews.visited" else ""
        return bool(of) and self.knows_stays and (self.stay is None or self.stay_id != of)

    def _meet_late(self, event: Happening) -> None:
        """Let a visit on the very day of the discharge meet what the discharge had ended."""
        for duty in self.all:
            end = duty.end
            if end is None or end.kind != "register.discharged" or end.day != event.day:
                continue
            if end.text("stay") == event.text("stay") and policy.meets(
                duty.spec.met_by, event.kind, Facts(), event.day
            ):
                duty.status, duty.reason, duty.end = DutyStatus.MET, "", event

    def _meet(self, event: Happening, facts: Facts) -> list[Worked]:
        """Meet the open duties that the event meets; not those counted from a later day."""
        found = []
        for duty in list(self.open.values()):
            if duty.spec.counted_from > event.day or not _is_about(duty, event):
                continue
            outcomes = duty.spec.met_by
            kind = _TRIAGES.get(event.kind, event.kind)
            if policy.meets(outcomes, kind, facts, event.day, due_on=duty.due_on):
                self._finish(duty, DutyStatus.MET, "", event)
                found.append(duty)
            elif event.kind in ("meetings.held", "reviews.held"):
                lacked = policy.lacking(outcomes, event.kind, facts, event.day)
                if lacked:
                    duty.not_met_by.append(
                        {
                            "kind": event.kind, "on": event.day.isoformat(),
                            "lacking": list(lacked),
                        }
                    )  # fmt: skip
        return found

    def _decided(self, event: Happening) -> None:
        """Let a named person's decision end the duty that it is about, if that is still open."""
        subject = event.facts.get("subject")
        key = (event.text("branch"), event.facts.get("cause"), subject)
        duty = self.open.get((event.text("branch"), subject))
        if duty is None or duty.key != key:
            return
        done = event.kind == DONE_BY_HAND
        self._finish(duty, DutyStatus.MET if done else DutyStatus.WAIVED, "", event)

    def _finish(self, duty: Worked, status: DutyStatus, reason: str, event: Happening) -> None:
        del self.open[duty.spec.branch, duty.subject]
        duty.status, duty.reason, duty.end, duty.paused_on = status, reason, event, None
        if status in (DutyStatus.MET, DutyStatus.WAIVED):
            self.answered.add(duty.rule.id)

    # --- ending -----------------------------------------------------------------------------

    def _end(self, event: Happening, facts: Facts) -> None:
        """End the open duties whose circumstances the event took away, saying why."""
        why = self._why_ended(event, facts)
        if why is None:
            return
        for duty in list(self.open.values()):
            reason = why(duty)
            if reason:
                self._finish(duty, DutyStatus.CANCELLED, reason, event)

    def _why_ended(self, event: Happening, facts: Facts) -> Callable[[Worked], str] | None:
        kind = event.kind
        if kind == "register.rated":
            return lambda duty: "" if self._is_asked(duty) else f"The rating is now {self.level}."
        if kind in ENDS:
            return lambda duty: ends_with_event(duty.rule, kind, facts, event.day)
        if kind == "register.closed":
            return lambda duty: "The person has left the register."
        if kind in _ENDS_A_REFERRAL:
            return self._ended_by_triage(event)
        return None

    def _ended_by_triage(self, event: Happening) -> Callable[[Worked], str]:
        """Return what the end of a referral takes away, other referrals and the rating apart."""
        referral = event.text("referral")
        gone = event.kind in ("referrals.withdrawn", "referrals.moved_away")

        def why(duty: Worked) -> str:
            if str(duty.subject) == referral:
                if gone:
                    return _GONE[event.kind]
                return "" if duty.rule.outlives_referral else "The referral has been decided."
            if not self.referrals and not self.on_register and not duty.rule.outlives_referral:
                return "The referral ended and the person is not on the register."
            raised = duty.rule.is_raised_by("referrals.submitted")
            both = raised and duty.rule.is_raised_by("register.rated")
            return "" if not both or self._is_asked(duty) else "The referral has been decided."

        return why

    def _is_asked(self, duty: Worked) -> bool:
        """Whether the rating, or a referral that waits for triage, still asks for a duty."""
        rule = duty.rule
        if not rule.follows_level:
            return True
        if self.level is not None and rule.fits_level(self.level):
            return True
        return rule.is_raised_by("referrals.submitted") and any(
            rule.fits_level(one.level or None) for one in self.referrals.values()
        )

    # --- standing still ---------------------------------------------------------------------

    def _pause(self, event: Happening) -> None:
        """Stop the clock of a referral's duties while its referrer is asked, and let it go on."""
        if event.kind not in ("referrals.information_asked", "referrals.information_given"):
            return
        stops = event.kind == "referrals.information_asked"
        for duty in self.open.values():
            if not duty.rule.waits_for_referrer or str(duty.subject) != event.text("referral"):
                continue
            if stops:
                duty.paused_on = event.day
            elif duty.paused_on is not None:
                self._go_on(duty, event.day)

    def _go_on(self, duty: Worked, day: date) -> None:
        stopped, duty.paused_on = duty.paused_on, None
        if stopped is None or duty.due_on is None:
            return
        duty.due_on = due_after_pause(due_on=duty.due_on, stopped_on=stopped, resumed_on=day)
        duty.basis += (
            f" The deadline was paused from {in_words(stopped)} to {in_words(day)}, so it is now "
            f"due {in_words(duty.due_on)}."
        )

    # --- raising ----------------------------------------------------------------------------

    def _raise(self, event: Happening, facts: Facts, answered: Iterable[Worked]) -> None:
        """Raise what the policy asks for; a duty that is open already stays one duty."""
        by_review = event.text("source") == "review"
        by = {one.cause.id for one in answered if one.cause.kind == "reviews.held" and by_review}
        just_held = [one for one in self.reviewed if one[0].day == event.day or one[0].id in by]
        for _, rule in self.rules.by_event[event.kind]:
            if rule.due.is_at_age:
                self._await_age(rule, event)
        for spec, rule, known in self._asked(event, facts):
            if not rule.due.is_at_age and not (rule.once and rule.id in self.answered):
                self._add(spec, rule, event, known, just_held)

    def _asked(self, event: Happening, facts: Facts) -> list[tuple[DutySpec, Rule, Facts]]:
        life, rules = self.life, self.rules
        asked = policy.duties_for(
            rules, event.kind, facts, event.day, commenced_on=life.commenced_on
        )
        found = [(one, rules.rule(one.rule, event.day), facts) for one in asked]
        if any(rule is not None and rule.due.kind == "next_meeting" for _, rule, _ in found):
            facts = replace(facts, next_meeting_on=self._next_meeting(event))
            asked = policy.duties_for(
                rules, event.kind, facts, event.day, commenced_on=life.commenced_on
            )
            found = [(one, rules.rule(one.rule, event.day), facts) for one in asked]
        return [(spec, rule, facts) for spec, rule, facts in found if rule is not None]

    def _next_meeting(self, event: Happening) -> date | None:
        """Return the day of the first tracking meeting that was still to come.

        It stays the day of that meeting, whatever happens there: who was not reached is overdue.
        """
        for one in self.life.meetings():
            if one.day >= event.day and (one.closed_at is None or one.closed_at > event.at):
                return one.day
        return None

    def _add(
        self, spec: DutySpec, rule: Rule, event: Happening, facts: Facts,
        just_held: Sequence[tuple[Happening, Facts]] = (),
    ) -> None:  # fmt: skip
        subject = _subject(rule, event)
        there = self.open.get((spec.branch, subject))
        if there is not None:
            self._bring_forward(there, spec, rule, facts, event)
            return
        duty = Worked(spec, rule, event, subject, facts, spec.due_on, spec.basis)
        self.all.append(duty)
        self.open[spec.branch, subject] = duty
        for stopped, went_on in _pauses(event) if rule.waits_for_referrer else ():
            duty.paused_on = stopped
            if went_on is not None:
                self._go_on(duty, went_on)
        self._meet_at_once(duty, event, just_held)

    def _meet_at_once(
        self, duty: Worked, event: Happening, just_held: Sequence[tuple[Happening, Facts]]
    ) -> None:
        """Meet what a rating asks for by the C(E)TR in which it was given, or held on its day."""
        if event.kind != "register.rated":
            return
        for held, facts in just_held:
            if policy.meets(duty.spec.met_by, held.kind, facts, held.day, due_on=duty.due_on):
                self._finish(duty, DutyStatus.MET, "", held)
                return

    def _bring_forward(
        self, duty: Worked, spec: DutySpec, rule: Rule, facts: Facts, event: Happening
    ) -> None:
        """Give an open duty that is asked for again the earlier date, or the applicable day's."""
        sooner = spec.due_on is not None and (duty.due_on is None or spec.due_on < duty.due_on)
        if rule.due.anchor == "applicable_day" or sooner:
            duty.spec, duty.rule, duty.facts = spec, rule, facts
            duty.due_on, duty.basis = spec.due_on, spec.basis

    def _follow_ward(self, event: Happening, facts: Facts) -> None:
        """Where a review is due sooner on the new ward, let the sooner date stand."""
        for duty in list(self.open.values()):
            if not duty.rule.states("secure"):
                continue
            there = replace(duty.facts, security=facts.security)
            for spec in policy.duties_for(
                self.rules, duty.cause.kind, there, duty.cause.day,
                commenced_on=self.life.commenced_on,
            ):  # fmt: skip
                rule = self.rules.rule(spec.rule, duty.cause.day)
                if spec.branch == duty.spec.branch and rule is not None:
                    self._bring_forward(duty, spec, rule, there, event)

    # --- growing up -------------------------------------------------------------------------

    def _await_age(self, rule: Rule, event: Happening) -> None:
        """Ask what a rule asks at an age: now, or when the person is old enough for it."""
        birth = self.life.birth_date
        if birth is None or rule.id in self.answered:
            return
        if (rule.branch, None) in self.open or any(one.rule is rule for one in self.coming):
            return
        ages = [one.value for one in rule.when if one.name == "age_from"]
        on = max([event.day, *(birthday_on(birth, age) for age in ages)])
        ends = [birthday_on(birth, one.value) for one in rule.when if one.name == "age_under"]
        if any(day <= on for day in ends):
            return
        self.coming.append(_ComingOfAge(on, rule, event))

    def grow_up(self, *, until: date) -> None:
        """Raise what has come of age by the day `until`, the first one first."""
        self.day = until
        if not self.coming:
            return
        due = sorted((one for one in self.coming if one.on <= until), key=lambda one: one.on)
        self.coming = [one for one in self.coming if one.on > until]
        for one in due:
            self._come_of_age(one)

    def _come_of_age(self, one: _ComingOfAge) -> None:
        facts = self._facts(one.cause, self.level)
        facts = replace(facts, birth_date=self.life.birth_date)
        for spec in policy.duties_for(
            self.rules, one.cause.kind, facts, one.on, commenced_on=self.life.commenced_on
        ):
            if spec.rule == one.rule.id:
                self._add(spec, one.rule, one.cause, facts)


_ENDS_A_REFERRAL = (
    "referrals.accepted",
    "referrals.declined",
    "referrals.withdrawn",
    "referrals.moved_away",
)
_TRIAGES = dict.fromkeys(("referrals.accepted", "referrals.declined"), "referrals.triaged")
"""What decides a referral, by the name that the policy files know."""
_GONE = {
    "referrals.withdrawn": "The referral was withdrawn.",
    "referrals.moved_away": CORRECTED,
}
_OF_A_STAY = (
    "admitted_on", "security", "legal_status", "unit_inadequate", "cetr_before", "cetr_before_on",
)  # fmt: skip


def ends_with_event(rule: Rule, kind: str, facts: Facts, on: date) -> str:
    """Return why an event of this kind takes away what the rule asks for; empty when it does not.

    Which of admission, discharge and moves end what stands in the policy files. A change of legal
    status ends only what is for people of another one.
    """
    if kind not in rule.ends_on:
        return ""
    if kind == "register.status_recorded" and not any(
        one.name in {"detained", "legal_status"} and one.judge(facts, on) is False
        for one in rule.when
    ):
        return ""
    return rule.ends_because or f"No longer needed: {policy.EVENT_WORDS[kind]}."


def _told(event: Happening, name: str, otherwise: bool | None) -> bool | None:
    value = event.facts.get(name)
    return value if isinstance(value, bool) else otherwise


def _is_detained(told: Mapping[str, Any]) -> bool:
    if isinstance(told.get("detained"), bool):
        return bool(told["detained"])
    return told.get("legal_status") in DETENTIONS


def _is_about(duty: Worked, event: Happening) -> bool:
    """Whether an event is about the same referral, review or meeting as a duty for each of them."""
    return duty.subject is None or event.text(duty.rule.each) in ("", str(duty.subject))


def _subject(rule: Rule, event: Happening) -> UUID | None:
    told = event.text(rule.each) if rule.each else ""
    return UUID(told) if told else None


def _pauses(event: Happening) -> list[tuple[date, date | None]]:
    """Return when a referral that came from another record stood still: "from/to", or "from/"."""
    told = event.facts.get("pauses") or []
    spans = (one.partition("/") for one in told if isinstance(one, str))
    return [
        (date.fromisoformat(first), date.fromisoformat(last) if last else None)
        for first, _, last in spans
    ]
