"""Sending what is owed. Any number of relays may run; none waits for another.

A mail is marked as sent in the transaction that holds its notice, after the mail server took
it: a relay that dies in between sends that mail once more, and never loses one. In the service
itself a notice exists once.
"""

import logging
from datetime import datetime
from uuid import UUID

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from alerts import mail, rules
from alerts.models import Notice
from register.models import Person

logger = logging.getLogger(__name__)
BATCH = 25


def relay(*, at: datetime, most: int = 2_000) -> int:
    """Send the mails that are due, urgent ones first; returns how many were sent."""
    sent, taken = 0, 1
    with get_connection() as connection:
        while taken and sent < most:
            taken, went = _send_batch(connection, at)
            sent += went
    return sent


@transaction.atomic
def _send_batch(connection: BaseEmailBackend, at: datetime) -> tuple[int, int]:
    """Take a batch that no other relay holds; return how many were taken and how many went."""
    notices = list(
        Notice.objects.due(at=at)
        .select_related("user", "account_request")
        .select_for_update(skip_locked=True, of=("self",))[:BATCH]
    )
    held, gone = _people_of(notices)
    went = 0
    for notice in notices:
        if notice.person_id in gone or not _may_be_told(notice):
            notice.cancelled_at = at
        elif notice.person_id is None or notice.person_id in held:
            went += _send(connection, notice, at)
        else:
            notice.try_at = at + rules.HELD_BY_ANOTHER
    Notice.objects.bulk_update(notices, ["mailed_at", "cancelled_at", "attempts", "try_at"])
    return len(notices), went


def _people_of(notices: list[Notice]) -> tuple[set[UUID], set[UUID]]:
    """Hold the people the notices are about: (free to write about, restricted or gone).

    Somebody whom another transaction holds, perhaps to restrict them, is in neither set: the
    notice waits for the next round instead of racing a withdrawal.
    """
    wanted = {notice.person_id for notice in notices if notice.person_id}
    if not wanted:
        return set(), set()
    rows = Person.everyone.filter(pk__in=wanted)
    locked = dict(rows.select_for_update(skip_locked=True).values_list("pk", "restricted_at"))
    there = set(rows.values_list("pk", flat=True))
    gone = (wanted - there) | {pk for pk, restricted_at in locked.items() if restricted_at}
    return {pk for pk, restricted_at in locked.items() if not restricted_at}, gone


def _may_be_told(notice: Notice) -> bool:
    """Whether the recipient still has an account; an account request has only an address."""
    return notice.user is None or notice.user.is_active


def _send(connection: BaseEmailBackend, notice: Notice, at: datetime) -> bool:
    """Send one mail; a failure is counted and tried again later, and stops no other mail."""
    message = mail.compose(notice)
    message.connection = connection
    try:
        message.send()
    except OSError as failed:  # smtplib's errors are OSErrors, as are refused connections
        notice.attempts += 1
        notice.try_at = rules.next_try(attempts=notice.attempts, at=at)
        logger.warning(
            "notice %s not sent (attempt %d): %s",
            notice.pk,
            notice.attempts,
            type(failed).__name__,
        )
        return False
    notice.mailed_at = at
    return True
