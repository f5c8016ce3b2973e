"""Verbs of duties: raised, met and ended by events, waived by a named person, never edited away."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.models import User
from actions import circumstances, policy, rules
from actions.hooks import next_meeting_on
from actions.models import Duty
from actions.policy import TRIGGERS, DutySpec, Facts, Rule
from actions.policy.model import ENDS
from actions.rules import DutyStatus
from actions.surroundings import Surroundings
from actions.workflow.next_due import refresh_next_due
from core import events, history
from core.dates import in_words, local_day
from core.errors import RuleBroken
from core.events import Event
from register.models import Entry, Person
from register.workflow import hold

Why = Callable[[Rule | None], str]
"""Why a duty of this rule ended with what happened; empty where it did not."""

BY_HAND = "actions.done_by_hand"
"""What meets a duty for which nothing else in the register can: somebody says so, with evidence."""

ENDS_A_REFERRAL = frozenset(
    {
        "referrals.accepted",
        "referrals.declined",
        "referrals.withdrawn",
        "referrals.moved_away",  # joined to another record, or parted from it
    }
)
CORRECTED = "The facts about the person were corrected."
"""Why a duty ended that should not have been raised; it answers for nothing."""


@transaction.atomic
def respond(event: Event) -> None:
    """Let an event about a person meet, end and raise duties, in that order.

    Runs in the transaction of the verb that published it, which already holds the person.
    Nothing follows about somebody restricted.
    """
    if event.person_id is None:
        return
    person = Person.objects.select_related("area").filter(pk=event.person_id).first()
    if person is None:
        return
    around = Surroundings()
    facts = circumstances.facts_for(event, person, around)
    _meet(event, facts)
    _end(event, person, facts, around)
    _raise_all(event, person, facts, around)
    refresh_next_due(person.pk)


def _raise_all(event: Event, person: Person, facts: Facts, around: Surroundings) -> None:
    """Raise what the policy in force asks for; an open duty of the same rule stays one duty."""
    if event.kind not in TRIGGERS:
        return
    specs = policy.duties_for(
        policy.current(),
        event.kind,
        facts,
        circumstances.day_of(event),
        commenced_on=around.commenced_on,
    )
    known = {one.rule: one for one in Duty.objects.open().filter(person=person)}
    answered = _answered([one.rule for one in specs if one.once], person)
    for spec in specs:
        standing = known.get(spec.rule)
        if standing is None:
            if spec.rule not in answered:
                raise_duty(spec, event, person)
        elif _is_sooner(spec, standing) or _is_known_now(spec, standing):
            _redate(standing, due_on=spec.due_on, basis=spec.basis, spec=spec, event=event)


def _answered(rules_asked_once: list[str], person: Person) -> set[str]:
    """Return the rules that ask only once and have been answered, by being met or waived."""
    if not rules_asked_once:
        return set()
    rows = Duty.objects.filter(person=person, rule__in=rules_asked_once)
    rows = rows.filter(status__in=[DutyStatus.MET, DutyStatus.WAIVED])
    return set(rows.values_list("rule", flat=True))


def raise_duty(spec: DutySpec, event: Event, person: Person) -> Duty:
    """Write one duty as the rule gives it."""
    duty = duty_of(spec, event, person)
    history.save(duty, by=event.by, at=event.at, reason="raise")
    _publish("actions.duty_raised", duty, by=event.by, at=event.at, because_of=event.kind)
    return duty


def duty_of(spec: DutySpec, event: Event, person: Person) -> Duty:
    """Return the duty that the rule gives, not yet saved."""
    return Duty(
        person=person,
        area_id=person.area_id,
        rule=spec.rule,
        rule_version=spec.version,
        jurisdiction=spec.jurisdiction,
        title=spec.duty,
        due_on=spec.due_on,
        late_from=_late_from(spec.due_on, spec.grace_days),
        due_words=spec.due,
        counted_from=spec.counted_from,
        basis=spec.basis,
        source=spec.source,
        certainty=spec.certainty,
        duty_certainty=spec.duty_certainty,
        met_by=[one.as_dict() for one in spec.met_by],
        missing=list(spec.missing),
        chase=spec.chase,
        floor=spec.floor,
        raised_at=event.at,
        raised_by_event=event.id,
        status=DutyStatus.OPEN,
    )


def _late_from(due_on: date | None, grace_days: int) -> date | None:
    return due_on + timedelta(days=grace_days + 1) if due_on else None


def _is_sooner(spec: DutySpec, standing: Duty) -> bool:
    """Whether a rule raised again gives an earlier date than the duty that is open.

    The earlier date stands. What is counted from an earlier day than the open duty was recorded
    late, and moves nothing back.
    """
    if spec.due_on is None or spec.counted_from < standing.counted_from:
        return False
    return standing.due_on is None or spec.due_on < standing.due_on


def _is_known_now(spec: DutySpec, standing: Duty) -> bool:
    """Whether the applicable day was guessed when the duty was raised and is known now.

    Autism or a learning disability recognised later: the clock counts from that day (section 8).
    """
    return "applicable_on" in standing.missing and "applicable_on" not in spec.missing


def _redate(
    duty: Duty, *, due_on: date | None, basis: str, event: Event, spec: DutySpec | None = None
) -> None:
    grace = (duty.late_from - duty.due_on).days - 1 if duty.late_from and duty.due_on else 0
    duty.due_on, duty.basis = due_on, basis
    duty.late_from = _late_from(due_on, spec.grace_days if spec else grace)
    if spec is not None:
        duty.counted_from, duty.rule_version = spec.counted_from, spec.version
        duty.missing = list(spec.missing)
    history.save(duty, by=event.by, at=event.at, reason="redate")
    _publish("actions.duty_redated", duty, by=event.by, at=event.at, because_of=event.kind)


def correct_duty(duty: Duty, spec: DutySpec, *, follows: bool, event: Event) -> None:
    """Put right what a duty is called and, where its date `follows` the facts, when it is due."""
    due_on = spec.due_on if follows else duty.due_on
    if (duty.title, duty.due_on, duty.missing) == (spec.duty, due_on, list(spec.missing)):
        return
    duty.title, duty.missing = spec.duty, list(spec.missing)
    if follows:
        duty.counted_from = spec.counted_from
    _redate(duty, due_on=due_on, basis=spec.basis, event=event)


def end_corrected(duty: Duty, *, event: Event) -> None:
    """End a duty that was raised by facts which turned out to be wrong."""
    _finish(duty, DutyStatus.CANCELLED, CORRECTED, event=event)


def _meet(event: Event, facts: Facts) -> None:
    """Meet the open duties that the event meets; not those counted from a later day."""
    name, day = circumstances.name_of(event.kind), circumstances.day_of(event)
    rows = Duty.objects.open().filter(person=event.person_id, counted_from__lte=day)
    for duty in rows.met_through(name).select_for_update():
        if policy.meets(duty.met_by, name, facts, day, due_on=duty.due_on):
            _finish(duty, DutyStatus.MET, "", event=event)


def _end(event: Event, person: Person, facts: Facts, around: Surroundings) -> None:
    """Cancel the open duties whose circumstances the event took away, saying why."""
    why = _why_ended(event, person, facts, around)
    if why is None:
        return
    for duty in Duty.objects.open().filter(person=person).select_for_update():
        reason = why(circumstances.rule_of(duty.rule, duty.counted_from))
        if reason:
            _finish(duty, DutyStatus.CANCELLED, reason, event=event)


def _why_ended(event: Event, person: Person, facts: Facts, around: Surroundings) -> Why | None:
    """Return what says, for each rule, why its duty ended; None where the event ends none."""
    day = local_day(event.at)
    if event.kind == "register.rated":
        return _ended_by_rating(facts, day, circumstances.waiting_of(person.pk, around))
    if event.kind in ENDS:
        kind = event.kind
        return lambda rule: circumstances.ends_with_event(rule, kind, facts, day) if rule else ""
    if event.kind == "register.closed":
        return lambda rule: "The person has left the register."
    if event.kind in ENDS_A_REFERRAL:
        return _ended_by_triage(person, facts, day, around)
    return None


def _ended_by_rating(facts: Facts, day: date, waiting: circumstances.Waits) -> Why:
    """Return what a rating takes away: what only another rating asks for."""

    def why(rule: Rule | None) -> str:
        ends = rule is not None and circumstances.ends_with_level(rule, facts, day, waiting)
        return f"The rating is now {facts.level}." if ends else ""

    return why


def _ended_by_triage(person: Person, facts: Facts, day: date, around: Surroundings) -> Why:
    """Return what the end of a referral takes away, other referrals and the rating apart."""
    waiting = around.waiting(person.pk)
    on_register = Entry.objects.open().filter(person=person).exists()
    if not waiting and not on_register:
        return lambda rule: "The referral ended and the person is not on the register."
    rated = replace(facts, level=around.level(person.pk))

    def why(rule: Rule | None) -> str:
        ends = rule and circumstances.ends_with_referral(rule, rated, day, waiting)
        return "The referral is decided." if ends else ""

    return why


def _finish(duty: Duty, status: DutyStatus, reason: str, *, event: Event) -> None:
    duty.status, duty.reason = status, reason
    duty.ended_at, duty.ended_by, duty.ended_by_event = event.at, event.by, event.id
    history.save(duty, by=event.by, at=event.at, reason=status)
    _publish(f"actions.duty_{status}", duty, by=event.by, at=event.at, because_of=event.kind)


@transaction.atomic
def waive(*, duty: Duty, reason: str, by: User, at: datetime) -> Duty:
    """Say that a duty need not be met for this person now; a named person answers for it."""
    person = hold(duty.person_id)
    duty = Duty.objects.select_for_update().get(pk=duty.pk)
    if not duty.is_open:
        raise RuleBroken("This duty has already ended.")
    rules.check_words(reason, "Enter why this need not happen", field="reason")
    duty.status, duty.reason = DutyStatus.WAIVED, reason.strip()
    duty.ended_at, duty.ended_by = at, by
    history.save(duty, by=by, at=at, reason="waive")
    _publish("actions.duty_waived", duty, by=by, at=at)
    refresh_next_due(person.pk)
    return duty


@transaction.atomic
def record_done(*, duty: Duty, done: str, on: date, by: User, at: datetime) -> Duty:
    """Say that a duty was met on the day `on`, where only a person can tell; with what was done."""
    person = hold(duty.person_id)
    duty = Duty.objects.select_for_update().get(pk=duty.pk)
    if not duty.is_open:
        raise RuleBroken("This duty has already ended.")
    if not duty.is_met_by_hand:
        raise RuleBroken("This duty is met by what is recorded elsewhere, not here.")
    rules.check_words(done, "Enter what was done, and who was told", field="done")
    if not duty.counted_from <= on <= local_day(at):
        since = in_words(duty.counted_from)
        raise RuleBroken(f"The day must be from {since} until today", field="on")
    duty.status, duty.reason = DutyStatus.MET, f"{in_words(on)}: {done.strip()}"
    duty.ended_at, duty.ended_by = at, by
    history.save(duty, by=by, at=at, reason="record_done")
    _publish("actions.duty_met", duty, by=by, at=at, because_of=BY_HAND)
    refresh_next_due(person.pk)
    return duty


@transaction.atomic
def follow_area(*, event: Event) -> None:
    """Show the person's open duties on the worklist of their area; on none while restricted.

    The area is a copy: it has no history of its own, and nothing else of a duty changes.
    """
    if event.person_id is None:
        return
    person = Person.everyone.filter(pk=event.person_id).first()
    if person is not None:
        area = None if person.restricted_at else person.area_id
        Duty.objects.open().filter(person=person).update(area=area)


@transaction.atomic
def hold_for_meetings(area_id: UUID) -> None:
    """Hold everybody whose duties wait for the area's next meeting, always in one order.

    A verb that changes when that is calls this before it locks anything else: people come
    before meetings, or a rating and a plan would wait for each other.
    """
    rows = Person.everyone.select_for_update(of=("self",)).order_by("pk")
    for _ in rows.filter(pk__in=circumstances.waiting_for_meeting(area_id)):
        pass


@transaction.atomic
def redate_for_meetings(event: Event) -> None:
    """Give the area's duties "at the next meeting" the day that its meetings now have.

    A day already past stays: somebody was not reached, and that is overdue.
    """
    told = event.facts.get("area")
    if not isinstance(told, str) or event.facts.get("kind") == "urgent":
        return
    area, today = UUID(told), local_day(event.at)
    hold_for_meetings(area)
    day = next_meeting_on(area, today)
    rows = Duty.objects.open().unrestricted().filter(rule__in=circumstances.at_next_meeting())
    for duty in (
        rows.filter(person__area=area).order_by("person_id").select_for_update(of=("self",))
    ):
        passed = duty.due_on is not None and duty.due_on < today
        if not passed and duty.due_on != day:
            _redate(duty, due_on=day, basis=duty.basis, event=event)
            refresh_next_due(duty.person_id)


def publish_about(kind: str, duty: Duty, event: Event) -> None:
    """Tell what became of a duty because of `event`."""
    _publish(kind, duty, by=event.by, at=event.at, because_of=event.kind)


def _publish(
    kind: str, duty: Duty, *, by: User | None, at: datetime, because_of: str | None = None
) -> None:
    events.publish(
        kind,
        person=duty.person_id,
        by=by,
        at=at,
        duty=duty.pk,
        rule=duty.rule,
        version=duty.rule_version,
        due_on=duty.due_on,
        because_of=because_of,
    )
