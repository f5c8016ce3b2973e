"""Verbs around 18 and around GREEN: decide about adulthood, confirm the partners."""

from datetime import datetime

from accounts.models import User
from core import events, history
from core.dates import birthday_on, local_day
from core.errors import RuleBroken
from register import rules
from register.models import AdultDecision, Entry, Involvement, Person
from register.workflow.entries import facts_of
from register.workflow.holding import hold, open_entry


@events.step
def decide_adulthood(
    *, person: Person, outcome: rules.AdultOutcome, reason: str, by: User, at: datetime
) -> AdultDecision:
    """Decide whether a young person stays on the register as an adult (assurance H10).

    The decision closes nothing: leaving is a step of its own, once somebody is 18.
    """
    person = hold(person.pk)
    entry = open_entry(person)
    if local_day(entry.opened_at) >= birthday_on(person.birth_date, rules.ADULT):
        raise RuleBroken("This person came onto the register as an adult.")
    rules.check_adult_decision(birth_date=person.birth_date, reason=reason, on=local_day(at))
    last = entry.adult_decisions.first()
    if last is not None and (last.outcome, last.reason) == (outcome, reason.strip()):
        return last  # sent twice
    decision = AdultDecision.objects.create(
        entry=entry, outcome=outcome, reason=reason.strip(), decided_by=by, decided_at=at
    )
    facts = facts_of(person) | {"decision": decision.pk, "entry": entry.pk, "outcome": outcome}
    events.publish("register.adulthood_decided", person=person.pk, by=by, at=at, **facts)
    return decision


@events.step
def confirm_partners(*, person: Person, by: User, at: datetime) -> Entry:
    """Record that those who would come to a C(E)TR were looked at and are still right."""
    person = hold(person.pk)
    entry = open_entry(person)
    partners = (
        Involvement.objects.named().current().filter(person=person, attends_cetr=True).count()
    )
    if not partners:
        raise RuleBroken("No one is named who would come to a C(E)TR. Name a partner first.")
    entry.partners_confirmed_at = at
    history.save(entry, by=by, at=at, reason="confirm_partners")
    facts = facts_of(person) | {"entry": entry.pk, "partners": partners}
    events.publish("register.partners_confirmed", person=person.pk, by=by, at=at, **facts)
    return entry
