"""What a person's pages say of their other records: the same person, perhaps, or someone else."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from accounts.rules import Permission
from register.alike import alike
from register.models import IdentityFinding, Person, Standing
from register.rules.identity import Verdict

SHOWN = 10
Waiting = Callable[[str], QuerySet[Any]]
_waiting: list[Waiting] = []


def add_waiting_levels(source: Waiting) -> None:
    """Let `source(key)` say what is asked for someone who is not on the register yet.

    It returns the ratings that wait for triage about the person that the column `key` names, the
    most urgent first. The floor that keeps referrals says it.
    """
    _waiting[:] = [source]


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The other record of a finding. `person` is None outside the viewer's areas."""

    finding: IdentityFinding
    person: Person | None
    area: str
    level: str
    waits_for_triage: bool


def counterparts(person: Person, *, viewer: User) -> list[Counterpart]:
    """Return the records that are, or may be, this person's as well; those told apart are left.

    A record hidden behind this one is not shown again: what was recorded on it waits there.
    """
    rows = IdentityFinding.objects.current().of(person.pk).exclude(verdict=Verdict.DIFFERENT)
    rows = rows.select_related("person__area", "other__area", "by", "confirmed_by").annotate(
        **{f"{side}_{what}": level for side in SIDES for what, level in _levels(side).items()}
    )
    areas = viewer.grants(Permission.PERSON_VIEW).areas
    found = []
    for one in rows:
        side = "other" if one.person_id == person.pk else "person"
        other, asked = getattr(one, side), getattr(one, f"{side}_asked") or ""
        if other.restricted_at is None:
            level = most_urgent([getattr(one, f"{side}_level") or "", asked])
            seen = other if other.area_id in areas else None
            found.append(Counterpart(one, seen, other.area.name, level, bool(asked)))
    return found


SIDES = ("person", "other")


def _levels(side: str) -> dict[str, Any]:
    """Return the rating of one of the two, and the one that waits for triage, as columns."""
    listed = Standing.objects.filter(person=OuterRef(f"{side}_id")).values("level")
    asked = _waiting[0](f"{side}_id") if _waiting else Standing.objects.none().values("level")
    return {"level": Subquery(listed[:1]), "asked": Subquery(asked[:1])}


def most_urgent(levels: Collection[str]) -> str:
    """Return the most urgent of some ratings; nothing where there is none."""
    order = ("RED", "AMBER", "GREEN")
    return next((one for one in order if one in levels), "")


def findings_of(people: Collection[UUID]) -> list[IdentityFinding]:
    """Return all that was ever found of these records, the latest first."""
    rows = IdentityFinding.objects.filter(Q(person__in=people) | Q(other__in=people))
    rows = rows.select_related("by", "ended_by", "person__area", "other__area")
    return list(rows.order_by("-at", "-pk"))


def between(one: Person, other: Person) -> IdentityFinding | None:
    """Return what holds, or waits, about two records."""
    rows = IdentityFinding.objects.current().between(one.pk, other.pk).select_related("by")
    return rows.first()


def shown_of(first: UUID, second: UUID) -> UUID:
    """Return the first of two records that is not hidden behind the other."""
    seen = set(Person.objects.filter(pk__in=[first, second]).values_list("pk", flat=True))
    return first if first in seen else second


def candidates(person: Person, *, viewer: User) -> list[Person]:
    """Return the records in the viewer's areas that may be this person's and were not looked at.

    Those with a like name and date of birth, and the holder of the number that was typed.
    """
    areas = viewer.grants(Permission.PERSON_VIEW).areas
    looked_at = {person.pk, *IdentityFinding.objects.counterparts(person.pk)}
    rows = Person.objects.filter(area__in=areas).exclude(pk__in=looked_at).select_related("area")
    number = person.nhs_number or person.typed_number
    same_number = Q(nhs_number=number) | Q(typed_number=number)
    holders = list(rows.filter(same_number)[:SHOWN]) if number else []
    like = alike(name=person.name, birth_date=person.birth_date)
    like = like.filter(area__in=areas).exclude(pk__in=looked_at)
    return list({one.pk: one for one in [*holders, *like[:SHOWN]]}.values())
