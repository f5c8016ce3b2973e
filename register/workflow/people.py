"""Verbs about who a person is, who leads, who is named, and whether the record is restricted."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import Area, Organisation, User
from core import events, history
from core.dates import local_day
from core.errors import Conflict, RuleBroken
from register import rules
from register.models import Entry, Involvement, Person
from register.workflow.holding import hold
from register.workflow.mistakes import meanwhile
from register.workflow.standing import refresh_standing


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDetails:
    """What is typed about who a person is; the area and the ICB follow from it."""

    family_name: str
    birth_date: date
    area: Area
    given_name: str = ""
    nhs_number: str | None = None
    preferred_name: str = ""
    gender: str = ""
    ethnicity: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    responsible_icb: Organisation | None = None
    ordinary_residence_la: Organisation | None = None
    gp_practice: str = ""
    learning_disability: str = rules.Diagnosis.UNKNOWN
    autism: str = rules.Diagnosis.UNKNOWN
    ehc_plan: bool | None = None
    communication_needs: str = ""
    reasonable_adjustments: str = ""

    def values(self) -> dict[str, object]:
        """Return the details by field name, related records as they are."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


@events.step
def add_person(
    *, details: PersonDetails, lead: User | None, by: User, at: datetime, typed_number: str = ""
) -> Person:
    """Record a person, or return the one who already has this NHS number.

    `typed_number` is an NHS number that no one has confirmed; it names no one.

    Twenty simultaneous calls for one NHS number make one person: the number is unique in the
    database, and the loser of the race finds the winner's row.
    """
    rules.check_birth_date(details.birth_date, on=local_day(at))
    if details.nhs_number:
        known = _with_number(details.nhs_number)
        if known is not None:
            return hold(known.pk)
    person = Person(**details.values(), typed_number=typed_number, lead_professional=lead)
    person.responsible_icb = person.responsible_icb or details.area.icb
    try:
        with transaction.atomic():
            history.save(person, by=by, at=at, reason="add_person")
    except IntegrityError:
        known = _with_number(details.nhs_number or "")
        if known is None:
            raise
        return hold(known.pk)
    events.publish("register.person_added", person=person.pk, by=by, at=at, area=details.area.pk)
    return person


def _with_number(nhs_number: str) -> Person | None:
    return Person.everyone.filter(nhs_number=nhs_number).first()


def _number_taken() -> RuleBroken:
    return RuleBroken("Another record has this NHS number", field="nhs_number")


@events.step
def update_person(
    *, person: Person, details: PersonDetails, version: int, by: User, at: datetime
) -> Person:
    """Change who a person is; raises `Conflict` when it was changed since `version`."""
    rules.check_birth_date(details.birth_date, on=local_day(at))
    person = hold(person.pk)
    if person.version != version:
        raise Conflict(
            f"{meanwhile.of_record(person, 'this record')} What you typed is kept below: compare "
            "it with the record and save again."
        )
    if details.area.pk != person.area_id and Entry.objects.open().filter(person=person).exists():
        raise RuleBroken(
            f"To move someone to {details.area.name}, hand them over to another area from their "
            "record. Choose the area that they are in now.",
            field="area",
        )
    changes_number = details.nhs_number and details.nhs_number != person.nhs_number
    if changes_number and _with_number(details.nhs_number or "") is not None:
        raise _number_taken()
    if person.died_on is not None and details.birth_date > person.died_on:
        raise RuleBroken("Date of birth must be on or before the date of death", field="birth_date")
    was = {one.name: getattr(person, one.name) for one in fields(details)}
    now = details.values()
    changed = sorted(name for name in now if was[name] != now[name])
    if not changed:
        return person
    for name in changed:
        setattr(person, name, now[name])
    if person.nhs_number:
        person.typed_number = ""
    person.version += 1
    try:
        with transaction.atomic():
            history.save(person, by=by, at=at, reason="update_person")
    except IntegrityError:
        # Somebody gave another record this number since it was looked up above.
        if not changes_number or _with_number(details.nhs_number or "") is None:
            raise
        raise _number_taken() from None
    refresh_standing(person)
    events.publish("register.person_updated", person=person.pk, by=by, at=at, changed=changed)
    return person


