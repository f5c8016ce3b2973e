"""Removing the records of those who left the register, once their time has run out."""

import logging
from datetime import datetime

from accounts.models import User
from accounts.rules import Permission
from consent import rules
from consent.disposition import disposal_day, due
from consent.models import ErasureCertificate
from consent.workflow import door
from consent.workflow.door import Why
from consent.workflow.withdrawals import acting_role
from core import events, records
from core.dates import in_words, local_day
from core.errors import RuleBroken
from register import workflow as register
from register.models import Entry

log = logging.getLogger(__name__)


@events.step
def dispose(
    *, entry: Entry, by: User | None, at: datetime, namesakes_seen: bool = False
) -> ErasureCertificate:
    """Erase everything about the person of a closed `entry` whose time has run out.

    The policy decides; `by` is none when beat carries it out, and somebody who looked where the
    same name stands elsewhere. Refused before the day, during a legal hold, and while another
    room still has something open about the person.
    """
    person = register.hold(entry.person_id)
    last = Entry.objects.filter(person=person).order_by("-opened_at").first()
    if last is None or last.pk != entry.pk or last.closed_at is None:
        raise RuleBroken("This person is on the register again. Nothing was changed.")
    day = disposal_day(last)
    if day > local_day(at):
        raise RuleBroken(f"This record is kept until {in_words(day)}. Nothing was changed.")
    door.check_free(person.pk)
    for keeper in records.keepers():
        if reason := keeper.in_use(person.pk):
            raise RuleBroken(f"{reason} Nothing was changed.")
    role = acting_role(by, Permission.ERASURE_APPROVE, person.area_id) if by else ""
    why = Why(
        legal_basis=rules.LegalBasis.DISPOSED,
        received_at=last.closed_at,
        approved_at=at if by else None,
        approver_role=role,
        closure_reason=last.closure_reason,
    )
    return door.erase(person, why=why, by=by, at=at, namesakes_seen=namesakes_seen)


def dispose_due(*, at: datetime, most: int = 20) -> int:
    """Dispose of at most `most` records whose day has come; return how many were removed.

    Each in a transaction of its own. What cannot be removed stays on the list of disposals.
    """
    removed = 0
    for entry in due(Entry.objects.unrestricted(), on=local_day(at))[:most]:
        try:
            dispose(entry=entry, by=None, at=at)
            removed += 1
        except RuleBroken:
            log.warning("A record whose time has run out was not removed: entry %s", entry.pk)
    return removed
