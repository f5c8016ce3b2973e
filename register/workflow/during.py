"""Verbs about what happens during a stay: transfer, record a status, leave, a concern."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accounts.models import Organisation, User
from core import events, history
from core.dates import local_day
from core.errors import RuleBroken
from register import rules
from register.models import (
    ExtendedLeave,
    InpatientStay,
    StatusChange,
    StayConcern,
    Transfer,
)
from register.workflow.standing import refresh_standing
from register.workflow.stay_days import settle_status, status_on
from register.workflow.stays import hold_stay, save_stay, stay_facts


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferDetails:
    """What is typed when somebody moves to another ward or hospital."""

    moved_on: date
    hospital: Organisation
    security: rules.Security
    unit_inadequate: bool
    ward: str = ""
    host_commissioner: Organisation | None = None
    reason: str = ""


@events.step
def transfer(*, stay: InpatientStay, details: TransferDetails, by: User, at: datetime) -> Transfer:
    """Record a move during a stay: it goes on where the person now is, on that ward's terms."""
    person, stay = hold_stay(stay)
    last = stay.transfers.order_by("-moved_on").values_list("moved_on", flat=True).first()
    rules.check_during(
        details.moved_on,
        field="moved_on",
        called="Date of the move",
        admitted_on=stay.admitted_on,
        on=local_day(at),
        not_before=last,
    )
    here = (stay.hospital_id, stay.ward, stay.security)
    if here == (details.hospital.pk, details.ward.strip(), details.security):
        raise RuleBroken("The person is already on this ward", field="ward")
    move = Transfer.objects.create(
        stay=stay,
        moved_on=details.moved_on,
        from_hospital_id=stay.hospital_id,
        from_ward=stay.ward,
        from_security=stay.security,
        hospital=details.hospital,
        ward=details.ward.strip(),
        security=details.security,
        unit_inadequate=details.unit_inadequate,
        reason=details.reason.strip(),
        recorded_by=by,
        recorded_at=at,
    )
    stay.hospital, stay.ward, stay.security = move.hospital, move.ward, details.security
    stay.unit_inadequate = details.unit_inadequate
    stay.host_commissioner = details.host_commissioner
    save_stay(stay, by=by, at=at, reason="transfer")
    refresh_standing(person)
    tell_transfer(move, by=by, at=at)
    return move


def tell_transfer(move: Transfer, *, by: User, at: datetime) -> None:
    """Publish that someone moved to another ward or hospital, and on which terms they are now."""
    facts = stay_facts(move.stay, move.stay.person) | {
        "transfer": move.pk,
        "moved_on": move.moved_on,
        "hospital": move.hospital_id,
        "security": move.security,
        "unit_inadequate": move.unit_inadequate,
    }
    events.publish("register.transferred", person=move.stay.person_id, by=by, at=at, **facts)


@events.step
def record_status(
    *,
    stay: InpatientStay,
    changed_on: date,
    legal_status: rules.LegalStatus,
    by: User,
    at: datetime,
    section: rules.Section | None = None,
    section_other: str = "",
) -> StatusChange:
    """Record a legal status or section that stands from `changed_on`.

    Where that begins a detention in the sense of Part 8A, its clocks count from the applicable
    day, which is settled here.
    """
    person, stay = hold_stay(stay)
    check_status_day(stay, changed_on, on=local_day(at))
    rules.check_section(legal_status=legal_status, section=section, other=section_other)
    was = rules.LegalStatus(status_on(stay, changed_on))
    if (was, stay.section, stay.section_other) == (legal_status, section or "", section_other):
        raise RuleBroken("This is the legal status that is recorded now", field="legal_status")
    change = StatusChange.objects.create(
        stay=stay,
        changed_on=changed_on,
        was=was,
        was_section=stay.section,
        legal_status=legal_status,
        section=section or "",
        section_other=section_other.strip(),
        recorded_by=by,
        recorded_at=at,
    )
    settle_status(stay)
    save_stay(stay, by=by, at=at, reason="record_status")
    refresh_standing(person)
    tell_status(change, was=was, by=by, at=at)
    return change


def check_status_day(stay: InpatientStay, changed_on: date, *, on: date) -> None:
    """Refuse a change of legal status that cannot have been on that day of the stay."""
    rules.check_during(
        changed_on,
        field="changed_on",
        called="Date of the change",
        admitted_on=stay.admitted_on,
        on=on,
        until=stay.discharged_on,
    )


