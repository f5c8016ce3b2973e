"""Removing what the team wrote around a person's referrals, and the records left behind.

Called by the keeper, through the door that erasure opens.
"""

from uuid import UUID

from django.db.models import Q

from consent.workflow.door import sever
from core.records import Erased, keepers, remove
from referrals.models import (
    InclusionRequest,
    LetterGiven,
    NamingRequest,
    Redirect,
    Referral,
)
from register.models import Person


def erase_around(person_id: UUID, erased: Erased) -> None:
    """Remove redirects, letters and requests, and the records left behind by what was joined."""
    behind = _left_behind(person_id)
    about = Q(referral__person=person_id)
    remove(Redirect.objects.filter(about), erased)
    remove(LetterGiven.objects.filter(about), erased)
    remove(NamingRequest.objects.filter(person=person_id), erased)
    _erase_requests(person_id, erased)
    for shell in behind:
        _erase_whole(shell, erased)


def _left_behind(person_id: UUID) -> set[UUID]:
    """Return the hidden records of referrals that were joined to this person's."""
    joined = Referral.objects.filter(person=person_id, joined_by__isnull=False)
    pairs = joined.values_list("joined_by__person", "joined_by__other")
    found = {one for pair in pairs for one in pair} - {person_id}
    for rows in (joined, Referral.history.filter(person=person_id)):
        rows.update(joined_by=None)
    return found


def _erase_requests(person_id: UUID, erased: Erased) -> None:
    """Remove requests to be included that name the person, and those their referrals began in."""
    person = Person.everyone.filter(pk=person_id).first()
    if person is not None:
        remove(InclusionRequest.objects.about(person), erased)
    remove(InclusionRequest.objects.filter(referral__person=person_id), erased)


def _erase_whole(person_id: UUID, erased: Erased) -> None:
    """Erase a record that stayed behind: every keeper removes what it has of it, and neither
    the audit trail nor the read log points to it any more."""
    for keeper in reversed(keepers()):
        keeper.erase(person_id, erased)
    sever(person_id)
