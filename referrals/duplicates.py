"""People on record who may be the one that a referral is about, shown before it is accepted.

By NHS number; else by name and date of birth, each with room for a slip of the pen: a name is
alike by its trigrams, a date by a digit, a year or day and month in each other's place. Dates
are looked up by their index, so that a register of any size costs a handful of rows.
"""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Concat, Greatest

from accounts.models import User
from accounts.rules import Permission
from referrals.codes import Verdict
from referrals.models import IdentityFinding, Referral
from register.models import Person
from register.rules.identity import Who, agree

LIKE = 0.3
"""How alike two names must be, of 1, where the date of birth is the same; low, since looking
once too often costs little (H6)."""
LIKE_WITH_A_SLIP = 0.55
"""The same where the date of birth is only nearly the same."""
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody alike. Outside the viewer's areas only the area is named: ask its team.

    `different` says that the team has told the two apart; `exact` that the date is the same.
    """

    person: Person | None
    area: str
    different: bool = False
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found; `persons` are the ids that the page shows.

    `unconfirmed` says that the NHS number typed is not on the person's record; `holder` has it.
    `joined` is the finding by which the referral stands joined to a record.
    """

    known: Person | None
    differs: list[str]
    matches: list[Match]
    unconfirmed: bool = False
    holder: Match | None = None
    joined: IdentityFinding | None = None
    may_join: bool = False
    undecided: list[Match] = field(default_factory=list)

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
    unconfirmed = bool(copy.nhs_number) and person.nhs_number != copy.nhs_number
    told = _verdicts(referral)
    matches = _matches(referral, viewer, told)
    holder = _holder(copy.nhs_number, viewer, told) if unconfirmed else None
    standing = referral.findings.joined().select_related("by").first()
    return Findings(
        known,
        _differences(referral, known) if known is not None else [],
        matches,
        unconfirmed,
        holder,
        joined=standing,
        may_join=not referral.person_was_known and referral.is_awaiting_triage,
        undecided=[one for one in matches if not one.different],
    )


def _verdicts(referral: Referral) -> set[UUID]:
    """Return the records that the team has told apart from this referral."""
    found = referral.findings.standing().filter(verdict=Verdict.DIFFERENT)
    return set(found.values_list("other", flat=True))


def _differences(referral: Referral, known: Person) -> list[str]:
    copy = referral.copy
    return [
        label
        for label, typed, kept in (
            ("first name", copy.given_name, known.given_name),
            ("last name", copy.family_name, known.family_name),
            ("date of birth", copy.birth_date.isoformat(), known.birth_date.isoformat()),
        )
        if typed.casefold() != kept.casefold()
    ]


def _holder(nhs_number: str, viewer: User, told: set[UUID]) -> Match | None:
    """Return who has the number; nobody where the record cannot be shown any more."""
    one = Person.objects.filter(nhs_number=nhs_number).select_related("area").first()
    return _match(one, viewer, told, exact=True) if one is not None else None


def alike(*, name: str, birth_date: date) -> QuerySet[Person]:
    """Return the people not restricted whose name and date of birth are alike, the most first.

    The name is compared whole and turned round: family names come first on many forms.
    """
    forwards = Concat("given_name", Value(" "), "family_name")
    liked = Concat("preferred_name", Value(" "), "family_name")
    exact = Q(birth_date=birth_date)
    enough = Case(
        When(exact, then=Value(LIKE)), default=Value(LIKE_WITH_A_SLIP), output_field=FloatField()
    )
    rows: QuerySet[Person] = (
        Person.objects.filter(birth_date__in=[birth_date, *near(birth_date)])
        .annotate(
            like=Greatest(TrigramSimilarity(forwards, name), TrigramSimilarity(liked, name)),
            enough=enough,
        )
        .filter(like__gte=F("enough"))
        .select_related("area")
        .order_by("-like", "pk")
    )
    return rows


def near(birth: date) -> list[date]:
    """Return the dates that a slip of the pen makes of `birth`: day and month in each other's
    place, a day, a month, a year or a decade off."""
    parts = [(birth.year, birth.day, birth.month)]
    parts += [(birth.year + off, birth.month, birth.day) for off in (-10, -1, 1, 10)]
    parts += [(birth.year, birth.month + off, birth.day) for off in (-1, 1)]
    parts += [(birth.year, birth.month, birth.day + off) for off in (-10, -1, 1, 10)]
    found = [made for year, month, day in parts if (made := _date(year, month, day))]
    return [one for one in dict.fromkeys(found) if one != birth]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _matches(referral: Referral, viewer: User, told: set[UUID]) -> list[Match]:
    copy = referral.copy
    assert referral.person is not None  # noqa: S101 - a sent referral has one
    rows = alike(name=copy.name, birth_date=copy.birth_date).exclude(pk=referral.person.pk)
    return [
        _match(one, viewer, told, exact=one.birth_date == copy.birth_date) for one in rows[:SHOWN]
    ]


def _match(one: Person, viewer: User, told: set[UUID], *, exact: bool) -> Match:
    areas = viewer.grants(Permission.PERSON_VIEW).areas
    shown = one if one.area_id in areas else None
    return Match(shown, one.area.name, one.pk in told, exact)


def already_known(*, nhs_number: str | None, who: Who | None) -> UUID | None:
    """Return who has this NHS number, name and birth date already; nobody who is restricted.

    That there is somebody is said to a writer who has recorded a lawful basis for the person,
    and nothing more than that.
    """
    if not nhs_number or who is None:
        return None
    known = Person.objects.filter(nhs_number=nhs_number, birth_date=who.birth_date).first()
    return known.pk if known is not None and agree(known, who) else None
