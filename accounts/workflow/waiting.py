"""A new email address that waits to be confirmed, what ends the wait, and who claims it first."""

from datetime import datetime

from django.db import connection

from accounts.models import EmailChange, User
from accounts.rules import EmailChangeState
from core import history


def end_waiting(user: User, *, by: User | None, at: datetime, reason: str) -> EmailChange | None:
    """Give up the address that waits for `user`, whose row the caller holds; return what it was."""
    change = EmailChange.objects.waiting().select_for_update().filter(user=user).first()
    if change is not None:
        change.state, change.ended_at = EmailChangeState.ENDED, at
        history.save(change, by=by, at=at, reason=reason)
    return change


def one_claim_at_a_time(email: str) -> None:
    """Let one claim to an address in at a time; the others wait for its end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s::text))", [email])
