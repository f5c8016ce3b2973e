"""What a named person decides about a duty: that it need not be met, or that it was."""

from datetime import date, datetime

from accounts.models import User
from core import events, history
from core.dates import in_words, local_day
from core.errors import Conflict, RuleBroken
from duties import rules
from duties.models import Duty, DutyDecision
from duties.rules import DecisionKind
from duties.workflow.syncing import Cause, sync
from register.models import Person
from register.workflow import hold


@events.step
def waive(*, duty: Duty, reason: str, by: User, at: datetime) -> Duty:
    """Say that a duty need not be met for this person now; a named person answers for it."""
    person, duty = _hold(duty)
    rules.check_words(reason, "Enter why this need not happen", field="reason")
    return _decide(person, duty, DecisionKind.WAIVED, reason, on=local_day(at), by=by, at=at)


@events.step
def record_done(*, duty: Duty, done: str, on: date, by: User, at: datetime) -> Duty:
    """Say that a duty was met on the day `on`, where only a person can tell; with what was done."""
    person, duty = _hold(duty)
    check_by_hand(duty)
    rules.check_words(done, "Enter what was done, and who was told", field="done")
    _check_day(duty, on, today=local_day(at))
    return _decide(person, duty, DecisionKind.DONE, done, on=on, by=by, at=at)


@events.step
def strike_out(*, decision: DutyDecision, reason: str, by: User, at: datetime) -> Duty:
    """Strike out a decision that was a slip: the duty is again what it would be without it."""
    person = hold(decision.person_id)
    decision = DutyDecision.objects.select_for_update().get(pk=decision.pk)
    check_in_force(decision)
    return _strike(person, decision, reason=reason, by=by, at=at)


@events.step
def correct(
    *, decision: DutyDecision, words: str, why: str, by: User, at: datetime, on: date | None = None
) -> DutyDecision:
    """Put right the words of a decision or, of one that it was done, the day on which it was.

    The wrong one is struck out for the reason `why`, and the same kind of decision stands in its
    place. Sent twice it is put right once; `Conflict` where it was struck out meanwhile.
    """
    person = hold(decision.person_id)
    decision = DutyDecision.objects.select_for_update().get(pk=decision.pk)
    kind, day = DecisionKind(decision.kind), on or decision.on
    rules.check_words(words, "Enter what should stand", field="words")
    if decision.struck_out_at is not None:
        rows = DutyDecision.objects.in_force().filter(duty=decision.duty_id, by=by, on=day)
        placed = rows.filter(words=words.strip()).first()
        if placed is not None and decision.struck_out_by_id == by.pk:
            return placed
        raise Conflict(
            f"{decision.struck_out_by} struck this decision out on "
            f"{in_words(local_day(decision.struck_out_at))}. What you typed is kept below."
        )
    if (decision.words, decision.on) == (words.strip(), day):
        raise RuleBroken("This is what is recorded now. Change it, or go back.", field="words")
    if kind is DecisionKind.DONE:
        _check_day(decision.duty, day, today=local_day(at))
    _strike(person, decision, reason=why, by=by, at=at)
    duty = Duty.objects.get(pk=decision.duty_id)
    _decide(person, duty, kind, words, on=day, by=by, at=at)
    return DutyDecision.objects.in_force().filter(duty=duty).latest("at")


def _strike(person: Person, decision: DutyDecision, *, reason: str, by: User, at: datetime) -> Duty:
    rules.check_words(reason, "Enter why this decision was a mistake", field="reason")
    decision.struck_out_at, decision.struck_out_by = at, by
    decision.struck_out_reason = reason.strip()
    history.save(decision, by=by, at=at, reason="strike_out")
    return _publish("duties.decision_struck_out", person, decision, by=by, at=at)


def _check_day(duty: Duty, on: date, *, today: date) -> None:
    if not duty.counted_from <= on <= today:
        since = in_words(duty.counted_from)
        raise RuleBroken(f"The day must be from {since} until today", field="on")


def _hold(duty: Duty) -> tuple[Person, Duty]:
    person = hold(duty.person_id)
    duty = Duty.objects.select_for_update().get(pk=duty.pk)
    check_open(duty)
    return person, duty


def check_open(duty: Duty) -> None:
    """Refuse to decide about a duty that has ended."""
    if not duty.is_open:
        raise RuleBroken("This duty has already ended.")


def check_by_hand(duty: Duty) -> None:
    """Refuse to say by hand that a duty was met which something recorded elsewhere meets."""
    check_open(duty)
    if not duty.is_met_by_hand:
        raise RuleBroken(
            "You cannot record this duty as done here. It is met when the event itself is "
            "recorded on the person's record."
        )


def check_in_force(decision: DutyDecision) -> None:
    """Refuse to strike a decision out twice."""
    if decision.struck_out_at is not None:
        raise RuleBroken("This decision has already been struck out. Nothing was changed.")


def _decide(
    person: Person, duty: Duty, kind: DecisionKind, words: str, *, on: date, by: User, at: datetime
) -> Duty:
    decision = DutyDecision(
        person=person, duty=duty, kind=kind, words=words.strip(), on=on, by=by, at=at
    )
    history.save(decision, by=by, at=at, reason=kind)
    return _publish(kind.happening, person, decision, by=by, at=at)


def _publish(kind: str, person: Person, decision: DutyDecision, *, by: User, at: datetime) -> Duty:
    """Say what was decided, and return the duty as it is now."""
    event = events.publish(
        kind, person=person.pk, by=by, at=at, decision=decision.pk, duty=decision.duty_id,
        rule=decision.duty.rule, on=decision.on,
    )  # fmt: skip
    sync(person_id=person.pk, cause=Cause(at, by, kind, event.id))
    return Duty.objects.get(pk=decision.duty_id)
