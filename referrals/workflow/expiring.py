"""Drafts that nobody goes on with: their writer is told, and then their answers are removed.

How long a draft is kept after the last time it was saved, and when its writer is told, stands in
consent/policy.toml (figures of our own, certainty U). No one's draft goes without the warning,
and whoever saves it again begins the time anew.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models

from consent import policy
from core import events, history
from core.dates import local_day
from referrals import rules
from referrals.models import Referral, UpdateDraft
from register.models import Entry

MOST = 500


def expires_on(touched_at: datetime) -> date:
    """Return the day on which a draft last saved at `touched_at` may be removed."""
    days, _ = policy.draft_days()
    return local_day(touched_at) + timedelta(days=days)


def warn_of_expiry(*, at: datetime) -> int:
    """Tell the writers of drafts that will expire; returns how many were told."""
    days, warn_days = policy.draft_days()
    warning = timedelta(days=days - warn_days)
    referrals = Referral.objects.untouched_since(at - warning).not_warned()
    updates = UpdateDraft.objects.untouched_since(at - warning).not_warned()
    told = sum(_warn_referral(pk, at - warning, at) for pk in _ids(referrals))
    return told + sum(_warn_update(pk, at - warning, at) for pk in _ids(updates))


@events.step
def expire_drafts(*, at: datetime) -> int:
    """Remove the answers of drafts whose time has run out; returns how many, which is told.

    No one is warned about an update of someone who has left the register: it goes unsaid.
    """
    days, warn_days = policy.draft_days()
    last, warned = at - timedelta(days=days), at - timedelta(days=warn_days)
    referrals = Referral.objects.untouched_since(last).warned_by(warned)
    updates = UpdateDraft.objects.untouched_since(last).warned_by(warned)
    sections = 0
    held = list(referrals.select_for_update(of=("self",), skip_locked=True)[:MOST])
    for referral in held:
        sections += _empty(referral, at=at)
    gone = updates.filter(pk__in=list(_ids(updates))).delete()[0]
    if held or gone:
        events.publish(
            "referrals.drafts_expired", by=None, at=at, drafts=len(held), sections=sections,
            updates=gone,
        )  # fmt: skip
    return len(held) + gone


def _ids(rows: models.QuerySet[Any]) -> list[UUID]:
    return list(rows.values_list("pk", flat=True)[:MOST])


@events.step
def _warn_referral(pk: UUID, last: datetime, at: datetime) -> int:
    rows = Referral.objects.untouched_since(last).not_warned()
    referral = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if referral is None:  # saved or warned meanwhile
        return 0
    referral.draft_warned_at = at
    history.save(referral, by=None, at=at, reason="warn_of_expiry")
    events.publish(
        "referrals.draft_expiring", by=None, at=at, referral=referral.pk,
        referrer=referral.referrer_id,
    )  # fmt: skip
    return 1


@events.step
def _warn_update(pk: UUID, last: datetime, at: datetime) -> int:
    rows = UpdateDraft.objects.untouched_since(last).not_warned()
    draft = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if draft is None:
        return 0
    draft.warned_at = at
    draft.save()
    if not Entry.objects.open().filter(person=draft.person_id).exists():
        return 0
    events.publish(
        "referrals.update_draft_expiring", by=None, at=at, person=draft.person_id,
        writer=draft.writer_id,
    )  # fmt: skip
    return 1


def _empty(referral: Referral, *, at: datetime) -> int:
    sections = referral.sections.all().delete()[0]
    referral.state, referral.decided_at = rules.State.WITHDRAWN, at
    referral.version += 1
    history.save(referral, by=None, at=at, reason="expire")
    events.publish("referrals.draft_expired", by=None, at=at, referral=referral.pk)
    return int(sections)
