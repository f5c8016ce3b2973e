"""Corrected facts: when a birth date, an EHC plan or an admission is put right, duties follow."""

from dataclasses import replace

from django.db import transaction

from actions import circumstances
from actions.models import Duty
from actions.policy import DutySpec, Rule
from actions.policy.due import DAYS_OF_A_STAY
from actions.surroundings import Surroundings
from actions.workflow.duties import correct_duty, end_corrected
from actions.workflow.next_due import refresh_next_due
from actions.workflow.reconciling import raise_missing, specs_of, trail_of
from core.dates import local_day
from core.events import Event
from register.models import Person

CORRECTABLE = frozenset({"birth_date", "ehc_plan"})
"""Details of a person on which policy rules turn."""

STAY_CORRECTED = "register.stay_corrected"

_TURNS_ON = frozenset({"age_under", "age_from", "review", "ehc_plan"})
"""Conditions that these details decide."""

_OF_A_STAY = _TURNS_ON | {"cetr_before"}
"""Conditions that the facts of an admission decide: age is judged on its day."""

_OF_A_WARD = frozenset({"unit_inadequate", "security", "secure"})
"""Conditions that the ward decides; once the person has moved, a correction is of another one."""


@transaction.atomic
def correct(event: Event) -> None:
    """Judge the person's open duties again by the facts as they now are.

    A duty whose rule no longer asks for it ends, one whose date or name differs is put right,
    and what should have been raised is raised, counted from what first asked for it. Met and
    waived duties stay as they were. The verb that published the event holds the person.
    """
    changed = event.facts.get("changed")
    details = isinstance(changed, list) and bool(CORRECTABLE & set(changed))
    if not details and event.kind != STAY_CORRECTED:
        return
    person = Person.objects.select_related("area").filter(pk=event.person_id).first()
    if person is None:
        return
    around, trail = Surroundings(), trail_of(person)
    causes = {one.id: one for one in trail}
    for duty in Duty.objects.open().filter(person=person).select_for_update():
        cause = causes.get(duty.raised_by_event)
        rule = circumstances.rule_of(duty.rule, duty.counted_from)
        if rule is not None and cause is not None:
            asked = asked_by(duty, cause, person, around)
            _judge(duty, rule, asked, event, _decided_by(event, person, around))
    raise_missing(person, trail, around, at=event.at)
    refresh_next_due(person.pk)


def _decided_by(event: Event, person: Person, around: Surroundings) -> frozenset[str]:
    """Return the conditions that what was corrected decides."""
    if event.kind != STAY_CORRECTED:
        return _TURNS_ON
    corrected = event.facts.get("stay")
    moved = any(str(s.pk) == corrected and around.moved(s) for s in around.stays(person.pk))
    return _OF_A_STAY if moved else _OF_A_STAY | _OF_A_WARD


def asked_by(duty: Duty, cause: Event, person: Person, around: Surroundings) -> list[DutySpec]:
    """Return what the cause of a duty asks for; of the branches of wards, that of the duty too.

    After a move the sooner of two wards' dates stands, and the duty may be that of either.
    """
    day = local_day(duty.raised_at)
    asked = specs_of(cause, person, around, day)
    if not circumstances.turns_on_ward(duty):
        return asked
    wards = [replace(cause, facts={**cause.facts, "security": one}) for one in (True, False)]
    return [*asked, *(spec for ward in wards for spec in specs_of(ward, person, around, day))]


def _judge(
    duty: Duty, rule: Rule, specs: list[DutySpec], event: Event, decided: frozenset[str]
) -> None:
    spec = next((one for one in specs if one.rule == duty.rule), None)
    if spec is not None:
        of_the_stay = event.kind == STAY_CORRECTED and rule.due.anchor in DAYS_OF_A_STAY
        correct_duty(duty, spec, follows=rule.due.follows_birth or of_the_stay, event=event)
    elif _turns_on_facts(rule, decided):
        end_corrected(duty, event=event)


def _turns_on_facts(rule: Rule, names: frozenset[str]) -> bool:
    """Whether what was corrected can be why the rule no longer asks for its duty."""
    stated = [*rule.when, *(one for trigger in rule.triggers for one in trigger.when)]
    return any(condition.name in names for condition in stated)
