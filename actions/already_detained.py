"""The list of people already detained when Part 8A began: to decide about, and decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounts.models import User
from accounts.rules import Permission
from core import keyset
from core.names import listed_name
from duties import transition
from duties.copies import decided_in_words
from duties.hooks import last_reviews
from duties.models import TransitionDecision

_COLUMNS = (
    "person_id", "person__given_name", "person__family_name", "hospital__name", "applicable_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """Someone still to decide about."""

    stay_id: UUID
    person_id: UUID
    person: str
    hospital: str
    detained_since: date
    recognised: bool
    last_review_on: date | None


@dataclass(frozen=True, slots=True)
class Decided:
    """Someone decided about, and how."""

    decision: TransitionDecision
    person: str
    words: str


def to_decide(
    user: User, begins_on: date | None, *, after: UUID | None, before: UUID | None
) -> tuple[list[Row], keyset.Page, int]:
    """Return one page of the people to decide about in the areas of `user`, the longest detained
    first, and how many there are."""
    areas = user.grants(Permission.DUTY_DECIDE).areas
    if begins_on is None:
        return [], keyset.Page(rows=[], following="", previous=""), 0
    rows = transition.to_decide(begins_on).filter(person__area__in=areas)
    found = keyset.page(
        [rows], order=("detained_since", "id"), columns=("detained_since", "id", *_COLUMNS),
        after=after, before=before,
    )  # fmt: skip
    reviewed = last_reviews([row[2] for row in found.rows])
    return [
        Row(
            stay, person, listed_name(family, given), hospital, since, applicable is not None,
            reviewed.get(person),
        )
        for since, stay, person, given, family, hospital, applicable in found.rows
    ], found, rows.count()  # fmt: skip


def decided(user: User) -> Sequence[Decided]:
    """Return what was decided in the areas of `user` and is in force, the last first."""
    rows = TransitionDecision.objects.permitted(user, Permission.DUTY_DECIDE).in_force()
    return [
        Decided(one, one.person.listed_name, decided_in_words(one))
        for one in rows.select_related("person", "by")[:MOST_DECIDED]
    ]


MOST_DECIDED = 200
"""How many decisions the page shows; each is on the person's record for good."""
