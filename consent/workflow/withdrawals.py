"""Withdrawing: restricted at once; and restoring what was recorded in error."""

from datetime import datetime
from uuid import UUID

from accounts.models import User
from accounts.rules import ROLE_SCOPE, Permission, Role, Scope
from consent import rules
from consent.models import Decision, Withdrawal
from consent.references import new_reference
from core import events, history
from core.dates import age_on, local_day
from core.errors import RuleBroken
from register import workflow as register
from register.models import Person


@events.step
def withdraw(
    *,
    person: Person,
    channel: rules.Channel,
    requester: rules.Requester,
    identity_checked: bool,
    note: str = "",
    identity_evidence: str = "",
    by: User,
    at: datetime,
) -> Withdrawal:
    """Record that consent was withdrawn and hide the person everywhere, in one transaction.

    Raises `NotAvailable` when the record is hidden already or gone: of two who record the same
    withdrawal, the second is told so and nothing is written twice.
    """
    person = register.hold(person.pk)
    rules.check_request(identity_checked=identity_checked)
    decision = Decision.objects.newest(person.pk)
    rules.check_requester(
        requester,
        basis=rules.Basis(decision.basis) if decision is not None else None,
        age=age_on(person.birth_date, local_day(at)),
    )
    register.restrict(person_id=person.pk, by=by, at=at)
    withdrawal = Withdrawal(
        reference=new_reference("W"),
        area=person.area,
        person=person,
        state=rules.WithdrawalState.RESTRICTED,
        channel=channel,
        requester=requester,
        identity_checked=identity_checked,
        identity_evidence=identity_evidence.strip(),
        note=note.strip(),
        recorded_by=by,
        recorded_role=acting_role(by, Permission.WITHDRAWAL_RECORD, person.area_id),
        recorded_at=at,
    )
    history.save(withdrawal, by=by, at=at, reason="withdraw")
    events.publish(
        "consent.withdrawn",
        person=person.pk,
        by=by,
        at=at,
        withdrawal=withdrawal.pk,
        area=person.area_id,
        channel=channel,
        lead=person.lead_professional_id,
    )
    return withdrawal


@events.step
def restore(*, withdrawal: Withdrawal, reason: str, by: User, at: datetime) -> Withdrawal:
    """Show the person again, the withdrawal having been recorded in error: by a second person."""
    person, withdrawal = hold_both(withdrawal)
    rules.check_second_person(
        recorded_by=withdrawal.recorded_by_id,
        by=by.pk,
        state=rules.WithdrawalState(withdrawal.state),
    )
    if not reason.strip():
        raise RuleBroken("Enter why this withdrawal was recorded in error", field="reason")
    register.unrestrict(person_id=person.pk, by=by, at=at)
    withdrawal.state = rules.WithdrawalState.RESTORED
    withdrawal.decided_by, withdrawal.decided_at = by, at
    withdrawal.decided_role = acting_role(by, Permission.ERASURE_APPROVE, withdrawal.area_id)
    withdrawal.decision_reason, withdrawal.stopped_by = reason.strip(), ""
    history.save(withdrawal, by=by, at=at, reason="restore")
    events.publish(
        "consent.restored",
        person=person.pk,
        by=by,
        at=at,
        withdrawal=withdrawal.pk,
        area=withdrawal.area_id,
    )
    return withdrawal


def hold_open(withdrawal: Withdrawal) -> Person | None:
    """Lock the hidden person behind an open withdrawal until the request ends; none when decided.

    A page that shows the person asks first, so that no erasure can come between what it shows
    and its line in the read log.
    """
    try:
        person, fresh = hold_both(withdrawal)
    except RuleBroken:
        return None
    return person if fresh.is_open else None


def hold_both(withdrawal: Withdrawal) -> tuple[Person, Withdrawal]:
    """Lock the person, then the withdrawal; refuse a withdrawal that has been decided."""
    person_id = Withdrawal.objects.values_list("person_id", flat=True).get(pk=withdrawal.pk)
    person = None
    if person_id is not None:
        person = Person.everyone.select_for_update().filter(pk=person_id).first()
    fresh = Withdrawal.objects.select_for_update().get(pk=withdrawal.pk)
    if person is None or fresh.person_id is None:
        raise RuleBroken("This withdrawal has already been carried out. Nothing was changed.")
    return person, fresh


def acting_role(user: User, permission: Permission, area_id: UUID) -> Role:
    """Return the role under which `user` acts in the area: the certificate names roles only."""
    roles = user.grants(permission).roles
    for held in user.roles_held:
        # Whoever reaches people by name, not by area, came through the gate to this person.
        by_name = ROLE_SCOPE[Role(held.role)] is Scope.OWN
        if Role(held.role) in roles and (by_name or held.area_id in (area_id, None)):
            return Role(held.role)
    raise RuleBroken("You do not act in this area. Nothing was changed.")
