"""Verbs that hand someone over to another area: open in both until accepted or returned (H9).

The record, its history and its clocks stay what they are. The first team answers for the person
until the other accepts; the other may read from the moment it is asked.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from accounts.models import Area, Organisation, User
from core import events, history
from core.dates import is_working_day, local_day, working_days_after
from core.errors import Conflict, RuleBroken
from register.models import AreaMove, Involvement, Person, Standing
from register.open_work import Choices
from register.querysets import areas_of_lead
from register.rules import Level
from register.rules.moving import MoveState, answer_by, check_why
from register.workflow.holding import NotAvailable, hold, open_entry
from register.workflow.people import end_involvement
from register.workflow.standing import refresh_standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What the receiving team decided as it went through the record, one by one."""

    lead: User
    responsible_icb: Organisation
    ordinary_residence_la: Organisation | None
    ended_partners: Collection[UUID] = ()
    work: Choices = field(default_factory=Choices)
    next_agenda: bool = False


@events.step
def propose_move(
    *, person: Person, to_area: Area, moves_on: date, reason: str, by: User, at: datetime,
    to_know: str = "",
) -> AreaMove:  # fmt: skip
    """Ask another area to take someone over; this area answers for them until it accepts."""
    check_why(reason, message="Enter why the person moves", field="reason")
    person = hold(person.pk)
    check_may_propose(person)
    if to_area.pk == person.area_id or not to_area.is_active:
        raise RuleBroken("Select another area", field="to_area")
    is_red = _is_red(person)
    move = AreaMove(
        person=person, from_area=person.area, to_area=to_area, moves_on=moves_on,
        reason=reason.strip(), to_know=to_know.strip(), state=MoveState.OPEN,
        proposed_by=by, proposed_at=at, due_on=answer_by(is_red=is_red, on=local_day(at)),
    )  # fmt: skip
    history.save(move, by=by, at=at, reason="propose_move")
    _tell("register.move_proposed", move, by=by, at=at, red=is_red)
    return move


def check_may_propose(person: Person) -> None:
    """Refuse to hand over someone who is not on the register, or is being handed over already."""
    open_entry(person)
    waiting = AreaMove.objects.open().filter(person=person).select_related("to_area").first()
    if waiting is not None:
        raise Conflict(
            f"{waiting.proposed_by.full_name} has already asked {waiting.to_area.name} to take "
            "this person. Nothing was changed."
        )


@events.step
def accept_move(*, move: AreaMove, accepted: Accepted, by: User, at: datetime) -> AreaMove:
    """Take someone over: from now on this area alone answers for them, by its own rules."""
    person, move = _hold(move)
    open_entry(person)
    _check_lead(accepted.lead, person, move)
    for partner in Involvement.objects.filter(person=person, pk__in=accepted.ended_partners):
        end_involvement(involvement=partner, by=by, at=at)
    was = _answering(person)
    person.area = move.to_area
    person.responsible_icb = accepted.responsible_icb
    person.ordinary_residence_la = accepted.ordinary_residence_la
    person.lead_professional = accepted.lead
    person.version += 1
    history.save(person, by=by, at=at, reason="accept_move")
    refresh_standing(person)
    _decide(move, MoveState.ACCEPTED, by=by, at=at)
    changed = sorted(name for name, value in _answering(person).items() if value != was[name])
    events.publish("register.person_updated", person=person.pk, by=by, at=at, changed=changed)
    if was["lead"] != accepted.lead.pk:
        events.publish(
            "register.lead_named", person=person.pk, by=by, at=at, lead=accepted.lead.pk,
            was=was["lead"], told_otherwise=False,
        )  # fmt: skip
    _tell(
        "register.moved", move, by=by, at=at, next_agenda=accepted.next_agenda,
        **accepted.work.as_facts(),
    )  # fmt: skip
    return move


def _answering(person: Person) -> dict[str, UUID | None]:
    """Return who answers for the person, by the names of the details that say it."""
    return {
        "area": person.area_id,
        "responsible_icb": person.responsible_icb_id,
        "ordinary_residence_la": person.ordinary_residence_la_id,
        "lead": person.lead_professional_id,
    }


