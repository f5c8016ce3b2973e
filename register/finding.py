"""Finding people: one way to look through search texts, and who else can find someone.

The list rows here find those on the register and those who have left. Apps above add finders of
their own at start-up, such as of referrals that wait for triage; nothing here imports them. Each
finds only what its reader may see, for each kind through the gate's own filter.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import add, and_
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q, QuerySet, Value
from django.db.models.expressions import Combinable

from core.names import looked_for
from register.rules.finding import Sought

if TYPE_CHECKING:
    from accounts.models import User

SHOWS = 50
"""So many of each kind are shown: whoever has more must say more of the name."""


ENOUGH = 0.6
"""How like what was typed the names must be, of 1; PostgreSQL's own threshold for a word."""


def matching(rows: QuerySet[Any], sought: Sought, *, born: str, path: str = "") -> QuerySet[Any]:
    """Return the rows that are what is sought; none where nothing is.

    `born` is the column of the date of birth; `path` leads to the model with the search text.
    """
    if sought.is_empty:
        return rows.none()
    text = f"{path}search"
    asked = [Q(**{f"{text}__contains": one}) for one in sought.exact]
    if sought.born:
        asked.append(Q(**{f"{born}__in": sought.born}))
    if len(sought.words) > 1:
        rows = rows.alias(likeness=_likeness(text, sought.words))
    if sought.words:
        asked.append(_named(text, sought.words))
    return rows.filter(reduce(and_, asked))


def _named(text: str, words: Sequence[str]) -> Q:
    """Return the filter for names: every word as it stands, or most of them, perhaps misspelt.

    The longest word finds the rows by their index, for it is in the fewest; the others are asked
    of those alone. All words without a space between them are found by what they are together.
    """
    longest = max(words, key=len)
    every = reduce(and_, (_contains(text, one) for one in words))
    if any(one.isdecimal() for one in longest):
        return every
    misspelt = Q(**{f"{text}__trigram_word_similar": longest})
    if len(words) == 1:
        return every | misspelt
    joined = Q(**{f"{text}__contains": "".join(words)})
    return every | joined | (misspelt & Q(likeness__gte=ENOUGH))


def _contains(text: str, word: str) -> Q:
    return Q(**{f"{text}__contains": looked_for(word)})


def _likeness(text: str, words: Sequence[str]) -> Combinable:
    """Return how like the words are, of 1: a long word that is right says more than a short one."""
    weights = [len(word) + 1 for word in words]
    parts = [
        TrigramWordSimilarity(word, text) * Value(float(weight))
        for word, weight in zip(words, weights, strict=True)
    ]
    return reduce(add, parts) / Value(float(sum(weights)))


def likest_first(rows: QuerySet[Any], sought: Sought, *then: str, path: str = "") -> QuerySet[Any]:
    """Return the rows in the order of how like the names are, then by `then`."""
    if not sought.words:
        return rows.order_by(*then)
    liked = rows.annotate(like=_likeness(f"{path}search", sought.words))
    ordered: QuerySet[Any] = liked.order_by("-like", *then)
    return ordered


@dataclass(frozen=True, slots=True)
class Found:
    """One result of a finder: whose it is, what it is, and the page that it leads to.

    `state` and `colour` are those of its tag, `level` a rating; `when` says since when it is so.
    """

    person_id: UUID | None
    name: str
    birth_date: date | None
    nhs_number: str | None
    url: str
    reference: str
    state: str
    colour: str
    level: str
    when: datetime
    area: str
    by: str


Finder = Callable[["User", Sought], Sequence[Found]]
_finders: dict[str, Finder] = {}


def add_finder(name: str, finder: Finder) -> None:
    """Let `finder(user, sought)` find what an app has; a second of one name replaces it."""
    _finders[name] = finder


def elsewhere(user: "User", sought: Sought) -> list[Found]:
    """Return what the apps above find for `user`."""
    return [one for finder in _finders.values() for one in finder(user, sought)]
