"""Signing in and out, and what secures it. Who somebody is, is never put into a fact."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.workflow.users import end_sessions, hold_active
from accounts.workflow.waiting import end_waiting
from core import events, history


@transaction.atomic
def set_password(*, user: User, password: str, by: User | None, at: datetime) -> User:
    """Give `user` a password that the validators accepted; every session of theirs ends.

    A new email address that waits is given up: someone else may have asked for it.
    """
    user = hold_active(user)
    user.set_password(password)
    history.save(user, by=by, at=at, reason="set_password")
    end_waiting(user, by=by, at=at, reason="set_password")
    end_sessions(user)
    events.publish("accounts.password_set", by=by, at=at, user=user.pk)
    return user


@transaction.atomic
def note_reset_asked(*, user: User, at: datetime) -> None:
    """Somebody asked for a new password for `user`; the mail with its link is sent later."""
    events.publish("accounts.reset_asked", by=None, at=at, user=user.pk)


@transaction.atomic
def note_security_change(*, user: User, code: str, at: datetime) -> None:
    """The password or second factor of `user` changed (`code` says what); tell them."""
    events.publish("accounts.security_notice", by=user, at=at, user=user.pk, code=code)


@transaction.atomic
def note_sign_in(*, user: User, at: datetime) -> None:
    """`user` signed in."""
    events.publish("accounts.signed_in", by=user, at=at, user=user.pk)


@transaction.atomic
def note_sign_in_failed(*, user: User | None, at: datetime) -> None:
    """A sign-in was refused; `user` is whose address was typed, if anybody's."""
    events.publish("accounts.sign_in_failed", by=None, at=at, user=user.pk if user else None)


@transaction.atomic
def note_sign_out(*, user: User, at: datetime) -> None:
    """`user` signed out."""
    events.publish("accounts.signed_out", by=user, at=at, user=user.pk)
