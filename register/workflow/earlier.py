"""Stays that become known later: one that had ended before, and one moved to the right person."""

from datetime import date, datetime, timedelta

from accounts.models import User
from core import events, history
from core.dates import local_day
from core.errors import RuleBroken
from register import rules
from register.models import Entry, InpatientStay, Person
from register.workflow.during import tell_leave, tell_status, tell_transfer
from register.workflow.holding import current_rating, hold
from register.workflow.standing import refresh_standing
from register.workflow.stay_days import settle_status
from register.workflow.stays import (
    AdmissionDetails,
    admit,
    begun,
    check_overlap,
    save_stay,
    stay_facts,
)


@events.step
def record_earlier_stay(
    *,
    person: Person,
    details: AdmissionDetails,
    discharged_on: date,
    destination: str,
    by: User,
    at: datetime,
) -> InpatientStay:
    """Record a stay that no one knew of and that has ended.

    The rating is as it was: it was given by someone who did not know, and whoever rates next
    does. Refused where it overlaps another stay.
    """
    person = hold(person.pk)
    details.check(person, on=local_day(at))
    rules.check_discharge(
        admitted_on=details.admitted_on, discharged_on=discharged_on, on=local_day(at)
    )
    check_overlap(person, admitted_on=details.admitted_on, until=discharged_on)
    stay = begun(person, details)
    stay.discharged_on, stay.destination = discharged_on, destination.strip()
    history.save(stay, by=by, at=at, reason="record_earlier_stay")
    _tell(stay, person, by=by, at=at)
    return stay


FOLLOWED_UP_FOR = timedelta(days=28)
"""A stay that ended longer ago than this starts no clock: its follow-up is over (certainty U)."""


def _tell(stay: InpatientStay, person: Person, *, by: User, at: datetime) -> None:
    """Publish the discharge where there is still something to follow up; else the stay as over.

    No one rated the person at that discharge: what their rating asks for goes on.
    """
    facts, ended = stay_facts(stay, person, inpatient=True), stay.discharged_on
    if ended is not None and local_day(at) - ended <= FOLLOWED_UP_FOR:
        entry = Entry.objects.open().filter(person=person).first()
        level = current_rating(entry).level if entry else None
        told = facts | {"level": level, "discharged_on": ended, "inpatient": False}
        events.publish("register.discharged", person=person.pk, by=by, at=at, **told)
    else:
        events.publish("register.admitted", person=person.pk, by=by, at=at, **facts)
        events.publish(
            "register.stay_ended", person=person.pk, by=by, at=at, stay=stay.pk, on=ended,
            admitted_on=stay.admitted_on, reason=rules.LONG_AGO,
        )  # fmt: skip


def copy_stay(stay: InpatientStay, to: Person, *, by: User, at: datetime) -> InpatientStay:
    """Record a stay, with all that stands of it, on the person whose it was."""
    details = _as_admitted(stay)
    if stay.discharged_on is None:
        made = admit(person=to, details=details, by=by, at=at)
    else:
        made = record_earlier_stay(
            person=to, details=details, discharged_on=stay.discharged_on,
            destination=stay.destination, by=by, at=at,
        )  # fmt: skip
    _copy_during(stay, made, by=by, at=at)
    return made


def _as_admitted(stay: InpatientStay) -> AdmissionDetails:
    """Return what the admission said: where, on which terms and under which status it began."""
    if stay.commissioner_id is None:
        raise RuleBroken("Enter the responsible commissioner of the stay first.")
    move = stay.transfers.order_by("moved_on", "recorded_at").first()
    first = stay.history.earliest()
    section = rules.Section(first.section) if first.section else None
    return AdmissionDetails(
        hospital=move.from_hospital if move else stay.hospital,
        ward=move.from_ward if move else stay.ward,
        security=rules.Security(move.from_security if move else stay.security),
        unit_inadequate=first.unit_inadequate if move else stay.unit_inadequate,
        commissioner=stay.commissioner,
        admitted_on=stay.admitted_on,
        legal_status=rules.LegalStatus(first.legal_status),
        section=section,
        section_other=first.section_other,
        planned=stay.planned,
        out_of_area=stay.out_of_area,
        cetr_before=stay.cetr_before,
        review_before=rules.ReviewBefore(stay.review_before) if stay.review_before else None,
        review_before_on=stay.review_before_on,
        host_commissioner=stay.host_commissioner,
        s117_icb=stay.s117_icb,
        s117_authority=stay.s117_authority,
    )


_OWN = {"id", "stay", "recorded_by", "recorded_at", "struck_out", "key"}
"""What a copied row does not take over."""


def _copy_during(stay: InpatientStay, made: InpatientStay, *, by: User, at: datetime) -> None:
    """Record what happened during a stay on the same stay of the right person."""
    for move in stay.transfers.order_by("moved_on", "recorded_at"):
        new = type(move).objects.create(stay=made, recorded_by=by, recorded_at=at, **_said(move))
        tell_transfer(new, by=by, at=at)
    status = made.legal_status
    for change in stay.statuses.order_by("changed_on", "recorded_at"):
        row = type(change).objects.create(
            stay=made, recorded_by=by, recorded_at=at, **_said(change)
        )
        tell_status(row, was=rules.LegalStatus(status), by=by, at=at)
        status = row.legal_status
    for leave in stay.leaves.order_by("started_on"):
        kept = type(leave)(stay=made, **_said(leave))
        history.save(kept, by=by, at=at, reason="copy_stay")
        tell_leave(kept, by=by, at=at)
    for concern in stay.concerns.all():
        type(concern).objects.create(stay=made, **_said(concern))
    made.hospital_id, made.ward = stay.hospital_id, stay.ward
    made.security, made.unit_inadequate = stay.security, stay.unit_inadequate
    made.planned_discharge_on = stay.planned_discharge_on
    made.discharge_barriers = stay.discharge_barriers
    for line in stay.lines.current():
        type(line).objects.create(stay=made, **_said(line))
    settle_status(made)
    save_stay(made, by=by, at=at, reason="copy_stay")
    refresh_standing(made.person)


def _said(row: object) -> dict[str, object]:
    fields = type(row)._meta.concrete_fields  # type: ignore[attr-defined]
    return {one.name: getattr(row, one.name) for one in fields if one.name not in _OWN}
