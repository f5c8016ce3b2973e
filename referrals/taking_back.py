"""What goes with an acceptance that is taken back, for the page that asks."""

from consent.models import Decision
from referrals.models import Referral
from referrals.rules import State
from register.models import Entry, Rating


def ratings_of(entry: Entry | None) -> list[Rating]:
    """Return the ratings given in a time on the register, the first one first."""
    return list(Rating.objects.filter(entry=entry).order_by("set_at")) if entry is not None else []


def brought_basis(referral: Referral) -> bool:
    """Whether accepting the referral recorded a lawful basis, which stays on the record."""
    at = referral.decided_at
    if referral.stands is not State.ACCEPTED or at is None:
        return False
    return bool(Decision.objects.filter(person=referral.person_id, recorded_at=at).exists())
