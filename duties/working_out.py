"""From what happened to a person, and the policy, to the duties that there are. One pure function.

`work_out` walks through a life in the order in which it happened and keeps, for each duty that a
rule asked for, what became of it: still open, met and by which fact, waived, or no longer needed
and why. It knows neither the clock nor the database, and the same facts always give the same
duties: a fact corrected gives what it would have given had it been recorded right at first.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from core.dates import birthday_on, due_after_pause, in_words
from duties import policy
from duties.happenings import Happening, in_order
from duties.known import ENDS_A_REFERRAL, Known
from duties.life import Life, Worked
from duties.policy import DutySpec, Facts, Policy, Rule
from duties.policy.model import ENDS
from duties.rules import CORRECTED, DONE_BY_HAND, WAIVED, DutyStatus


def work_out(life: Life, rules: Policy, *, today: date) -> list[Worked]:
    """Return every duty that the life has given until `today`, in the order in which they arose."""
    walk = _Walk(life, rules)
    for event in in_order(life.events):
        if event.day > today:
            continue
        walk.grow_up(until=max(event.day, walk.day))
        walk.take(event)
    walk.grow_up(until=today)
    return walk.all


@dataclass(slots=True)
class _ComingOfAge:
    """A rule about growing up that will ask when the person is old enough."""

    on: date
    rule: Rule
    cause: Happening


class _Walk:
    """Where the walk through a life has come to."""

    def __init__(self, life: Life, rules: Policy) -> None:
        self.life, self.rules = life, rules
        self.known = Known(
            birth_date=life.birth_date,
            ehc_plan=life.ehc_plan,
            region=life.region,
            recognised_on=life.recognised_on,
            commenced_on=life.commenced_on,
            knows_stays=any(one.kind == "register.admitted" for one in life.events),
        )
        self.day = date.min
        self.all: list[Worked] = []
        self.open: dict[tuple[str, UUID | None], Worked] = {}
        self.answered: set[str] = set()
        self.coming: list[_ComingOfAge] = []
        self.reviewed: list[tuple[Happening, Facts]] = []

    # --- one thing that happened ------------------------------------------------------------

    def take(self, event: Happening) -> None:
        """Let one event meet, end and raise duties, in that order."""
        if event.kind in (WAIVED, DONE_BY_HAND):
            self._decided(event)
            return
        if self.known.is_of_another_stay(event):
            self._meet_late(event)
            return
        facts = self.known.note(event)
        if event.kind == "register.closed":
            self.coming.clear()
        answered = self._meet(event, facts)
        if event.only_meets:
            return
        self._end(event, facts)
        self._pause(event)
        if event.kind == "register.transferred":
            self._follow_ward(facts)
        if event.kind in self.rules.by_event and not self._is_too_late(event):
            self._raise(event, facts, answered)
        if event.kind == "reviews.held":
            self.reviewed = [one for one in self.reviewed if one[0].day == event.day]
            self.reviewed.append((event, facts))

    # --- meeting ----------------------------------------------------------------------------

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

    def _is_too_late(self, event: Happening) -> bool:
        """Whether a stay is told of that ended after the person had left: no one follows it up.

        It is recorded for the look-back. If the record was closed in error, it counts again.
        """
        return event.kind == "register.discharged" and self.known.has_left

    def _why_ended(self, event: Happening, facts: Facts) -> Callable[[Worked], str] | None:
        kind = event.kind
        if kind == "register.rated":
            return lambda duty: (
                "" if self._is_asked(duty) else f"The rating is now {self.known.level}."
            )
        if kind in ENDS:
            return lambda duty: ends_with_event(duty.rule, kind, facts, event.day)
        if kind == "register.closed":
            return lambda duty: "The person has left the register."
        if kind in ENDS_A_REFERRAL:
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
            if self.known.is_gone and not duty.rule.outlives_referral:
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
        known = self.known
        if known.level is not None and rule.fits_level(known.level):
            return True
        return rule.is_raised_by("referrals.submitted") and any(
            rule.fits_level(level or None) for level in known.waiting.values()
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
        """Return what the rules ask for; the meetings are read where one of them needs them."""
        found = self._specs(event.kind, facts, event.day)
        if any(rule.due.kind == "next_meeting" for _, rule, _ in found):
            facts = replace(facts, next_meeting_on=self._next_meeting(event))
            found = self._specs(event.kind, facts, event.day)
        return found

    def _specs(self, kind: str, facts: Facts, on: date) -> list[tuple[DutySpec, Rule, Facts]]:
        specs = policy.duties_for(self.rules, kind, facts, on, commenced_on=self.life.commenced_on)
        found = [(one, self.rules.rule(one.rule, on)) for one in specs]
        return [(spec, rule, facts) for spec, rule in found if rule is not None]

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
            self._bring_forward(there, spec, rule, facts)
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

    def _bring_forward(self, duty: Worked, spec: DutySpec, rule: Rule, facts: Facts) -> None:
        """Give an open duty that is asked for again the earlier date, or the applicable day's."""
        sooner = spec.due_on is not None and (duty.due_on is None or spec.due_on < duty.due_on)
        if rule.due.anchor == "applicable_day" or sooner:
            duty.spec, duty.rule, duty.facts = spec, rule, facts
            duty.due_on, duty.basis = spec.due_on, spec.basis

    def _follow_ward(self, facts: Facts) -> None:
        """Where a review is due sooner on the new ward, let the sooner date stand."""
        for duty in list(self.open.values()):
            if not duty.rule.states("secure"):
                continue
            there = replace(duty.facts, security=facts.security)
            for spec, rule, _ in self._specs(duty.cause.kind, there, duty.cause.day):
                if spec.branch == duty.spec.branch:
                    self._bring_forward(duty, spec, rule, there)

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
        facts = replace(self.known.facts(one.cause), birth_date=self.life.birth_date)
        for spec, rule, _ in self._specs(one.cause.kind, facts, one.on):
            if rule.id == one.rule.id:
                self._add(spec, rule, one.cause, facts)


_TRIAGES = dict.fromkeys(("referrals.accepted", "referrals.declined"), "referrals.triaged")
"""What decides a referral, by the name that the policy files know."""
_GONE = {
    "referrals.withdrawn": "The referral was withdrawn.",
    "referrals.moved_away": CORRECTED,
}


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
