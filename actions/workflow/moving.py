"""Another ward: where a review is due sooner there, the sooner date stands."""

from dataclasses import replace

from django.db import transaction

from actions import circumstances
from actions.models import Duty
from actions.policy import DutySpec
from actions.surroundings import Surroundings
from actions.workflow.duties import cancel_duty, raise_duty
from actions.workflow.next_due import refresh_next_due
from actions.workflow.reconciling import specs_of, trail_of
from core.events import Event
from register.models import Person

MOVED = "Moved to another ward: the next one is due sooner."


@transaction.atomic
def follow_ward(event: Event) -> None:
    """Judge again, on the new ward, what turns on whether a ward is secure.

    What was asked for by an earlier event is asked for by its other branch where that is due
    sooner; nothing is put off. The verb that published the event holds the person.
    """
    person = Person.objects.select_related("area").filter(pk=event.person_id).first()
    if person is None:
        return
    around, causes = Surroundings(), {one.id: one for one in trail_of(person)}
    for duty in Duty.objects.open().filter(person=person).select_for_update():
        cause = causes.get(duty.raised_by_event)
        if cause is None or cause.id == event.id or not circumstances.turns_on_ward(duty):
            continue
        there = replace(cause, facts={**cause.facts, "security": event.facts.get("security")})
        spec = _sooner(duty, specs_of(there, person, around))
        if spec is not None:
            cancel_duty(duty, MOVED, event=event)
            raise_duty(spec, replace(cause, at=event.at, by=event.by), person)
    refresh_next_due(person.pk)


def _sooner(duty: Duty, specs: list[DutySpec]) -> DutySpec | None:
    """Return the other branch of the duty, where it is due sooner."""
    name = circumstances.branch_of(duty.rule, duty.counted_from)
    for spec in specs:
        other = spec.rule != duty.rule and circumstances.branch_of(spec.rule, spec.counted_from)
        if other == name and spec.due_on and (duty.due_on is None or spec.due_on < duty.due_on):
            return spec
    return None
