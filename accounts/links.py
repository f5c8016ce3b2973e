"""Mailed links: signed, expiring, for one purpose, built when the mail is sent.

No token is stored. Each is bound to the state that it changes, so that using it ends it.
"""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import AccountRequest, EmailChange, User
from accounts.rules import (
    EMAIL_LINK_LASTS,
    FIRST_PASSWORD_LINK_LASTS,
    RESET_LINK_LASTS,
    UNDECIDED,
    VERIFICATION_LINK_LASTS,
)

VERIFY = "accounts.links.verify"
SET_PASSWORD = "accounts.links.set-password"  # noqa: S105 - the name of a purpose
CONFIRM_EMAIL = "accounts.links.confirm-email"


def verification_url(request: AccountRequest) -> str:
    """Return the address at which whoever asked for an account proves to read their mail."""
    return signed_url("accounts:verify", VERIFY, request.pk, _state_of_request(request))


def set_password_url(user: User) -> str:
    """Return the address at which `user` chooses a password, the first or a new one."""
    return signed_url("accounts:set_password", SET_PASSWORD, user.pk, _state_of_user(user))


def confirm_email_url(change: EmailChange) -> str:
    """Return the address at which someone shows that they read mail at their new address."""
    return signed_url("accounts:confirm_email", CONFIRM_EMAIL, change.pk, _state_of_change(change))


def read_confirm_email(token: str) -> EmailChange | None:
    """Return the change of address that `token` confirms; none when it was altered or is too old.

    Whether it still waits is for the caller to see: one that is done is no error for its owner.
    """
    found = read_signed(token, CONFIRM_EMAIL, EMAIL_LINK_LASTS)
    rows = EmailChange.objects.select_related("user")
    change: EmailChange | None = rows.filter(pk=found.pk).first() if found else None
    if found is None or change is None:
        return None
    return change if constant_time_compare(found.state, _state_of_change(change)) else None


def read_verification(token: str) -> AccountRequest | None:
    """Return the undecided request that `token` verifies; none when it does not work (any more)."""
    found = read_signed(token, VERIFY, VERIFICATION_LINK_LASTS)
    request = AccountRequest.objects.filter(pk=found.pk).first() if found else None
    if found is None or request is None or request.status not in UNDECIDED:
        return None
    return request if constant_time_compare(found.state, _state_of_request(request)) else None


def read_set_password(token: str) -> User | None:
    """Return the active user who may choose a password by `token`; none when it does not work.

    A link to a first password lasts longer than one that replaces a password.
    """
    found = read_signed(token, SET_PASSWORD, FIRST_PASSWORD_LINK_LASTS)
    user: User | None = User.objects.active().filter(pk=found.pk).first() if found else None
    if found is None or user is None:
        return None
    if user.has_usable_password() and not read_signed(token, SET_PASSWORD, RESET_LINK_LASTS):
        return None
    return user if constant_time_compare(found.state, _state_of_user(user)) else None


class Named(NamedTuple):
    """What a token names, and the state that it was bound to."""

    pk: str
    state: str


def signed_url(name: str, purpose: str, pk: UUID, state: str) -> str:
    """Return the address `name` for one purpose, bound to a record and to its `state`."""
    token = signing.TimestampSigner(salt=purpose).sign_object([str(pk), state])
    return settings.DSR_BASE_URL.rstrip("/") + reverse(name, args=[token])


def read_signed(token: str, purpose: str, lasts: timedelta) -> Named | None:
    """Return what `token` names; none when it was altered or is older than it lasts."""
    try:
        pk, state = signing.TimestampSigner(salt=purpose).unsign_object(token, max_age=lasts)
    except (signing.BadSignature, ValueError):
        return None
    return Named(pk, state)


def _state_of_request(request: AccountRequest) -> str:
    return fingerprint(VERIFY, request.pk, request.email, int(request.asked_at.timestamp()))


def _state_of_change(change: EmailChange) -> str:
    asked = int(change.asked_at.timestamp())
    return fingerprint(CONFIRM_EMAIL, change.pk, change.user_id, change.new_email, asked)


def details_version(user: User) -> str:
    """Return what tells whether the details of an account are still those that a page showed."""
    shown = (user.full_name, user.job_title, user.phone, user.organisation_id)
    return fingerprint("accounts.details", user.pk, *shown)


def _state_of_user(user: User) -> str:
    seen = int(user.last_login.timestamp()) if user.last_login else ""
    return fingerprint(SET_PASSWORD, user.pk, user.email, user.password, seen)


def has_expired(token: str, purpose: str, lasts: timedelta) -> bool:
    """Whether `token` is ours, but older than it lasts."""
    try:
        signing.TimestampSigner(salt=purpose).unsign_object(token, max_age=lasts)
    except signing.SignatureExpired:
        return True
    except (signing.BadSignature, ValueError):
        return False
    return False


def fingerprint(purpose: str, *parts: object) -> str:
    """Return the state of a record as a token carries it: nothing can be read from it."""
    return salted_hmac(purpose, "|".join(str(part) for part in parts)).hexdigest()[:24]