@events.step
def name_lead(
    *, person: Person, lead: User, by: User, at: datetime, told_otherwise: bool = False
) -> Person:
    """Make `lead` the person's lead professional.

    Both leads are told, but where they are `told_otherwise`, as of an accepted referral.
    """
    person = hold(person.pk)
    if not lead.is_active:
        raise RuleBroken("Choose someone whose account is active", field="lead")
    was = person.lead_professional_id
    person.lead_professional = lead
    person.version += 1
    history.save(person, by=by, at=at, reason="name_lead")
    events.publish(
        "register.lead_named", person=person.pk, by=by, at=at, lead=lead.pk, was=was,
        told_otherwise=told_otherwise,
    )  # fmt: skip
    return person


@events.step
def name_partner(
    *,
    person: Person,
    name: str,
    part: str,
    by: User,
    at: datetime,
    organisation: Organisation | None = None,
    user: User | None = None,
    contact: str = "",
    attends_cetr: bool = False,
) -> Involvement:
    """Name somebody on the person's record; one with an account may then see it."""
    person = hold(person.pk)
    if not name.strip():
        raise RuleBroken("Enter the partner's name", field="name")
    partner = Involvement(
        person=person,
        basis=Involvement.Basis.NAMED,
        user=user,
        organisation=organisation,
        name=name.strip(),
        part=part.strip(),
        contact=contact.strip(),
        attends_cetr=attends_cetr,
        since=at,
    )
    history.save(partner, by=by, at=at, reason="name_partner")
    events.publish(
        "register.partner_named",
        person=person.pk,
        by=by,
        at=at,
        involvement=partner.pk,
        attends_cetr=attends_cetr,
    )
    return partner


@events.step
def involve_for_meeting(
    *, person: Person, user: User, since: datetime, until: datetime, by: User | None
) -> Involvement:
    """Let an attendee see the person from `since` until `until`, for a meeting; repeatable."""
    person = hold(person.pk)
    known = Involvement.objects.filter(
        person=person, user=user, basis=Involvement.Basis.MEETING, until__gte=since
    ).first()
    if known is not None and known.until is not None and known.until >= until:
        return known
    involvement = known or Involvement(
        person=person, user=user, basis=Involvement.Basis.MEETING, since=since
    )
    involvement.until = until
    history.save(involvement, by=by, at=since, reason="involve_for_meeting")
    events.publish("register.meeting_involved", person=person.pk, by=by, at=since, user=user.pk)
    return involvement


@events.step
def end_involvement(*, involvement: Involvement, by: User, at: datetime) -> Involvement:
    """End an involvement now; the row stays as part of the record."""
    person = hold(involvement.person_id)
    involvement.refresh_from_db()
    if involvement.until is None or involvement.until > at:
        involvement.until = at
        history.save(involvement, by=by, at=at, reason="end_involvement")
        events.publish(
            "register.involvement_ended", person=person.pk, by=by, at=at, involvement=involvement.pk
        )
    return involvement


@events.step
def restrict(*, person_id: UUID, by: User, at: datetime) -> Person:
    """Hide the record everywhere from this moment; the floor above says why."""
    person = hold(person_id, restricted=True)
    if person.restricted_at is None:
        person.restricted_at = at
        history.save(person, by=by, at=at, reason="restrict")
        refresh_standing(person)
        events.publish("register.restricted", person=person.pk, by=by, at=at)
    return person


@events.step
def unrestrict(*, person_id: UUID, by: User, at: datetime) -> Person:
    """Show the record again, when a withdrawal was recorded in error."""
    person = hold(person_id, restricted=True)
    if person.restricted_at is not None:
        person.restricted_at = None
        history.save(person, by=by, at=at, reason="unrestrict")
        refresh_standing(person)
        events.publish("register.unrestricted", person=person.pk, by=by, at=at)
    return person
