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
from core import nhs_number
from core.names import folded
from core.nhsuk.say import date_words
from referrals.codes import Verdict
from referrals.models import IdentityFinding, Referral
from referrals.rules import SectionKey
from register.models import Person
from register.rules.identity import Who, agree

LIKE = 0.3
"""How alike two names must be, of 1, where the date of birth is the same; low, since looking
once too often costs little (H6)."""
LIKE_WITH_A_SLIP = 0.55
"""The same where the date of birth is only nearly the same."""
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One field side by side: as it was typed, and as it is on the record."""

    label: str
    typed: str
    kept: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody alike. Outside the viewer's areas only the area is named: ask its team.

    `different` says that the team has told the two apart; `lines` lay the two side by side.
    """

    person: Person | None
    area: str
    different: bool = False
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found; `persons` are the ids that the page shows.

    `differs` lays the record of someone known side by side with the copy, where they differ.
    `unconfirmed` says that the NHS number typed is not on the person's record; `holder` has it.
    `joined` is the finding by which the referral stands joined to a record.
    """

    known: Person | None
    differs: list[Line]
    matches: list[Match]
    unconfirmed: bool = False
    holder: Match | None = None
    joined: IdentityFinding | None = None
    may_join: bool = False
    undecided: list[Match] = field(default_factory=list)

    @property
    def ask_of_holder(self) -> bool:
        """Whether no one has said yet if the person is who has the number that was typed."""
        return self.holder is not None and not self.holder.different

    @property
    def settled(self) -> list[Match]:
        """Those that the team has told apart: folded away, and not asked about again."""
        return [one for one in self.matches if one.different]

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
    told = told_apart(person)
    holder = _holder(referral, viewer, told) if unconfirmed else None
    matches = [one for one in _matches(referral, viewer, told) if not _is_holder(one, holder)]
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


def told_apart(person: Person) -> set[UUID]:
    """Return the records of which the team has said that they are not this person's.

    It holds for whichever referral it was said on, and for both records: no one is asked again.
    """
    about = Q(person=person) | Q(other=person)
    latest: dict[UUID, str] = {}
    for one in IdentityFinding.objects.filter(about).order_by("at", "pk"):
        latest[one.other_id if one.person_id == person.pk else one.person_id] = one.verdict
    return {pk for pk, verdict in latest.items() if verdict == Verdict.DIFFERENT}


def _differences(referral: Referral, known: Person) -> list[Line]:
    """Return the whole comparison where a name, the date of birth or the number differs."""
    lines = compared(referral, known)
    return lines if any(one.differs for one in lines if one.label in WHO) else []


WHO = ("First name", "Last name", "Date of birth", "NHS number")
"""What says who someone is; a new address or telephone number does not make another person."""


def compared(referral: Referral, person: Person) -> list[Line]:
    """Lay what was typed side by side with what is on the record, field by field.

    What only one of the two says is not a difference: it is not known on the other side.
    """
    copy = referral.copy
    typed = copy.data(SectionKey.PERSON)
    rows = (
        ("First name", copy.given_name, person.given_name),
        ("Name they go by", typed.get("preferred_name", ""), person.preferred_name),
        ("Last name", copy.family_name, person.family_name),
        ("Date of birth", date_words(copy.birth_date), date_words(person.birth_date)),
        ("NHS number", _shown(copy.nhs_number), _shown(person.nhs_number)),
        ("Address", typed.get("address", ""), person.address),
        ("Postcode", typed.get("postcode", ""), person.postcode),
        ("Phone number", typed.get("phone", ""), person.phone),
        ("GP practice", typed.get("gp_practice", ""), person.gp_practice),
        ("Area", referral.area.name, person.area.name),
    )
    return [
        Line(label, mine, theirs, bool(mine and theirs) and folded(mine) != folded(theirs))
        for label, mine, theirs in rows
        if mine or theirs
    ]


def _shown(number: str | None) -> str:
    return nhs_number.show(number) if number else ""


def _holder(referral: Referral, viewer: User, told: set[UUID]) -> Match | None:
    """Return who has the number; nobody where the record cannot be shown any more."""
    number = referral.copy.nhs_number
    one = Person.objects.filter(nhs_number=number).select_related("area").first()
    return _match(one, referral, viewer, told) if one is not None else None


def _is_holder(one: Match, holder: Match | None) -> bool:
    return holder is not None and one.person is not None and one.person == holder.person


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
    return [_match(one, referral, viewer, told) for one in rows[:SHOWN]]


def _match(one: Person, referral: Referral, viewer: User, told: set[UUID]) -> Match:
    shown = one.area_id in viewer.grants(Permission.PERSON_VIEW).areas
    lines = compared(referral, one) if shown else []
    return Match(one if shown else None, one.area.name, one.pk in told, lines)


def already_known(*, nhs_number: str | None, who: Who | None) -> UUID | None:
    """Return who has this NHS number, name and birth date already; no one who is restricted.

    That there is somebody is said to a writer who has recorded a lawful basis for the person,
    and nothing more than that.
    """
    if not nhs_number or who is None:
        return None
    known = Person.objects.filter(nhs_number=nhs_number, birth_date=who.birth_date).first()
    return known.pk if known is not None and agree(known, who) else None
