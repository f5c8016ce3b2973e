"""Removing what the team wrote around a person's referrals, and the records left behind.

Called by the keeper, through the door that erasure opens.
"""

from uuid import UUID

from django.db.models import Q

from consent.workflow.door import sever
from core.records import Erased, keepers, remove
from referrals.models import (
    IdentityFinding,
    InclusionRequest,
    LetterGiven,
    NamingRequest,
    Redirect,
)
from register.models import Person


def erase_around(person_id: UUID, erased: Erased) -> None:
    """Remove redirects, letters, findings and requests; what was joined to the person as well."""
    behind = list(
        IdentityFinding.objects.joined().filter(other=person_id).values_list("person", flat=True)
    )
    about = Q(referral__person=person_id)
    remove(Redirect.objects.filter(about), erased)
    remove(LetterGiven.objects.filter(about), erased)
    remove(NamingRequest.objects.filter(person=person_id), erased)
    remove(IdentityFinding.objects.filter(about | Q(person=person_id) | Q(other=person_id)), erased)
    _erase_requests(person_id, erased)
    for shell in behind:
        _erase_whole(shell, erased)


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
