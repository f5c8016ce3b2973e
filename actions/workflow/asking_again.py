"""Asking again: what met a duty about one thing leaves the same duty about another to be met."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from actions.models import Duty
from actions.surroundings import Surroundings
from actions.workflow.duties import raise_duty
from actions.workflow.next_due import refresh_next_due
from actions.workflow.reconciling import specs_of, trail_of
from register.models import Entry, Person


@transaction.atomic
def ask_again(
    *, person: Person, kind: str, fact: str, value: UUID, met_by: str, at: datetime
) -> None:
    """Raise what the past event `kind`, whose `fact` is `value`, asks for and `met_by` meets.

    There is one open duty of a rule at a time. Of two reviews that wait for their reports, the
    report of one meets it, and that of the other is due from its own day still. The verb that
    calls this holds the person. Nothing is asked about somebody who has left the register.
    """
    if not Entry.objects.open().filter(person=person).exists():
        return
    trail = trail_of(person)
    causes = (one for one in trail if one.kind == kind and one.facts.get(fact) == str(value))
    cause = next(causes, None)
    if cause is None:
        return
    open_now = set(Duty.objects.open().filter(person=person).values_list("rule", flat=True))
    for spec in specs_of(cause, person, Surroundings()):
        meets = any(outcome.event == met_by for outcome in spec.met_by)
        if meets and spec.rule not in open_now:
            raise_duty(spec, replace(cause, at=at), person)
    refresh_next_due(person.pk)
