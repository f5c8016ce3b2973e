"""What happens to accounts, and requests for one: whom it is told."""

from accounts.models import AccountRequest, Area, EmailChange, User
from actions.models import Action
from alerts.subscribers.facts import id_in, others, users_named
from alerts.workflow import owe
from core.events import Event, subscribe
from register.models import Standing


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
    "accounts.unlocked": "account_unlocked",
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


@subscribe("accounts.email_change_asked")
def tell_both_addresses_of_a_wish(event: Event) -> None:
    """Tell the old address at once, and send the link to the new one.

    An address that has an account gets no link: its holder is told instead, and whoever asked
    sees no difference.
    """
    change = EmailChange.objects.get(pk=id_in(event, "change"))
    _tell(event, change, "email_asked")
    holder = User.objects.at_address(change.new_email)
    if holder is None:
        _tell(event, change, "email_confirm")
    else:
        owe(kind="email_taken", key=str(change.pk), at=event.at, to=[holder])


@subscribe("accounts.email_changed")
def tell_both_addresses_of_a_change(event: Event) -> None:
    """Tell the former address and the new one that the account has moved."""
    change = EmailChange.objects.get(pk=id_in(event, "change"))
    _tell(event, change, "email_moved")
    _tell(event, change, "email_changed")


def _tell(event: Event, change: EmailChange, kind: str) -> None:
    """Owe a notice to one of the two addresses of a change, whichever the account has by then."""
    owe(kind=kind, key=str(change.pk), at=event.at, to_contact=True, subject_id=change.pk)


@subscribe("accounts.details_corrected")
def tell_whose_details_were_corrected(event: Event) -> None:
    """Tell the holder of an account what someone else has put right."""
    holder = others(users_named(event, "user"), event)
    owe(kind="account_details", key=str(event.id), at=event.at, to=holder)


@subscribe("accounts.locked")
def tell_the_teams_what_has_no_owner(event: Event) -> None:
    """Tell the DSR teams of the areas where the holder led people or owned actions."""
    user = id_in(event, "user")
    led = Standing.objects.unrestricted().filter(person__lead_professional=user)
    owned = Action.objects.unrestricted().unfinished().filter(owner=user)
    areas = {*led.values_list("area", flat=True), *owned.values_list("person__area", flat=True)}
    team = User.objects.team_of_any(Area.objects.filter(pk__in=areas))
    owe(
        kind="account_locked_holdings",
        key=str(event.facts["lock"]),
        at=event.at,
        to=others(team, event),
    )
