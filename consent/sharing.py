"""Whether a record may be shared with named partners and with those who attend meetings.

It may while a decision stands that says so (domain 5: no scope is inferred from another). Where
sharing was refused, or the decision has lapsed, was struck out or is not possible at the person's
age any more, the record is open to the DSR team of the area and to the lead professional alone.
The commissioner who pays for a stay answers for it by statute and is no partner in this sense.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from consent.models import Decision
from register.models import IdentityFinding, Person, Standing
from register.querysets_identity import IdentityFindingQuerySet


@dataclass(frozen=True, slots=True)
class Closure:
    """Why partners may not see a record: sharing was refused, or no decision is in place.

    `lapsed_on` is the day by which the last one was to be asked again. Without it, that one was
    struck out or, where `at_age` is set, is not possible at the person's age. `on_the_other` says
    that it was refused on another record that is the same person's.
    """

    refused: bool = False
    on_the_other: bool = False
    lapsed_on: date | None = None
    at_age: bool = False


def closed_to_partners(key: str) -> Q:
    """Return the filter for people whose records partners may not see today.

    `key` is the column that names the person. Of someone about whom nothing was ever recorded
    there is nothing to obey: no one comes onto the register without a decision.
    """
    ever = Decision.recorded.filter(person=OuterRef(key))
    agreed = Decision.objects.standing_on(timezone.localdate()).filter(share_partners=True)
    closed = Q(Exists(ever)) & ~Q(Exists(agreed.filter(person=OuterRef(key))))
    return (
        closed
        | Q(Exists(refused_on_the_other("person", "other", key)))
        | Q(Exists(refused_on_the_other("other", "person", key)))
    )


def refused_on_the_other(mine: str, theirs: str, key: str) -> IdentityFindingQuerySet:
    """Return the findings by which another record is this person's too, and sharing was refused
    on it: the narrower of two decisions holds until someone decides (cases B4)."""
    refused = Decision.objects.standing_on(timezone.localdate()).filter(
        share_partners=False, person=OuterRef(theirs)
    )
    rows: IdentityFindingQuerySet = IdentityFinding.objects.same().filter(Exists(refused))
    return rows.filter(**{mine: OuterRef(key)})


def closure(person_id: UUID, *, on: date) -> Closure | None:
    """Return why partners may not see someone's record; None where they may. One query.

    That no decision is in place matters for those on the register alone.
    """
    mine = {"person": OuterRef("pk")}
    rows = Person.everyone.filter(pk=person_id).values_list(
        Exists(Standing.objects.filter(**mine)),
        Exists(Decision.recorded.filter(**mine)),
        Subquery(Decision.objects.standing_on(on).filter(**mine).values("share_partners")[:1]),
        Subquery(Decision.objects.current().filter(**mine).values("review_on")[:1]),
        Exists(refused_on_the_other("person", "other", "pk")),
        Exists(refused_on_the_other("other", "person", "pk")),
    )
    for on_register, ever, shared, review_on, *elsewhere in rows:
        if shared is False or any(elsewhere):
            return Closure(refused=True, on_the_other=shared is not False)
        if shared or not ever or not on_register:
            return None
        at_age = review_on is not None and review_on > on
        return Closure(lapsed_on=None if at_age else review_on, at_age=at_age)
    return None