def _check_lead(lead: User, person: Person, move: AreaMove) -> None:
    """Refuse a lead who cannot lead: no one arrives in an area without one."""
    kept = lead.pk == person.lead_professional_id
    if not lead.is_active:
        raise RuleBroken("Choose someone whose account is active", field="lead")
    if not kept and move.to_area_id not in set(areas_of_lead(lead)):
        raise RuleBroken(
            f"{lead.full_name} is not a lead professional in {move.to_area.name}", field="lead"
        )


@events.step
def return_move(*, move: AreaMove, words: str, by: User, at: datetime) -> AreaMove:
    """Return a hand-over with a reason; the first area goes on answering for the person."""
    check_why(words, message="Enter why you return the hand-over", field="words")
    _, move = _hold(move)
    move.words = words.strip()
    _decide(move, MoveState.RETURNED, by=by, at=at)
    _tell("register.move_returned", move, by=by, at=at)
    return move


@events.step
def withdraw_move(*, move: AreaMove, words: str, by: User, at: datetime) -> AreaMove:
    """Withdraw a hand-over that no one has answered; nothing else changes."""
    check_why(words, message="Enter why you withdraw the hand-over", field="words")
    _, move = _hold(move)
    move.words = words.strip()
    _decide(move, MoveState.WITHDRAWN, by=by, at=at)
    _tell("register.move_withdrawn", move, by=by, at=at)
    return move


@events.step
def end_move(*, person_id: UUID, by: User | None, at: datetime) -> bool:
    """End what waits about someone who left the register or whose record was hidden."""
    hold(person_id, restricted=True)
    move = AreaMove.objects.open().filter(person=person_id).first()
    if move is None:
        return False
    _decide(move, MoveState.ENDED, by=by, at=at)
    _tell("register.move_ended", move, by=by, at=at)
    return True


def remind_of_moves(*, on: date, at: datetime) -> int:
    """Chase hand-overs that no one has answered in time; returns how many were chased.

    Once for each working day that has passed since; running it twice chases once.
    """
    if not is_working_day(on):
        return 0
    return sum(_remind(late, on=on, at=at) for late in AreaMove.objects.late(on=on))


@events.step
def _remind(late: AreaMove, *, on: date, at: datetime) -> bool:
    try:
        _, late = _hold(late)
    except RuleBroken:  # answered or restricted meanwhile: no one waits now
        return False
    passed = working_days_after(late.due_on, until=on)
    if late.reminders >= passed:
        return False
    late.reminders = passed
    history.save(late, by=None, at=at, reason="remind")
    _tell("register.move_waits", late, by=None, at=at, reminder=passed)
    return True


def check_waits(move: AreaMove) -> None:
    """Refuse what was answered already, and say who did."""
    if not move.is_open:
        who = f" by {move.decided_by.full_name}" if move.decided_by else ""
        raise Conflict(
            f"This hand-over has been answered{who}: {move.stands.label.lower()}. "
            "Nothing was changed."
        )


def _hold(move: AreaMove) -> tuple[Person, AreaMove]:
    """Lock person and hand-over; refuse one that was answered meanwhile."""
    person = hold(move.person_id)
    held = AreaMove.objects.select_for_update().filter(pk=move.pk).first()
    if held is None:
        raise NotAvailable
    check_waits(held)
    return person, held


def _is_red(person: Person) -> bool:
    """Whether RED is what they were last rated, behind BLUE or not."""
    return Standing.objects.filter(person=person, level=Level.RED).exists()


def _decide(move: AreaMove, state: MoveState, *, by: User | None, at: datetime) -> None:
    move.state, move.decided_by, move.decided_at = state, by, at
    history.save(move, by=by, at=at, reason=f"{state}_move")


def _tell(kind: str, move: AreaMove, *, by: User | None, at: datetime, **facts: object) -> None:
    events.publish(
        kind, person=move.person_id, by=by, at=at, move=move.pk,
        from_area=move.from_area_id, to_area=move.to_area_id, **facts,
    )  # fmt: skip
