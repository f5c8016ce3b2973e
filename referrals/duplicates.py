"""People on record who may be the one that a referral is about, shown before it is accepted."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Value
from django.db.models.functions import Concat

from accounts.models import User
from accounts.rules import Permission
from referrals.models import Referral
from register.models import Person

LIKE = 0.3
"""How alike two names must be, of 1; low, since looking once too often costs little (H6)."""
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody alike. Outside the viewer's areas only the area is named: ask its team."""

    person: Person | None
    area: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found; `persons` are the ids that the page shows.

    `unconfirmed` says that the NHS number typed is not on the person's record; `holder` has it.
    """

    known: Person | None
    differs: list[str]
    matches: list[Match]
    unconfirmed: bool = False
    holder: Match | None = None

    @property
    def persons(self) -> list[UUID]:
        """The people whose identity is shown."""
        matches = [*self.matches, *([self.holder] if self.holder else [])]
        shown = [match.person.pk for match in matches if match.person]
        return [*shown, *([self.known.pk] if self.known else [])]


def find(referral: Referral, *, viewer: User) -> Findings:
    """Return who may be the same person: by NHS number, or by birth date and a similar name."""
    copy = referral.copy
    person = referral.person
    assert person is not None  # noqa: S101 - a sent referral has one
    known = person if referral.person_was_known else None
    differs = []
    if known is not None:
        differs = [
            label
            for label, typed, kept in (
                ("first name", copy.given_name, known.given_name),
                ("last name", copy.family_name, known.family_name),
                ("date of birth", copy.birth_date.isoformat(), known.birth_date.isoformat()),
            )
            if typed.casefold() != kept.casefold()
        ]
    unconfirmed = bool(copy.nhs_number) and person.nhs_number != copy.nhs_number
    holder = _holder(copy.nhs_number, viewer) if unconfirmed else None
    return Findings(known, differs, _matches(referral, viewer), unconfirmed, holder)


def _holder(nhs_number: str, viewer: User) -> Match | None:
    """Return who has the number; nobody where the record cannot be shown any more."""
    one = Person.objects.filter(nhs_number=nhs_number).select_related("area").first()
    return _match(one, viewer) if one is not None else None


def _matches(referral: Referral, viewer: User) -> list[Match]:
    copy = referral.copy
    name = Concat("given_name", Value(" "), "family_name")
    rows = (
        Person.objects.filter(birth_date=copy.birth_date)
        .exclude(pk=referral.person_id)
        .annotate(like=TrigramSimilarity(name, copy.name))
        .filter(like__gte=LIKE)
        .select_related("area")
        .order_by("-like")[:SHOWN]
    )
    return [_match(one, viewer) for one in rows]


def _match(one: Person, viewer: User) -> Match:
    areas = viewer.grants(Permission.PERSON_VIEW).areas
    return Match(one if one.area_id in areas else None, one.area.name)
