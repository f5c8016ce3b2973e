"""Locking an account in one step, and unlocking it."""

from datetime import datetime

from allauth.mfa.models import Authenticator

from accounts.models import AccountLock, User
from accounts.rules import LockReason
from accounts.workflow.users import end_sessions, keep_an_administrator, one_removal_at_a_time
from accounts.workflow.waiting import end_waiting
from core import events, history
from core.errors import Conflict, RuleBroken


@events.step
def lock(*, user: User, why: LockReason, by: User, at: datetime, note: str = "") -> AccountLock:
    """End the access of `user` at once, whatever they hold: sessions, sign-in, mailed links.

    Nothing is asked first: whom they lead and what they own goes to the list without an owner.
    Their roles stay, so that `unlock` puts a lock made in error right. The last administrator
    cannot be locked, so someone can always unlock.
    """
    if by.pk == user.pk:
        raise RuleBroken(
            "You cannot lock your own account. Change your password, which signs you out "
            "everywhere, or ask a colleague to lock it"
        )
    one_removal_at_a_time()
    if not User.objects.active().filter(pk=by.pk).exists():
        raise RuleBroken("Your own account has been closed or locked. Nothing was changed")
    user = User.objects.select_for_update().get(pk=user.pk)
    known = AccountLock.objects.in_force().filter(user=user).select_related("locked_by").first()
    if known is not None:
        raise Conflict(f"{known.locked_by.full_name} has already locked this account")
    if not user.is_active:
        raise Conflict("This account is already deactivated, so no one can sign in with it")
    keep_an_administrator(user)
    user.is_active, user.deactivated_at = False, at
    history.save(user, by=by, at=at, reason="lock")
    made = AccountLock(user=user, why=why, note=note.strip(), locked_by=by, locked_at=at)
    history.save(made, by=by, at=at, reason="lock")
    end_waiting(user, by=by, at=at, reason="lock")
    end_sessions(user)
    events.publish("accounts.locked", by=by, at=at, user=user.pk, lock=made.pk, code=why.value)
    return made


@events.step
def unlock(*, user: User, note: str, by: User, at: datetime) -> AccountLock:
    """Give `user` their access back, with the roles that they held and a new password to choose.

    No link mailed before the lock works again. After a lost or stolen device the second step of
    signing in is set up anew, because the old one may be in other hands.
    """
    if not note.strip():
        raise RuleBroken("Enter why you are unlocking this account", field="note")
    user = User.objects.select_for_update().get(pk=user.pk)
    made = AccountLock.objects.in_force().select_for_update().filter(user=user).first()
    if made is None:
        raise Conflict("This account is not locked. Reload the page to see who unlocked it")
    user.is_active, user.deactivated_at = True, None
    user.set_unusable_password()
    history.save(user, by=by, at=at, reason="unlock")
    if LockReason(made.why).takes_second_step:
        Authenticator.objects.filter(user=user).delete()
    made.unlocked_by, made.unlocked_at, made.unlock_note = by, at, note.strip()
    history.save(made, by=by, at=at, reason="unlock")
    events.publish("accounts.unlocked", by=by, at=at, user=user.pk, lock=made.pk)
    return made
