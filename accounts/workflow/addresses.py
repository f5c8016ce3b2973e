"""The email address of an account: a new one counts once it is known to be read by its holder."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress

from accounts.models import EmailChange, User
from accounts.rules import EmailChangeState, Permission, Role
from accounts.workflow.users import end_sessions, hold_active
from accounts.workflow.waiting import end_waiting, one_claim_at_a_time
from core import events, history
from core.errors import Conflict, RuleBroken

SENT_JUST_NOW = timedelta(minutes=5)
"""Asking for the same address again within this time is a double click: one link is enough."""

GONE = "This link does not work any more. Ask for a new one on your account page"
SAME = "This is already the email address of the account"


@events.step
def ask_for_email(*, user: User, email: str, by: User, at: datetime) -> EmailChange:
    """Keep a new address for `user` until they confirm it; the old one is told at once.

    Whoever asks is never told that an address is taken: its holder is, and no link is sent. An
    earlier address that waits is given up.
    """
    if by.pk != user.pk:
        raise RuleBroken("Only the holder of an account can ask for this")
    user, email = hold_active(user), email.strip().lower()
    if email == user.email.lower():
        raise RuleBroken("This is already your email address", field="email")
    waits = EmailChange.objects.waiting().filter(user=user).first()
    if waits is not None and waits.new_email == email and at - waits.asked_at < SENT_JUST_NOW:
        return waits
    end_waiting(user, by=by, at=at, reason="ask_for_email")
    change = EmailChange(
        user=user, old_email=user.email, new_email=email, state=EmailChangeState.WAITING,
        asked_by=by, asked_at=at,
    )  # fmt: skip
    history.save(change, by=by, at=at, reason="ask_for_email")
    events.publish("accounts.email_change_asked", by=by, at=at, user=user.pk, change=change.pk)
    return change


@events.step
def cancel_email(*, user: User, by: User, at: datetime) -> EmailChange | None:
    """Give up the new address that waits for `user`; its link stops working. Twice is harmless."""
    user = hold_active(user)
    ended = end_waiting(user, by=by, at=at, reason="cancel_email")
    if ended is not None:
        events.publish(
            "accounts.email_change_cancelled", by=by, at=at, user=user.pk, change=ended.pk
        )
    return ended


@events.step
def confirm_email(*, change: EmailChange, by: User, at: datetime) -> User:
    """Give the account of `change` the address that its holder has shown to read.

    Following the link twice changes nothing. What was asked before the account was locked,
    closed or given another address counts no more. Every other session stays signed in: whoever
    confirms is signed in to the account and reads the new address.
    """
    one_claim_at_a_time(change.new_email)
    user = hold_active(change.user)
    change = EmailChange.objects.select_for_update().get(pk=change.pk)
    if by.pk != user.pk:
        raise RuleBroken(GONE)
    if change.state == EmailChangeState.DONE and user.email == change.new_email:
        return user
    if change.state != EmailChangeState.WAITING or user.email != change.old_email:
        raise Conflict(GONE)
    if at > change.lasts_until:
        raise RuleBroken(GONE)
    if User.objects.at_address(change.new_email) is not None:
        raise RuleBroken(
            "This email address already has an account. Sign in to that account instead, or "
            "contact the DSR team"
        )
    change.state, change.ended_at = EmailChangeState.DONE, at
    history.save(change, by=by, at=at, reason="confirm_email")
    _move(user, change, by=by, at=at, reason="confirm_email")
    return user


@events.step
def change_email(*, user: User, email: str, seen: str, by: User, at: datetime) -> EmailChange:
    """Give an account another address, as whoever manages it: at once, and with its sessions ended.

    For someone who cannot read the old address any more. Both addresses are told. `seen` is the
    address that the page had shown. The password and the second step of signing in stay. Of
    someone who is one of the two people who erase a record, an administrator alone changes it:
    with the address go, after a lock, the password and the second step.
    """
    email = email.strip().lower()
    if by.pk == user.pk:
        raise RuleBroken(
            "Change your own email address on your account page, where you confirm it by a link",
            field="email",
        )
    one_claim_at_a_time(email)
    user = hold_active(user)
    if email == user.email.lower():
        done = EmailChange.objects.filter(user=user, new_email=email, old_email=seen).first()
        if done is None:
            raise RuleBroken(SAME, field="email")
        return done
    if seen != user.email:
        raise Conflict("The email address has changed since you opened the page", field="email")
    check_may_change(user, by=by)
    _refuse_taken(email, by)
    end_waiting(user, by=by, at=at, reason="change_email")
    change = EmailChange(
        user=user, old_email=user.email, new_email=email, state=EmailChangeState.DONE,
        asked_by=by, asked_at=at, ended_at=at,
    )  # fmt: skip
    history.save(change, by=by, at=at, reason="change_email")
    _move(user, change, by=by, at=at, reason="change_email")
    end_sessions(user)
    return change


def check_may_change(user: User, *, by: User) -> None:
    """Refuse a change of address that would let one person act as two."""
    administers = Role.ADMINISTRATOR in by.grants(Permission.ACCOUNT_MANAGE).roles
    if user.holds(Permission.ERASURE_APPROVE) and not administers:
        raise RuleBroken(
            "Only an administrator can change the email address of someone who approves erasures. "
            "Ask an administrator, or ask your colleague to change it on their account page",
            field="email",
        )


def _move(user: User, change: EmailChange, *, by: User, at: datetime, reason: str) -> None:
    """Let the account sign in, and be written to, at its new address only."""
    user.email = change.new_email
    history.save(user, by=by, at=at, reason=reason)
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    events.publish("accounts.email_changed", by=by, at=at, user=user.pk, change=change.pk)


def _refuse_taken(email: str, by: User) -> None:
    """Refuse an address that has an account, and name its holder only to who may see them."""
    holder = User.objects.at_address(email)
    if holder is None:
        return
    seen = User.objects.permitted(by, Permission.ACCOUNT_MANAGE).filter(pk=holder.pk).exists()
    raise RuleBroken(
        f"This is the email address of another account: {holder.described}"
        if seen
        else "This email address cannot be used. Check it, or ask an administrator",
        field="email",
    )
