"""Records whose time is over: the job lists them; one person proposes, a second one decides.

Nothing is erased without the agreement of a second named person, whatever the reason for which
the record ended.
"""

import logging
from datetime import date, datetime
from uuid import UUID

from accounts.models import User
from accounts.rules import Permission
from consent import disposition, rules
from consent.disposition import Clock
from consent.models import Disposal, ErasureCertificate
from consent.workflow import door
from consent.workflow.door import Why
from consent.workflow.withdrawals import acting_role
from core import events, history, records
from core.dates import local_day
from core.errors import RuleBroken
from register import workflow as register
from register.models import Person

log = logging.getLogger(__name__)

NOT_DUE = (
    "This record is not due for erasure: the person is on the register, or a referral about them "
    "is open. Nothing was changed."
)
LEGAL_BASES = {
    rules.Ending.CLOSED: rules.LegalBasis.DISPOSED,
    rules.Ending.DECLINED: rules.LegalBasis.NOT_TAKEN_ON,
    rules.Ending.WITHDRAWN: rules.LegalBasis.NOT_TAKEN_ON,
}
State = rules.DisposalState


def list_due(*, at: datetime, most: int = 200) -> int:
    """Bring the list up to date and put at most `most` further records on it; return how many.

    Nothing is erased. A record that is kept is put before people again on its day, and one that
    is no longer due comes off the list. Each in a transaction of its own; doing it twice does no
    harm.
    """
    today = local_day(at)
    listed = list(Disposal.objects.active())
    clocks = disposition.clocks([one.person_id for one in listed if one.person_id])
    for disposal in listed:
        if _to_look_at(disposal, clocks.get(disposal.person_id or disposal.pk), on=today):
            _look_again(disposal, at=at)
    found = disposition.due(None, on=today, most=most)
    return sum(_list_one(clock.person_id, at=at) for clock in found)


@events.step
def propose_disposal(*, disposal: Disposal, by: User, at: datetime) -> Disposal:
    """Propose, as the first person, to erase a record whose time is over.

    The same person proposing twice proposes once. Refused before the day, during a legal hold,
    and while another part of the register still needs the record.
    """
    person, disposal, clock = _hold(disposal)
    if disposal.stands is State.PROPOSED and disposal.proposed_by_id == by.pk:
        return disposal
    rules.check_proposable(state=disposal.stands, due_on=clock.due_on, on=local_day(at))
    _check_free(person.pk)
    _note_clock(disposal, clock, person)
    disposal.proposed_role = acting_role(by, Permission.ERASURE_APPROVE, person.area_id)
    disposal.proposed_by, disposal.proposed_at = by, at
    disposal.state = State.PROPOSED
    _forget_decision(disposal)
    return _save(disposal, "propose_disposal", "consent.disposal_proposed", by=by, at=at)


@events.step
def agree_disposal(
    *, disposal: Disposal, by: User, at: datetime, namesakes_seen: bool = False
) -> ErasureCertificate:
    """Agree, as the second person, and erase everything about the person.

    `namesakes_seen` says that records found to hold the same name were looked at and are about
    others. Raises `ErasureIncomplete` when something would remain; then, as for every broken
    rule, nothing has changed.
    """
    person, disposal, clock = _hold(disposal)
    rules.check_agreeable(state=disposal.stands, proposed_by=disposal.proposed_by_id, by=by.pk)
    if clock.due_on > local_day(at):
        raise RuleBroken(NOT_DUE)
    _check_free(person.pk)
    why = Why(
        legal_basis=LEGAL_BASES[clock.ending],
        received_at=clock.ended_at,
        approved_at=at,
        recorder_role=disposal.proposed_role,
        approver_role=acting_role(by, Permission.ERASURE_APPROVE, person.area_id),
        closure_reason=clock.closure_reason,
    )
    certificate = door.erase(person, why=why, by=by, at=at, namesakes_seen=namesakes_seen)
    _keep_who_decided(disposal, certificate, by=by, at=at)
    return certificate


@events.step
def keep_record(*, disposal: Disposal, why: str, until: date, by: User, at: datetime) -> Disposal:
    """Keep a record whose time is over until the day `until`, when it is put on the list again.

    For a second person it is the refusal of what was proposed; whoever proposed takes it back.
    """
    person, disposal, clock = _hold(disposal)
    rules.check_keepable(state=disposal.stands, why=why, until=until, on=local_day(at))
    acting_role(by, Permission.ERASURE_APPROVE, person.area_id)
    _note_clock(disposal, clock, person)
    _forget_proposal(disposal)
    disposal.state = State.KEPT
    disposal.decided_by, disposal.decided_at = by, at
    disposal.kept_until, disposal.kept_why = until, why.strip()
    return _save(disposal, "keep_record", "consent.record_kept", by=by, at=at)


@events.step
def preview_disposal(*, disposal: Disposal) -> dict[str, int]:
    """Return how many rows of each table an erasure would remove; nothing is changed."""
    try:
        person, _ = _hold_listed(disposal)
    except RuleBroken:
        return {}
    return door.rehearse(person, namesakes_seen=None)


