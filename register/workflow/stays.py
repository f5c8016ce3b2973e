"""Verbs about a stay in a mental health hospital: admit, plan, discharge."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import Organisation, User
from core import events, history
from core.dates import local_day
from core.errors import RuleBroken
from register import rules
from register.models import Entry, InpatientStay, Person, Standing
from register.workflow.entries import facts_of, rate
from register.workflow.holding import hold
from register.workflow.standing import refresh_standing


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionDetails:
    """What is typed when somebody is admitted."""

    hospital: Organisation
    commissioner: Organisation
    admitted_on: date
    security: rules.Security
    legal_status: rules.LegalStatus
    planned: bool
    ward: str = ""
    out_of_area: bool = False
    cetr_before: bool = False
    host_commissioner: Organisation | None = None


@transaction.atomic
def admit(*, person: Person, details: AdmissionDetails, by: User, at: datetime) -> InpatientStay:
    """Record an admission: the person shows BLUE, the last community rating is kept behind it.

    Refused for somebody who is not on the register: nobody would be BLUE, and no clock would end.
    """
    person = hold(person.pk)
    if not Entry.objects.open().filter(person=person).exists():
        raise RuleBroken(
            "This person is not on the register. Refer them first, then record the admission."
        )
    rules.check_stay(
        admitted_on=details.admitted_on, birth_date=person.birth_date, on=local_day(at)
    )
    if InpatientStay.objects.open().filter(person=person).exists():
        raise RuleBroken("This person is already in hospital.", field="admitted_on")
    if InpatientStay.objects.filter(person=person, discharged_on__gt=details.admitted_on).exists():
        raise RuleBroken("Date of admission falls within an earlier stay", field="admitted_on")
    standing = Standing.objects.filter(person=person).first()
    before = Entry.objects.filter(person=person, opened_at__date__lt=details.admitted_on).exists()
    stay = InpatientStay(
        person=person,
        on_register_before=before,
        level_at_admission=standing.level if standing else "",
        **{one.name: getattr(details, one.name) for one in fields(details)},
    )
    history.save(stay, by=by, at=at, reason="admit")
    refresh_standing(person)
    events.publish("register.admitted", person=person.pk, by=by, at=at, **stay_facts(stay, person))
    return stay


def stay_facts(
    stay: InpatientStay, person: Person, *, inpatient: bool | None = None
) -> dict[str, Any]:
    """Return the codes about a stay that policy rules ask for."""
    return facts_of(person, inpatient=inpatient) | {
        "stay": stay.pk,
        "level": stay.level_at_admission or None,
        "admitted_on": stay.admitted_on,
        "security": stay.security,
        "legal_status": stay.legal_status,
        "detained": rules.LegalStatus(stay.legal_status).detained,
        "cetr_before": stay.cetr_before,
        "commissioner": stay.commissioner_id,
    }


@transaction.atomic
def plan_discharge(
    *, stay: InpatientStay, on: date | None, barriers: str, by: User, at: datetime
) -> InpatientStay:
    """Note when discharge is planned and what stands in its way."""
    person = hold(stay.person_id)
    stay = InpatientStay.objects.select_for_update().get(pk=stay.pk)
    if stay.discharged_on is not None:
        raise RuleBroken("This stay has ended.")
    if on is not None and on < stay.admitted_on:
        raise RuleBroken(
            "Planned discharge must be after the admission", field="planned_discharge_on"
        )
    stay.planned_discharge_on, stay.discharge_barriers = on, barriers
    history.save(stay, by=by, at=at, reason="plan_discharge")
    events.publish(
        "register.discharge_planned", person=person.pk, by=by, at=at, stay=stay.pk, on=on
    )
    return stay


@transaction.atomic
def discharge(
    *,
    stay: InpatientStay,
    discharged_on: date,
    destination: str,
    level: rules.Level,
    reason: str,
    by: User,
    at: datetime,
) -> InpatientStay:
    """Record a discharge together with the new rating, without which there is none."""
    person = hold(stay.person_id)
    stay = InpatientStay.objects.select_for_update().get(pk=stay.pk)
    if stay.discharged_on is not None:
        raise RuleBroken("The discharge has already been recorded.")
    rules.check_discharge(
        admitted_on=stay.admitted_on, discharged_on=discharged_on, on=local_day(at)
    )
    rules.check_reason(reason)
    stay.discharged_on, stay.destination = discharged_on, destination
    history.save(stay, by=by, at=at, reason="discharge")
    rate(
        person=person,
        level=level,
        reason=reason,
        source=rules.RatingSource.DISCHARGE,
        by=by,
        at=at,
    )
    refresh_standing(person)
    facts = stay_facts(stay, person) | {"level": level, "discharged_on": discharged_on}
    events.publish("register.discharged", person=person.pk, by=by, at=at, **facts)
    return stay
