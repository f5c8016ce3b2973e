"""Requests for removal from the public page: kept until handled, then counted."""

from datetime import date, datetime

from accounts.models import User
from consent import rules
from consent.models import RemovalRequest, Withdrawal
from consent.querysets import people_meant
from consent.workflow.withdrawals import withdraw
from core import events
from core.errors import RuleBroken
from register import workflow as register
from register.models import Person


@events.step
def ask_for_removal(
    *,
    name: str,
    birth_date: date | None,
    nhs_number: str,
    requester: rules.Requester,
    authority: str,
    contact: str,
    words: str,
    at: datetime,
) -> RemovalRequest:
    """Keep what was typed until the team has handled it.

    Nobody is looked up, so that the answer, and how long it takes, are the same for everybody.
    """
    if birth_date is None and not nhs_number:
        raise RuleBroken("Enter a date of birth or an NHS number", field="birth_date")
    if RemovalRequest.objects.waiting().count() >= rules.MOST_WAITING:
        raise RuleBroken("We cannot take requests on this page just now. Phone the team instead")
    request = RemovalRequest.objects.create(
        state=rules.RequestState.WAITING,
        received_at=at,
        name=" ".join(name.split()),
        birth_date=birth_date,
        nhs_number=nhs_number,
        requester=requester,
        authority=authority.strip(),
        contact=contact.strip(),
        words=words.strip(),
    )
    events.publish("consent.removal_asked", by=None, at=at, request=request.pk)
    return request


@events.step
def match_request(
    *,
    request: RemovalRequest,
    person: Person,
    identity_checked: bool,
    identity_evidence: str = "",
    by: User,
    at: datetime,
) -> Withdrawal:
    """Record the withdrawal of `person`, whom the request means, and wipe the request."""
    register.hold(person.pk)
    request = _waiting(request)
    withdrawal = withdraw(
        person=person,
        channel=rules.Channel.PUBLIC_PAGE,
        requester=rules.Requester(request.requester),
        identity_checked=identity_checked,
        identity_evidence=identity_evidence,
        note="",
        by=by,
        at=at,
    )
    _wipe(request, rules.RequestState.MATCHED, by=by, at=at)
    return withdrawal


@events.step
def nothing_to_remove(*, request: RemovalRequest, by: User, at: datetime) -> RemovalRequest:
    """Close a request that means nobody on the register, or somebody already restricted.

    Refused while the register holds somebody whom it can only mean, in whatever area.
    """
    request = _waiting(request)
    if people_meant(request).exists():
        raise RuleBroken(
            "The register holds someone with these details. Choose the person above. If you do "
            "not see them there, leave this to the other area's team."
        )
    return _wipe(request, rules.RequestState.NOTHING_TO_DO, by=by, at=at)


def _waiting(request: RemovalRequest) -> RemovalRequest:
    """Return the request, locked; refuse one that has been handled."""
    rows = RemovalRequest.objects.select_for_update()
    locked: RemovalRequest | None = rows.filter(pk=request.pk).first()
    if locked is None or locked.state != rules.RequestState.WAITING:
        raise RuleBroken("This request has already been handled. Nothing was changed.")
    return locked


def _wipe(
    request: RemovalRequest, state: rules.RequestState, *, by: User, at: datetime
) -> RemovalRequest:
    request.state, request.handled_by, request.handled_at = state, by, at
    request.name = request.nhs_number = request.requester = ""
    request.authority = request.contact = request.words = ""
    request.birth_date = None
    request.save()
    events.publish("consent.removal_handled", by=by, at=at, request=request.pk, state=state)
    return request
