"""Work beside the pages: reconciling duties, owing notices, knowing what was sent."""

from __future__ import annotations

import time
from itertools import islice
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from alerts.models import Notice
from duties.workflow import syncing
from register.models import Standing

KIND = "referral_received"
MARK = "bench:"


def people() -> int:
    """Return how many people are on the register."""
    return Standing.objects.count()


def reconcile(chunks: int) -> float:
    """Compare the first so many chunks of people; return seconds for each 1,000 of them."""
    held = list(islice(syncing.people_of_duties(), chunks))
    cause = syncing.Cause(timezone.now())
    began = time.perf_counter()
    for people in held:
        syncing.compared(people, cause)
    took = time.perf_counter() - began
    return took * 1000 / sum(len(chunk) for chunk in held)


def owe(count: int) -> None:
    """Owe `count` notices to users in turn, without waking anybody."""
    now = timezone.now()
    users = list(User.objects.filter(is_active=True)[:50])
    Notice.objects.bulk_create(
        [
            Notice(
                key=f"{MARK}{number}:{now.timestamp()}", kind=KIND, user=users[number % len(users)],
                subject_id=UUID(int=number), made_at=now, try_at=now,
            )
            for number in range(count)
        ],
        batch_size=2_000,
    )  # fmt: skip


def owed() -> int:
    """Return how many of those notices are still owed."""
    return Notice.objects.owed().filter(key__startswith=MARK).count()


def forget() -> None:
    """Remove what `owe` made, and whatever earlier runs left owed."""
    Notice.objects.filter(key__startswith=MARK).delete()
    Notice.objects.owed().update(cancelled_at=timezone.now())


def about(referrals: list[str]) -> dict[str, str]:
    """Return the referral of each urgent notice about one of `referrals`, by notice."""
    rows = Notice.objects.filter(subject_id__in=referrals, urgent=True)
    return {str(notice): str(subject) for notice, subject in rows.values_list("pk", "subject_id")}
