"""A request for an account, from the public form to the team's decision."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from accounts.models import AccountRequest, Area, Organisation, User
from accounts.rules import AREA_ROLES, RequestStatus, Role, check_role
from accounts.workflow import users
from accounts.workflow.waiting import one_claim_at_a_time
from core import events, history
from core.errors import Conflict, RuleBroken

DECIDED_ALREADY = "This request has already been decided. Reload the page to see the decision"


@transaction.atomic
def request_account(
    *,
    full_name: str,
    email: str,
    job_title: str,
    organisation: Organisation,
    areas: Collection[Area],
    role: Role,
    reason: str,
    at: datetime,
) -> AccountRequest | None:
    """Keep a request until its address is verified; return it, or none where none is kept.

    Whoever asks is never told which of these happened: an address that has an account gets a
    mail that says so; one that waits for a decision keeps its request as it is; one that was
    never verified starts again, and its earlier links stop working.
    """
    if role is Role.ADMINISTRATOR:
        raise RuleBroken("Select a role from the list", field="role")
    check_role(
        role=role,
        areas=areas,
        organisation_commissions=organisation.commissions,
        confirmed=True,
    )
    email = email.strip().lower()
    one_claim_at_a_time(email)
    holder = User.objects.at_address(email)
    if holder is not None and holder.is_active and holder.roles_held:
        events.publish("accounts.requested_again", by=None, at=at, user=holder.pk)
        return None
    request = AccountRequest.objects.of_address(email).first()
    if request is not None and request.status == RequestStatus.WAITING:
        events.publish("accounts.request_repeated", by=None, at=at, request=request.pk)
        return None
    request = request or AccountRequest(email=email, status=RequestStatus.UNVERIFIED)
    request.full_name, request.job_title, request.reason = full_name, job_title, reason
    request.organisation, request.role, request.asked_at = organisation, role, at
    history.save(request, by=None, at=at, reason="request_account")
    request.areas.set(areas)
    events.publish(
        "accounts.requested",
        by=None,
        at=at,
        request=request.pk,
        role=role.value,
        areas=[area.pk for area in areas],
    )
    return request


@transaction.atomic
def verify(*, request: AccountRequest, at: datetime) -> AccountRequest:
    """Note that whoever asked reads mail at the address; the team may now decide.

    Following the link twice changes nothing; a decided request refuses.
    """
    request = AccountRequest.objects.select_for_update().get(pk=request.pk)
    if request.status == RequestStatus.WAITING:
        return request
    if request.status != RequestStatus.UNVERIFIED:
        raise RuleBroken("This request has been decided. We have emailed you the decision")
    request.status, request.verified_at = RequestStatus.WAITING, at
    history.save(request, by=None, at=at, reason="verify")
    areas = list(request.areas.values_list("pk", flat=True))
    events.publish("accounts.verified", by=None, at=at, request=request.pk, areas=areas)
    return request


@transaction.atomic
def approve(
    *,
    request: AccountRequest,
    role: Role,
    organisation: Organisation,
    areas: Collection[Area],
    by: User | None,
    at: datetime,
    confirmed: bool = False,
) -> User:
    """Make the account, or reuse one without a role, and give it `role` for each of `areas`.

    `confirmed` says that the approver confirmed a role that sees everybody in an area.
    """
    request = _waiting(request)
    if role is Role.ADMINISTRATOR:
        raise RuleBroken("An administrator is made on the page of their account", field="role")
    check_role(
        role=role,
        areas=areas,
        organisation_commissions=organisation.commissions,
        confirmed=confirmed,
    )
    one_claim_at_a_time(request.email)
    user = User.objects.select_for_update().filter(email__iexact=request.email).first()
    if user is not None and user.is_active and user.roles_held:
        raise Conflict("This address has an account with a role. Change it on its own page")
    user = users.open_account(
        email=request.email,
        full_name=request.full_name,
        job_title=request.job_title,
        organisation=organisation,
        by=by,
        at=at,
    )
    for area in areas if role in AREA_ROLES else [None]:
        users.give_role(
            user=user,
            role=role,
            organisation=organisation,
            area=area,
            by=by,
            at=at,
            confirmed=confirmed,
        )
    _decide(request, RequestStatus.APPROVED, by=by, at=at, account=user)
    events.publish("accounts.approved", by=by, at=at, user=user.pk, request=request.pk)
    return user


@transaction.atomic
def decline(
    *, request: AccountRequest, reason: str, by: User | None, at: datetime
) -> AccountRequest:
    """Refuse a request; `reason` is kept and shown to the team, never put into a mail."""
    request = _waiting(request)
    if not reason.strip():
        raise RuleBroken("Enter why you decline this request", field="reason")
    _decide(request, RequestStatus.DECLINED, by=by, at=at, reason=reason)
    events.publish("accounts.declined", by=by, at=at, request=request.pk)
    return request


def _waiting(request: AccountRequest) -> AccountRequest:
    """Return the request, locked; raise `Conflict` when it has been decided."""
    locked = AccountRequest.objects.select_for_update().get(pk=request.pk)
    if locked.status == RequestStatus.UNVERIFIED:
        raise RuleBroken("This address has not been verified yet")
    if locked.status != RequestStatus.WAITING:
        raise Conflict(DECIDED_ALREADY)
    return locked


def _decide(
    request: AccountRequest,
    status: RequestStatus,
    *,
    by: User | None,
    at: datetime,
    reason: str = "",
    account: User | None = None,
) -> None:
    request.status, request.decision_reason, request.account = status, reason, account
    # The service itself decides nothing: without a person the pair stays empty.
    request.decided_by, request.decided_at = by, at if by else None
    history.save(request, by=by, at=at, reason=status.value)
