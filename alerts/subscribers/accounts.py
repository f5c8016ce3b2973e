"""What happens to accounts, and requests for one: whom it is told."""

from accounts.models import AccountRequest, User
from alerts.subscribers.facts import id_in, users_named
from alerts.workflow import owe
from core.events import Event, subscribe


@subscribe("accounts.requested", "accounts.declined")
def tell_the_address(event: Event) -> None:
    """Send the confirmation link, or the outcome, to an address that has no account yet."""
    kind = "verify_address" if event.kind == "accounts.requested" else "account_declined"
    request = AccountRequest.objects.get(pk=id_in(event, "request"))
    owe(kind=kind, key=f"{request.pk}:{event.id}", at=event.at, account_request=request)


@subscribe("accounts.verified")
def tell_the_team_of_a_request(event: Event) -> None:
    """Tell the DSR teams of the areas that somebody asked for."""
    request = AccountRequest.objects.get(pk=id_in(event, "request"))
    team = User.objects.team_of_any(request.areas.all())
    owe(kind="account_waiting", key=str(request.pk), at=event.at, to=team, subject_id=request.pk)


ACCOUNT_NOTICES = {
    "accounts.requested_again": "account_known",
    "accounts.approved": "account_approved",
    "accounts.reset_asked": "password_reset",
    "accounts.security_notice": "security",
}


@subscribe(*ACCOUNT_NOTICES)
def tell_the_holder(event: Event) -> None:
    """Tell the holder of an account about it."""
    owe(
        kind=ACCOUNT_NOTICES[event.kind],
        key=str(event.id),
        at=event.at,
        to=users_named(event, "user"),
    )