def _hold(disposal: Disposal) -> tuple[Person, Disposal, Clock]:
    """Lock the person, then the row of the list; refuse where the record is not due any more."""
    person, fresh = _hold_listed(disposal)
    clock = disposition.clock_of(person.pk)
    if clock is None:
        raise RuleBroken(NOT_DUE)
    return person, fresh, clock


def _hold_listed(disposal: Disposal) -> tuple[Person, Disposal]:
    fresh = Disposal.objects.filter(pk=disposal.pk).first()
    if fresh is None or fresh.person_id is None:
        raise RuleBroken("This record has already been erased.")
    person = register.hold(fresh.person_id)
    return person, Disposal.objects.select_for_update().get(pk=disposal.pk)


def _keep_who_decided(
    disposal: Disposal, certificate: ErasureCertificate, *, by: User, at: datetime
) -> None:
    """Keep who proposed and who agreed, without the person: the keeper took the row away."""
    decided = Disposal(
        pk=disposal.pk,
        area_id=disposal.area_id,
        state=State.ERASED,
        ending=disposal.ending,
        closure_reason=disposal.closure_reason,
        ended_at=disposal.ended_at,
        due_on=disposal.due_on,
        listed_at=disposal.listed_at,
        proposed_by_id=disposal.proposed_by_id,
        proposed_role=disposal.proposed_role,
        proposed_at=disposal.proposed_at,
        decided_by=by,
        decided_at=at,
        certificate=certificate,
    )
    history.save(decided, by=by, at=at, reason="agree_disposal")


def _check_free(person_id: UUID) -> None:
    """Refuse while the law, or another part of the register, needs the record."""
    door.check_free(person_id)
    if reason := in_use(person_id):
        raise RuleBroken(f"{reason} Nothing was changed.")


def in_use(person_id: UUID) -> str:
    """Say which part of the register still needs the record; empty where none does."""
    found = (keeper.in_use(person_id) for keeper in records.keepers())
    return next((reason for reason in found if reason), "")


@events.step
def _list_one(person_id: UUID, *, at: datetime) -> bool:
    """Put one record on the list; no where it is not due now, or is on the list already."""
    try:
        person = register.hold(person_id)
    except RuleBroken:
        return False
    clock = disposition.clock_of(person_id)
    disposal = Disposal.objects.select_for_update().filter(person=person).first()
    listed = disposal is not None and disposal.stands in rules.ON_THE_LIST
    if listed or clock is None or clock.due_on > local_day(at) or in_use(person_id):
        return False
    disposal = disposal or Disposal(person=person)
    _note_clock(disposal, clock, person)
    disposal.state, disposal.listed_at = State.DUE, at
    _save(disposal, "list_due", "consent.disposal_listed", by=None, at=at)
    return True


def _to_look_at(disposal: Disposal, clock: Clock | None, *, on: date) -> bool:
    """Whether a record on the list is no longer due, or was kept until now."""
    if clock is None or clock.due_on > on:
        return True
    return disposal.kept_until is not None and disposal.kept_until <= on


@events.step
def _look_again(disposal: Disposal, *, at: datetime) -> None:
    """Take a record off the list that is not due any more; put one before people on its day."""
    try:
        person, disposal = _hold_listed(disposal)
    except RuleBroken:  # hidden by a withdrawal, or gone
        return
    clock = disposition.clock_of(person.pk)
    if disposal.stands not in rules.ON_THE_LIST or not _to_look_at(
        disposal, clock, on=local_day(at)
    ):
        return
    _forget_decision(disposal)
    if clock is not None and clock.due_on <= local_day(at):
        disposal.state = State.DUE
        _save(disposal, "list_again", "consent.disposal_listed", by=None, at=at)
        return
    _forget_proposal(disposal)
    disposal.state = State.LAPSED
    _save(disposal, "lapse", "consent.disposal_lapsed", by=None, at=at)


def _note_clock(disposal: Disposal, clock: Clock, person: Person) -> None:
    disposal.area_id = person.area_id
    disposal.ending, disposal.closure_reason = clock.ending, clock.closure_reason
    disposal.ended_at, disposal.due_on = clock.ended_at, clock.due_on


def _forget_proposal(disposal: Disposal) -> None:
    disposal.proposed_by, disposal.proposed_at, disposal.proposed_role = None, None, ""


def _forget_decision(disposal: Disposal) -> None:
    """Clear what was decided before; the history of the row keeps it."""
    disposal.decided_by, disposal.decided_at = None, None
    disposal.kept_until, disposal.kept_why = None, ""


def _save(
    disposal: Disposal, reason: str, event: str, *, by: User | None, at: datetime
) -> Disposal:
    history.save(disposal, by=by, at=at, reason=reason)
    events.publish(
        event, person=disposal.person_id, by=by, at=at, disposal=disposal.pk,
        area=disposal.area_id, ending=disposal.ending,
    )  # fmt: skip
    return disposal
