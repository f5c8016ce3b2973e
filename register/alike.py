"""Records that may be about the same person, each with room for a slip of the pen.

A name is alike by its trigrams, a date by a digit, a year, or day and month in each other's place.
Dates are looked up by their index, so that a register of any size costs a handful of rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Concat, Greatest

from core import nhs_number
from core.names import folded
from core.nhsuk.say import date_words
from register.models import Person

LIKE = 0.3
"""How alike two names must be, of 1, where the date of birth is the same; low, since looking
once too often costs little (H6)."""
LIKE_WITH_A_SLIP = 0.55
"""The same where the date of birth is only nearly the same."""


@dataclass(frozen=True, slots=True)
class Line:
    """One field of two side by side; `typed` is what the first of the two says."""

    label: str
    typed: str
    kept: str
    differs: bool


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


def side_by_side(rows: Iterable[tuple[str, str, str]]) -> list[Line]:
    """Lay two side by side, from label, one's words and the other's; fields of neither are left.

    What only one of the two says is not a difference: it is not known on the other side.
    """
    return [
        Line(label, mine, theirs, bool(mine and theirs) and folded(mine) != folded(theirs))
        for label, mine, theirs in rows
        if mine or theirs
    ]


def compared(one: Person, other: Person) -> list[Line]:
    """Lay two records side by side, field by field, with what differs marked."""
    mine, theirs = said_of(one), said_of(other)
    return side_by_side((label, mine[label], theirs[label]) for label in mine)


def said_of(person: Person) -> dict[str, str]:
    """Return what a record says of who someone is, by label."""
    return {
        "First name": person.given_name,
        "Name they go by": person.preferred_name,
        "Last name": person.family_name,
        "Date of birth": date_words(person.birth_date),
        "NHS number": number_of(person),
        "Address": person.address,
        "Postcode": person.postcode,
        "Phone number": person.phone,
        "GP practice": person.gp_practice,
        "Area": person.area.name,
    }


def number_of(person: Person) -> str:
    """Return the NHS number as pages show it, or the one that was typed and not confirmed."""
    number = person.nhs_number or person.typed_number
    return nhs_number.show(number) if number else ""
