"""Referrals and updates about someone who leaves, for the person who closes the record."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from referrals.models import Referral, Update, UpdateDraft
from register.open_work import OpenWork


def open_referrals(person_id: UUID, at: datetime) -> Sequence[OpenWork]:
    """Return updates that ask for a decision, updates being written, and referrals that wait."""
    asking = Update.objects.waiting().filter(person=person_id).count()
    drafts = UpdateDraft.objects.filter(person=person_id).count()
    waiting = Referral.objects.awaiting_triage().filter(person=person_id).count()
    return [
        OpenWork(
            count=asking,
            words="1 update waiting" if asking == 1 else f"{asking} updates waiting",
            becomes="It will no longer ask for a rating decision."
            if asking == 1
            else "They will no longer ask for a rating decision.",
            order=40,
        ),
        OpenWork(
            count=drafts,
            words="1 update being written" if drafts == 1 else f"{drafts} updates being written",
            becomes="It can no longer be sent. We delete it later without a reminder."
            if drafts == 1
            else "They can no longer be sent. We delete them later without a reminder.",
            order=41,
        ),
        OpenWork(
            count=waiting,
            words="1 referral waiting for triage"
            if waiting == 1
            else f"{waiting} referrals waiting for triage",
            becomes="If the person has died, we will withdraw it. Otherwise it still needs a "
            "triage decision."
            if waiting == 1
            else "If the person has died, we will withdraw them. Otherwise they still need a "
            "triage decision.",
            order=42,
            only_due=True,
        ),
    ]