def tell_status(change: StatusChange, *, was: rules.LegalStatus, by: User, at: datetime) -> None:
    """Publish that a legal status stands from its day, and that a detention began with it."""
    stay, now = change.stay, rules.LegalStatus(change.legal_status)
    facts = stay_facts(stay, stay.person) | {
        "change": change.pk,
        "changed_on": change.changed_on,
        "was_status": was.value,
        "legal_status": now.value,
        "section": change.section or None,
        "detained": now.detained,
    }
    events.publish("register.status_recorded", person=stay.person_id, by=by, at=at, **facts)
    if now.detained and not was.detained:
        events.publish("register.detained", person=stay.person_id, by=by, at=at, **facts)


@events.step
def start_leave(
    *, stay: InpatientStay, started_on: date, note: str, by: User, at: datetime
) -> ExtendedLeave:
    """Record that extended leave under section 17 began: national counts leave the stay out."""
    person, stay = hold_stay(stay)
    check_not_on_leave(stay)
    last = stay.leaves.order_by("-ended_on").values_list("ended_on", flat=True).first()
    rules.check_during(
        started_on,
        field="started_on",
        called="First day of leave",
        admitted_on=stay.admitted_on,
        on=local_day(at),
        not_before=last,
    )
    leave = ExtendedLeave(stay=stay, started_on=started_on, note=note.strip())
    history.save(leave, by=by, at=at, reason="start_leave")
    refresh_standing(person)
    tell_leave(leave, by=by, at=at)
    return leave


def check_not_on_leave(stay: InpatientStay) -> None:
    """Refuse a second leave while one lasts."""
    if stay.leaves.open().exists():
        raise RuleBroken("This person is already on extended leave.", field="started_on")


def check_on_leave(stay: InpatientStay) -> ExtendedLeave:
    """Return the leave that lasts; refuse to end one that does not."""
    leave = stay.leaves.open().first()
    if leave is None:
        raise RuleBroken("This person is not on extended leave.")
    return leave


def tell_leave(leave: ExtendedLeave, *, by: User, at: datetime) -> None:
    """Publish that extended leave began and, where it has, that it ended."""
    person, stay = leave.stay.person_id, leave.stay_id
    days = {"register.leave_started": leave.started_on, "register.leave_ended": leave.ended_on}
    for kind, day in days.items():
        if day is not None:
            events.publish(kind, person=person, by=by, at=at, stay=stay, leave=leave.pk, on=day)


@events.step
def end_leave(*, stay: InpatientStay, ended_on: date, by: User, at: datetime) -> ExtendedLeave:
    """Record that the person came back from extended leave."""
    person, stay = hold_stay(stay)
    leave = check_on_leave(stay)
    rules.check_during(
        ended_on,
        field="ended_on",
        called="Last day of leave",
        admitted_on=stay.admitted_on,
        on=local_day(at),
    )
    if ended_on < leave.started_on:
        raise RuleBroken("Last day of leave must be on or after its first day", field="ended_on")
    end_open_leave(stay, on=ended_on, by=by, at=at)
    refresh_standing(person)
    return leave


def end_open_leave(stay: InpatientStay, *, on: date, by: User, at: datetime) -> None:
    """End the leave that lasts, where there is one; also when the stay itself ends."""
    leave = stay.leaves.open().select_for_update().first()
    if leave is None:
        return
    leave.ended_on = max(on, leave.started_on)
    history.save(leave, by=by, at=at, reason="end_leave")
    events.publish(
        "register.leave_ended",
        person=stay.person_id, by=by, at=at, stay=stay.pk, leave=leave.pk, on=leave.ended_on,
    )  # fmt: skip


@events.step
def record_concern(
    *,
    stay: InpatientStay,
    kind: rules.ConcernKind,
    seen_on: date,
    note: str,
    by: User,
    at: datetime,
    key: UUID | None = None,
) -> StayConcern:
    """Record a concern about how somebody is treated on the ward.

    Sent twice with one `key`, it is one concern.
    """
    _, stay = hold_stay(stay)
    known = stay.concerns.filter(key=key).first() if key else None
    if known is not None:
        return known
    rules.check_during(
        seen_on,
        field="seen_on",
        called="Date of the concern",
        admitted_on=stay.admitted_on,
        on=local_day(at),
    )
    if not note.strip():
        raise RuleBroken("Enter what was seen or heard", field="note")
    keyed = {"key": key} if key else {}
    concern = StayConcern.objects.create(
        stay=stay, kind=kind, seen_on=seen_on, note=note.strip(), raised_by=by, raised_at=at,
        **keyed,
    )  # fmt: skip
    tell_concern(concern, by=by, at=at)
    return concern


def tell_concern(concern: StayConcern, *, by: User, at: datetime) -> None:
    """Publish that a concern about someone's treatment was recorded: its kind and its day."""
    person, stay = concern.stay.person_id, concern.stay_id
    events.publish(
        "register.concern_recorded", person=person, by=by, at=at, stay=stay, concern=concern.pk,
        kind=concern.kind, on=concern.seen_on,
    )  # fmt: skip
