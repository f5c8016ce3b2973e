"""Owing somebody a notice, in the transaction of what it tells of."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from accounts.models import AccountRequest, User
from actions import ladders
from alerts.models import Notice
from alerts.rules import GATHER_FOR
from alerts.wording import CORRECTS, NOTICES, OUTLIVES, TOLD_ANEW, Wording
from core import events
from referrals.models import Referral
from register.models import Entry

CHANNEL = "dsr_owed"
"""PostgreSQL's notification that wakes the relay once the transaction has committed."""


@transaction.atomic(savepoint=False)  # nobody goes on after it fails
def owe(
    *,
    kind: str,
    key: str,
    at: datetime,
    to: Iterable[User] = (),
    account_request: AccountRequest | None = None,
    to_contact: bool = False,
    person_id: UUID | None = None,
    subject_id: UUID | None = None,
    urgent: bool = False,
) -> list[Notice]:
    """Owe a notice of `kind` to each of `to`, or to the address of an account request.

    `to_contact`: to whoever `subject_id` gives the address of, without an account. `key` tells
    one thing from another: owing the same thing to the same person twice makes one notice. What is
    `urgent` goes at once, alone, whatever its kind. The relay is woken when the caller's
    transaction commits.
    """
    wording = NOTICES[kind]
    recipients: list[User | None] = list(dict.fromkeys(to))
    if account_request is not None or to_contact:
        recipients.append(None)
    urgent = urgent or wording.urgent
    goes_at = at if urgent else _goes_at(wording, at)
    notices = [
        Notice(
            key=f"{kind}:{key}:{user.pk if user else 'address'}",
            kind=kind,
            urgent=urgent,
            user=user,
            account_request=account_request,
            to_contact=to_contact,
            person_id=person_id,
            subject_id=subject_id,
            made_at=at,
            try_at=goes_at,
            waits_until=goes_at if goes_at > at else None,
        )
        for user in recipients
        if user is None or user.is_active
    ]
    if notices:
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        wake()
    return notices


def _goes_at(wording: Wording, at: datetime) -> datetime:
    """Return when a notice that is owed at `at` may be mailed."""
    goes_at = ladders.current().hours.next_opening(at) if wording.waits else at
    return goes_at + GATHER_FOR if wording.gathers else goes_at


def wake() -> None:
    """Wake the relay once the running transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


@events.step
def cancel_about(*, person_id: UUID, at: datetime) -> int:
    """Cancel what is still owed about a person; returns how many notices that was.

    A notice that the relay holds at this moment is left alone: the relay itself looks whether
    the person may still be written about before it sends.
    """
    rows = Notice.objects.owed().filter(person_id=person_id).select_for_update(skip_locked=True)
    return Notice.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(
        cancelled_at=at
    )


@events.step
def cancel_with_closing(*, person_id: UUID, died: bool, at: datetime) -> int:
    """Cancel what is still owed about someone who leaves the register at `at`.

    What tells of the leaving itself goes out, and that something people had been told was wrong;
    of someone who `died` that is told with the death. As `cancel_about` in all else.
    """
    tells = Q(kind__in=OUTLIVES, made_at__gte=at)
    if not died:
        tells |= Q(kind__in=CORRECTS)
    owed = Notice.objects.owed().filter(person_id=person_id).exclude(tells)
    rows = list(owed.select_for_update(skip_locked=True).values_list("pk", flat=True))
    return Notice.objects.filter(pk__in=rows).update(cancelled_at=at)


def waiting_for_a_correction(person_id: UUID, *, at: datetime) -> list[User]:
    """Return who would not hear that they were told something wrong about someone who died at `at`.

    Its email has not gone out, and does not: it is told with the death.
    """
    owed = Notice.objects.filter(person_id=person_id, kind__in=CORRECTS, mailed_at__isnull=True)
    owed = owed.exclude(kind="person_not_died").filter(seen_at__isnull=True, made_at__lte=at)
    stopped = owed.filter(Q(cancelled_at__isnull=True) | Q(cancelled_at=at))
    return list(User.objects.active().filter(pk__in=stopped.values("user")))


LEAVING = ("person_died", "person_died_corrected", "person_left", "acceptance_taken_back")
"""What tells that someone is not on the register any more."""


@events.step
def withdraw_leaving(*, person_id: UUID, closing: object, at: datetime) -> list[User]:
    """Do not tell of a closing that was an error; return who has been told of it already.

    Someone was told by an email, or by reading it on the list of what they were told.
    """
    rows = Notice.objects.filter(
        kind__in=LEAVING, person_id=person_id,
        key__contains=f":{closing}:",
    )  # fmt: skip
    known = rows.filter(cancelled_at__isnull=True)
    known = known.filter(Q(mailed_at__isnull=False) | Q(seen_at__isnull=False))
    told = list(User.objects.active().filter(pk__in=known.values("user")))
    Notice.objects.filter(pk__in=list(rows.owed().values_list("pk", flat=True))).update(
        cancelled_at=at
    )
    return told


@events.step
def queue_again(*, person_id: UUID, closed_at: datetime, at: datetime) -> int:
    """Let go out what a closing at `closed_at`, which was an error, had stopped.

    What reopening a record tells of by itself is left aside. What waits for a working morning
    waits for the next one. Returns how many notices that was.
    """
    rows = Notice.objects.filter(
        person_id=person_id, cancelled_at=closed_at, made_at__lt=closed_at, mailed_at=None
    ).exclude(kind__in=TOLD_ANEW)
    waiting = [kind for kind, wording in NOTICES.items() if wording.waits]
    morning = ladders.current().hours.next_opening(at)
    later = rows.filter(kind__in=waiting).update(
        cancelled_at=None, try_at=morning, waits_until=morning if morning > at else None
    )
    return later + rows.update(cancelled_at=None)


def has_ended(notice: Notice) -> bool:
    """Whether a notice is about someone who has left the register since, and so must not go.

    A referral made since is a new beginning: what is said while it waits goes out. So does what
    people must hear because they had been told something wrong, but of someone who has died.
    """
    if notice.person_id is None:
        return False
    entry = Entry.objects.left(notice.person_id)
    if entry is None or entry.closed_at is None:
        return False
    before = notice.made_at < entry.closed_at
    if notice.kind in CORRECTS:
        return before and entry.ended_by_death
    if before:
        return True
    waiting = Referral.objects.awaiting_triage().filter(person=notice.person_id)
    return notice.kind not in OUTLIVES and not waiting.exists()


@events.step
def withdraw(*, kind: str, subject_id: UUID, at: datetime) -> int:
    """Cancel what of `kind` is still owed about a subject; as `cancel_about` in all else."""
    owed = Notice.objects.owed().filter(kind=kind, subject_id=subject_id)
    rows = list(owed.select_for_update(skip_locked=True).values_list("pk", flat=True))
    return Notice.objects.filter(pk__in=rows).update(cancelled_at=at)


@events.step
def withdraw_fact(*, person_id: UUID, fact: UUID, at: datetime) -> int:
    """Cancel what is still owed about a fact that does not stand; as `cancel_about` in all else."""
    owed = Notice.objects.about_fact(person_id, fact).owed()
    rows = list(owed.select_for_update(skip_locked=True).values_list("pk", flat=True))
    return Notice.objects.filter(pk__in=rows).update(cancelled_at=at)


@events.step
def mark_seen(*, user: User, at: datetime) -> int:
    """Note that `user` has looked at all their notices."""
    return Notice.objects.filter(user=user, seen_at__isnull=True).update(seen_at=at)
