"""Erasing somebody who withdrew: a second person approves, the cooling-off passes, it is done."""

import logging
from datetime import datetime

from accounts.models import User
from accounts.rules import Permission
from consent import policy, rules
from consent.models import ErasureCertificate, LegalHold, Withdrawal
from consent.workflow import door
from consent.workflow.door import ErasureIncomplete, Why
from consent.workflow.withdrawals import acting_role, hold_both
from core import events, history
from core.errors import RuleBroken
from register.models import Person

log = logging.getLogger(__name__)


@events.step
def approve_erasure(
    *, withdrawal: Withdrawal, by: User, at: datetime, namesakes_seen: bool = False
) -> ErasureCertificate | None:
    """Agree, as the second person, to erase the person behind `withdrawal` everywhere.

    Returns the certificate when the cooling-off since the recording has passed; else none, and
    `carry_out` erases once it has. `namesakes_seen` says that records found to hold the same
    name were looked at and are about others. Refused during a legal hold. Raises
    `ErasureIncomplete` when something would remain; then, as for every broken rule, nothing has
    changed.
    """
    person, withdrawal = hold_both(withdrawal)
    state = rules.WithdrawalState(withdrawal.state)
    rules.check_second_person(recorded_by=withdrawal.recorded_by_id, by=by.pk, state=state)
    rules.check_not_approved(state)
    role = acting_role(by, Permission.ERASURE_APPROVE, withdrawal.area_id)
    door.check_free(person.pk)
    withdrawal.state = rules.WithdrawalState.APPROVED
    withdrawal.decided_by, withdrawal.decided_at, withdrawal.decided_role = by, at, role
    withdrawal.namesakes_seen = namesakes_seen
    if at >= cooling_off_ends(withdrawal):
        return _erase(person, withdrawal, by=by, at=at)
    door.rehearse(person, namesakes_seen=namesakes_seen)
    history.save(withdrawal, by=by, at=at, reason="approve_erasure")
    events.publish(
        "consent.erasure_approved",
        person=person.pk,
        by=by,
        at=at,
        withdrawal=withdrawal.pk,
        area=withdrawal.area_id,
    )
    return None


def carry_out(*, at: datetime) -> int:
    """Erase everybody whose approved withdrawal has cooled off; return how many were erased.

    Each in a transaction of its own, so that one that cannot be erased stops no other; it is
    marked with the tables in which something would remain. Doing it twice does no harm.
    """
    erased = 0
    for withdrawal in Withdrawal.objects.approved().order_by("recorded_at"):
        try:
            erased += _carry_out_one(withdrawal, at=at)
        except ErasureIncomplete as stopped:
            _note_why(withdrawal, stopped, at=at)
        except RuleBroken:
            log.info("Withdrawal %s is not to be carried out now", withdrawal.reference)
    return erased


@events.step
def preview(withdrawal: Withdrawal) -> dict[str, int]:
    """Return how many rows of each table an erasure would remove; nothing is changed."""
    person, _ = hold_both(withdrawal)
    return door.rehearse(person, namesakes_seen=None)


def cooling_off_ends(withdrawal: Withdrawal) -> datetime:
    """Return from when the withdrawal may be carried out."""
    return rules.cooling_off_ends(
        recorded_at=withdrawal.recorded_at, hours=policy.current().erasure.cooling_off_hours
    )


@events.step
def _carry_out_one(withdrawal: Withdrawal, *, at: datetime) -> bool:
    person, withdrawal = hold_both(withdrawal)
    held = LegalHold.objects.on(person.pk).exists()
    if not withdrawal.is_approved or held or at < cooling_off_ends(withdrawal):
        return False
    _erase(person, withdrawal, by=None, at=at)
    return True


def _erase(
    person: Person, withdrawal: Withdrawal, *, by: User | None, at: datetime
) -> ErasureCertificate:
    """Erase through the door and close the withdrawal with it."""
    approver, approved_at = withdrawal.decided_by, withdrawal.decided_at
    role = withdrawal.decided_role
    why = Why(
        legal_basis=rules.LegalBasis.WITHDRAWN,
        received_at=withdrawal.recorded_at,
        approved_at=approved_at,
        recorder_role=withdrawal.recorded_role,
        approver_role=role,
        withdrawal=withdrawal,
    )
    certificate = door.erase(
        person, why=why, by=by, at=at, namesakes_seen=withdrawal.namesakes_seen
    )
    withdrawal.state = rules.WithdrawalState.ERASED
    withdrawal.decided_by, withdrawal.decided_at, withdrawal.decided_role = (
        approver, approved_at, role,
    )  # fmt: skip
    history.save(withdrawal, by=by, at=at, reason="erase")
    return certificate


@events.step
def _note_why(withdrawal: Withdrawal, stopped: ErasureIncomplete, *, at: datetime) -> None:
    """Keep in which tables something would have remained; two people must look again."""
    _, withdrawal = hold_both(withdrawal)
    words = ", ".join(sorted(stopped.places))[:1000]
    if withdrawal.stopped_by != words:
        withdrawal.stopped_by = words
        history.save(withdrawal, by=None, at=at, reason="stopped")
