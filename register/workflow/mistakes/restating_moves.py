"""Putting right what happened on a ward: a move to another one, a concern; and who is named."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from accounts.models import Organisation, User
from core import events, history
from core.dates import local_day
from core.errors import Conflict, RuleBroken
from register import rules
from register.models import InpatientStay, Involvement, StayConcern, Transfer
from register.workflow.during import TransferDetails, tell_concern
from register.workflow.holding import hold
from register.workflow.mistakes import meanwhile
from register.workflow.mistakes.kinds import PLACE, lead_on, neighbours
from register.workflow.mistakes.striking_out import first_recorded, replace, to_put_right
from register.workflow.standing import refresh_standing
from register.workflow.stays import hold_stay, save_stay, tell_corrected


@events.step
def correct_transfer(
    *,
    move: Transfer,
    details: TransferDetails,
    why: str,
    by: User,
    at: datetime,
    version: int | None = None,
) -> Transfer:
    """Put right a move: on which day, to which ward, on which terms.

    The last one says where the person is now. A later one began on the ward put right. The host
    commissioner is that of the last move, and an earlier one leaves it alone. `version` is that of
    the stay on the page: where the stay has changed since, `Conflict` is raised.
    """
    person, stay = hold_stay(move.stay, ended=True)
    said: dict[str, Any] = {
        "moved_on": details.moved_on, "hospital_id": details.hospital.pk,
        "ward": details.ward.strip(), "security": details.security,
        "unit_inadequate": details.unit_inadequate, "reason": details.reason.strip(),
    }  # fmt: skip
    host = details.host_commissioner.pk if details.host_commissioner else None
    now_elsewhere = is_last_move(move) and host != stay.host_commissioner_id
    wrong = to_put_right(stay.transfers, move, said, why=why, by=by, touched=now_elsewhere)
    if wrong.pk != move.pk:
        return wrong
    if version is not None and version != stay.version:
        raise Conflict(f"{meanwhile.of_record(stay, 'this stay')} {meanwhile.KEPT}")
    before, after = neighbours(stay, wrong)
    _check_order(details.moved_on, before, after)
    _check_move(stay, wrong, details, on=local_day(at))
    came_from = {f"from_{name}": getattr(wrong, f"from_{name}") for name in PLACE}
    right = Transfer(stay=stay, recorded_by=by, recorded_at=wrong.recorded_at, **came_from, **said)
    replace(
        person=person, kind="transfer", fact=wrong, placed=right.pk, reason=why, by=by, at=at,
        moved_on=right.moved_on, hospital=right.hospital_id, security=right.security,
        unit_inadequate=right.unit_inadequate,
    )  # fmt: skip
    right.save(force_insert=True)
    if after is None:
        stay.refresh_from_db()
        _now_there(stay, right, host, by=by, at=at)
    lead_on(after, reason=why, by=by, at=at, **{name: getattr(right, name) for name in PLACE})
    refresh_standing(person)
    return right


def is_last_move(move: Transfer) -> bool:
    """Whether a move that stands is the last of its stay: the person is where it led."""
    last = move.stay.transfers.order_by("-moved_on", "-recorded_at").first()
    return last is not None and last.pk == move.pk


def _check_order(moved_on: date, before: Transfer | None, after: Transfer | None) -> None:
    if after is not None and moved_on > after.moved_on:
        raise RuleBroken("Date of the move is after the next move", field="moved_on")
    if before is not None and moved_on < before.moved_on:
        raise RuleBroken("Date of the move is before the previous move", field="moved_on")


def _check_move(
    stay: InpatientStay, wrong: Transfer, details: TransferDetails, *, on: date
) -> None:
    rules.check_during(
        details.moved_on, field="moved_on", called="Date of the move",
        admitted_on=stay.admitted_on, on=on, until=stay.discharged_on,
    )  # fmt: skip
    there = (details.hospital.pk, details.ward.strip(), details.security)
    if there == tuple(getattr(wrong, f"from_{name}") for name in PLACE):
        raise RuleBroken("This is the ward that the person moved from", field="ward")


def _now_there(
    stay: InpatientStay, move: Transfer, host: UUID | None, *, by: User, at: datetime
) -> None:
    """Let the stay go on where the last move, put right, led."""
    stay.hospital_id, stay.ward, stay.security = move.hospital_id, move.ward, move.security
    stay.unit_inadequate = move.unit_inadequate
    stay.host_commissioner_id = host
    save_stay(stay, by=by, at=at, reason="correct_transfer")
    tell_corrected(stay, ["hospital", "security", "unit_inadequate", "ward"], by=by, at=at)


@events.step
def correct_concern(
    *,
    concern: StayConcern,
    kind: rules.ConcernKind,
    seen_on: date,
    note: str,
    why: str,
    by: User,
    at: datetime,
) -> StayConcern:
    """Put right a concern; it is still the concern of the person who raised it."""
    person, stay = hold_stay(concern.stay, ended=True)
    said = {"kind": kind, "seen_on": seen_on, "note": note.strip()}
    wrong = to_put_right(stay.concerns, concern, said, why=why, by=by)
    if wrong.pk != concern.pk:
        return wrong
    rules.check_during(
        seen_on, field="seen_on", called="Date of the concern", admitted_on=stay.admitted_on,
        on=local_day(at), until=stay.discharged_on,
    )  # fmt: skip
    if not note.strip():
        raise RuleBroken("Enter what was seen or heard", field="note")
    right = StayConcern(
        stay=stay, raised_by_id=wrong.raised_by_id, raised_at=wrong.raised_at, **said
    )
    replace(person=person, kind="concern", fact=wrong, placed=right.pk, reason=why, by=by, at=at)
    right.save(force_insert=True)
    tell_concern(right, by=by, at=at)
    return right


@events.step
def correct_partner(
    *,
    partner: Involvement,
    name: str,
    part: str,
    why: str,
    by: User,
    at: datetime,
    organisation: Organisation | None = None,
    user: User | None = None,
    contact: str = "",
    attends_cetr: bool = False,
) -> Involvement:
    """Put right who is named: since the same day. An account named by mistake sees no more."""
    person = hold(partner.person_id)
    said: dict[str, Any] = {
        "name": name.strip(), "part": part.strip(), "contact": contact.strip(),
        "organisation_id": organisation.pk if organisation else None,
        "user_id": user.pk if user else None, "attends_cetr": attends_cetr,
    }  # fmt: skip
    rows = Involvement.objects.named().current().filter(person=person)
    wrong = to_put_right(rows, partner, said, why=why, by=by)
    if wrong.pk != partner.pk:
        return wrong
    if not name.strip():
        raise RuleBroken("Enter the partner's name", field="name")
    right = Involvement(person=person, basis=wrong.basis, since=wrong.since, **said)
    history.save(right, by=by, at=at, reason="correct_partner")
    replace(
        person=person, kind="partner", fact=wrong, placed=right.pk, reason=why, by=by, at=at,
        involvement=first_recorded(wrong.pk), attends_cetr=attends_cetr,
    )  # fmt: skip
    return right
