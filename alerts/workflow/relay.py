"""Sending what is owed. Any number of relays may run; none waits for another.

Each mail has a transaction of its own: it holds the notice, or those gathered in it, and the
people it is about, for as long as one mail server takes one mail. A relay that dies between
the mail server's answer and its own commit sends that one mail again; nothing is lost. In the
service itself a notice exists once.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import cast
from uuid import UUID

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError, connection

from alerts import mail, rules
from alerts.models import Notice
from alerts.workflow.notices import has_ended
from core import events
from register.models import Person

logger = logging.getLogger(__name__)


def relay(*, at: datetime, most: int = 2_000) -> int:
    """Send the mails that are due, urgent ones first; returns how many were sent.

    Each takes the next that no other relay holds, so that what is urgent and comes meanwhile
    goes before what has waited.
    """
    sent = 0
    server = get_connection()
    try:
        with _marked_without_waiting_for_the_disk():
            for _ in range(most):
                went = _send_next(server, at)
                if went is None:
                    break
                sent += went
    finally:
        server.close()
    return sent


@contextmanager
def _marked_without_waiting_for_the_disk() -> Iterator[None]:
    """Let each commit return before it is on disk.

    A notice is owed durably, by whoever owes it. Only the mark that it was sent can be lost, and
    only when PostgreSQL itself falls within a second: then the mail goes out once more.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("RESET synchronous_commit")


@events.step
def _send_next(server: BaseEmailBackend, at: datetime) -> bool | None:
    """Send the next mail, unless it must not go out (any more); None when none is due."""
    notice = (
        Notice.objects.due(at=at)
        .select_related("user", "account_request")
        .select_for_update(skip_locked=True, of=("self",))
        .first()
    )
    if notice is None:
        return None
    if not _may_go(notice, at):
        return False
    return _sent(server, [notice, *_gathered_with(notice, at)], at)


def _may_go(notice: Notice, at: datetime) -> bool:
    """Say whether a notice may be sent now; one that must never be is cancelled."""
    if notice.person_id is not None and not _may_write_about(notice, at):
        return False
    if has_ended(notice) or not mail.may_go(notice):
        return _set(notice, cancelled_at=at)
    return True


def _gathered_with(notice: Notice, at: datetime) -> list[Notice]:
    """Hold what else the same email tells; all of it stays owed until that email has gone."""
    if not notice.is_gathered:
        return []
    rows = Notice.objects.gathered_with(notice).select_related("user")
    held = rows.select_for_update(skip_locked=True, of=("self",))
    return [one for one in held if _may_go(one, at)]


def _may_write_about(notice: Notice, at: datetime) -> bool:
    """Hold the person, and say whether they may be written about.

    Somebody restricted or erased may not, and the notice is cancelled. Somebody whom another
    transaction holds, perhaps to restrict them, is left for the next round: the relay neither
    waits nor races a withdrawal.
    """
    person = Person.everyone.filter(pk=cast(UUID, notice.person_id))
    held = person.select_for_update(skip_locked=True).values_list("restricted_at").first()
    if held == (None,):
        return True
    if held is None and person.exists():
        _set(notice, try_at=at + rules.HELD_BY_ANOTHER)
    else:
        _set(notice, cancelled_at=at)
    return False


def _sent(server: BaseEmailBackend, notices: Sequence[Notice], at: datetime) -> bool:
    """Compose one mail and send it; whatever is wrong with it is counted, and stops no other."""
    notice = notices[0]
    rows = Notice.objects.filter(pk__in=[one.pk for one in notices])
    try:
        message = mail.compose(*notices)
        message.connection = server
        message.send()
    except DatabaseError:
        raise
    except Exception as failed:  # noqa: BLE001 - one mail that cannot be made must not stop the rest
        server.close()
        attempts = max(one.attempts for one in notices) + 1
        logger.warning(
            "notice %s not sent (attempt %d): %s", notice.pk, attempts, type(failed).__name__
        )
        rows.update(attempts=attempts, try_at=rules.next_try(attempts=attempts, at=at))
        return False
    rows.update(mailed_at=at)
    return True


def _set(notice: Notice, **values: object) -> bool:
    Notice.objects.filter(pk=notice.pk).update(**values)
    return False
