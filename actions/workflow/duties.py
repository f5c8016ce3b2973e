"""Verbs of duties: raised, met and ended by events, waived by a named person, never edited away."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import User
from actions import circumstances, policy
from actions.models import Duty
from actions.policy import TRIGGERS, DutySpec, Facts, Rule
from actions.policy.model import ENDS
from actions.rules import DutyStatus
from actions.surroundings import Surroundings
from actions.workflow.next_due import refresh_next_due
from core import events, history
from core.dates import local_day
from core.events import Event
from register.models import Entry, Person

Why = Callable[[Rule | None], str]
"""Why a duty of this rule ended with what happened; empty where it did not."""


ENDS_A_REFERRAL = frozenset(
    {
        "referrals.accepted",
        "referrals.declined",
        "referrals.withdrawn",
        "referrals.moved_away",  # joined to another record, or parted from it
    }
)
RECOGNISED = "register.recognised"
CORRECTED = "The facts about the person were corrected."
"""Why a duty ended that should not have been raised; it answers for nothing."""


@transaction.atomic(savepoint=False)  # nobody goes on after it fails
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
    events.put_off(("next_due", person.pk), lambda: refresh_next_due(person.pk))


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
    asked = [one for one in specs if one.rule not in known and one.rule not in answered]
    raise_duties([duty_of(spec, event, person) for spec in asked], event)
    for spec in specs:
        standing = known.get(spec.rule)
        if standing is None:
            continue
        moved = event.kind == RECOGNISED and _is_moved(spec, standing)
        if moved or _is_sooner(spec, standing) or _is_known_now(spec, standing):
            redate(standing, due_on=spec.due_on, basis=spec.basis, spec=spec, event=event)
    if event.kind == RECOGNISED:
        _end_other_branch(specs, list(known.values()), event)


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
    raise_duties([duty], event)
    return duty


def raise_duties(duties: list[Duty], event: Event) -> None:
    """Write new duties, their history and their events, in as many statements as for one."""
    history.save_new(duties, by=event.by, at=event.at, reason="raise")
    told = [(duty.person_id, _facts(duty, event.kind)) for duty in duties]
    events.publish_each("actions.duty_raised", by=event.by, at=event.at, told=told)


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


def _is_moved(spec: DutySpec, standing: Duty) -> bool:
    """Whether it counts from the applicable day, and that day is another one now."""
    return circumstances.counts_from_applicable_day(spec.rule, spec.counted_from) and (
        spec.due_on != standing.due_on
    )


def _end_other_branch(specs: list[DutySpec], standing: list[Duty], event: Event) -> None:
    """End what another applicable day had asked for, where its other branch is asked for now."""
    asked = {spec.rule for spec in specs}
    now = {circumstances.branch_of(spec.rule, spec.counted_from) for spec in specs}
    for duty in standing:
        stale = circumstances.counts_from_applicable_day(duty.rule, duty.counted_from)
        other = circumstances.branch_of(duty.rule, duty.counted_from) in now
        if stale and other and duty.rule not in asked:
            end_corrected(duty, event=event)


def redate(
    duty: Duty, *, due_on: date | None, basis: str, event: Event, spec: DutySpec | None = None
) -> None:
    """Give a duty another date, and that of `spec` its version and the day it counts from."""
    grace = (duty.late_from - duty.due_on).days - 1 if duty.late_from and duty.due_on else 0
    duty.due_on, duty.basis = due_on, basis
    duty.late_from = _late_from(due_on, spec.grace_days if spec else grace)
    if spec is not None:
        duty.counted_from, duty.rule_version = spec.counted_from, spec.version
        duty.missing = list(spec.missing)
    history.save(duty, by=event.by, at=event.at, reason="redate")
    publish("actions.duty_redated", duty, by=event.by, at=event.at, because_of=event.kind)


def correct_duty(duty: Duty, spec: DutySpec, *, follows: bool, event: Event) -> None:
    """Put right what a duty is called and, where its date `follows` the facts, when it is due."""
    due_on = spec.due_on if follows else duty.due_on
    if (duty.title, duty.due_on, duty.missing) == (spec.duty, due_on, list(spec.missing)):
        return
    duty.title, duty.missing = spec.duty, list(spec.missing)
    if due_on == spec.due_on:
        redate(duty, due_on=due_on, basis=spec.basis, event=event, spec=spec)
    else:  # its date stays, and with it what says how that was counted, and by which version
        redate(duty, due_on=due_on, basis=duty.basis, event=event)


def end_corrected(duty: Duty, *, event: Event) -> None:
    """End a duty that was raised by facts which turned out to be wrong."""
    cancel_duty(duty, CORRECTED, event=event)


def cancel_duty(duty: Duty, reason: str, *, event: Event) -> None:
    """End a duty that the event has taken away, saying why."""
    _finish(duty, DutyStatus.CANCELLED, reason, event=event)


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
    publish(f"actions.duty_{status}", duty, by=event.by, at=event.at, because_of=event.kind)


def publish_about(kind: str, duty: Duty, event: Event) -> None:
    """Tell what became of a duty because of `event`."""
    publish(kind, duty, by=event.by, at=event.at, because_of=event.kind)


def publish(
    kind: str, duty: Duty, *, by: User | None, at: datetime, because_of: str | None = None
) -> None:
    """Tell what became of a duty."""
    events.publish(
        kind,
        person=duty.person_id,
        by=by,
        at=at,
        **_facts(duty, because_of),
    )


def _facts(duty: Duty, because_of: str | None) -> dict[str, object]:
    return {
        "duty": duty.pk,
        "rule": duty.rule,
        "version": duty.rule_version,
        "due_on": duty.due_on,
        "because_of": because_of,
    }
