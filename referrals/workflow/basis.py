"""The lawful basis that a referral brings: when it is recorded, and whether it would stand.

Somebody new is kept on the basis that was sent, so it is recorded at once. Somebody known is
kept on the basis that stands: the one that was sent waits in the frozen copy until the team
accepts the referral, and a referral that is declined changes nothing.
"""

from datetime import date, datetime

from accounts.models import User
from consent import workflow as consent
from consent.details import BasisDetails
from consent.models import Decision
from consent.workflow.decisions import check_decision
from referrals.models import Referral
from referrals.rules import SectionKey
from register.models import Person


def to_record(referral: Referral, person: Person) -> BasisDetails | None:
    """Return the basis that accepting the referral records; none for somebody who was new.

    Nor where a decision was recorded since the referral was sent, or made after the one sent.
    """
    if not referral.person_was_known or referral.submitted_at is None:
        return None
    details = BasisDetails.from_json(referral.copy.data(SectionKey.BASIS))
    standing = Decision.objects.newest(person.pk)
    if standing is not None and (
        standing.recorded_at > referral.submitted_at or standing.decided_on > details.decided_on
    ):
        return None
    return details


def check(referral: Referral, person: Person, *, on: date) -> None:
    """Raise `RuleBroken` when no lawful basis would stand once the referral is accepted."""
    details = to_record(referral, person)
    if details is None:
        consent.check_basis(person=person, on=on)
    else:
        check_decision(person=person, details=details, on=on)


def record(referral: Referral, person: Person, *, by: User, at: datetime) -> None:
    """Record what accepting the referral records; the person is held."""
    details = to_record(referral, person)
    if details is not None:
        consent.record(person=person, details=details, by=by, at=at)
