"""The registry of record keepers: every app that keeps something about a person registers one.

The person page, the subject-access copy and the erasure walk this registry, so a record that
no keeper covers is a failing test (`tests/architecture`), not a surprise.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from django.db.models import Model, QuerySet

from core.copies import Told
from core.dates import LOCAL_ZONE, local_day

if TYPE_CHECKING:
    from accounts.models import User
    from register.models import Person

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Viewing:
    """A person's page while it is drawn: about whom, for whom, and when.

    `person` came through the gate. What several parts of the page need is read `once`.
    """

    person: "Person"
    viewer: "User"
    at: datetime
    _read: dict[Callable[["Viewing"], Any], Any] = field(default_factory=dict, repr=False)

    def once(self, read: Callable[["Viewing"], T]) -> T:
        """Return what `read` finds; asked again for the same page, it is not read again."""
        if read not in self._read:
            self._read[read] = read(self)
        return cast(T, self._read[read])


@dataclass(frozen=True, slots=True)
class Panel:
    """One keeper's part of the person page: a heading, a template and what it shows.

    Panels stand in the order of `order`: 10 for what must happen next, 50 where it matters little.
    """

    key: str
    title: str
    template: str
    context: dict[str, Any]
    order: int = 50


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a person's timeline, in its place by when it happened.

    `words` are for people who may see the narrative. `recorded_at` is given where something may
    have been recorded on a later day, which the line then says.
    """

    when: datetime
    title: str
    words: str = ""
    by: str = ""
    recorded_at: datetime | None = None

    @property
    def recorded_later(self) -> datetime | None:
        """When it was recorded, where that was not on the day on which it happened."""
        at = self.recorded_at
        return at if at is not None and local_day(at) > local_day(self.when) else None


def on_day(day: date, *, recorded_at: datetime | None = None) -> datetime:
    """Return where on the timeline something stands of which the day alone is known.

    At noon, or at the moment of recording where that was on the same day.
    """
    if recorded_at is not None and local_day(recorded_at) == day:
        return recorded_at
    return datetime.combine(day, time(12), tzinfo=LOCAL_ZONE)


class Part(StrEnum):
    """Where on the easy-read page something is said."""

    COLOUR = "colour"
    HELPING = "helping"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Plain:
    """One idea of the easy-read page, in a short sentence, beside one of its pictures."""

    part: Part
    words: str
    picture: str


@dataclass(slots=True)
class Erased:
    """How many rows went, by table; what erasure counts and the certificate shows."""

    counts: dict[str, int] = field(default_factory=dict)

    def add(self, model: type[Model], rows: int) -> None:
        """Count `rows` of `model`'s table."""
        if rows:
            table = model._meta.db_table
            self.counts[table] = self.counts.get(table, 0) + rows


class Keeper:
    """What an app keeps about a person. Subclass, fill in, and `register` one object.

    `floor` is the app's height (core 0, accounts 1, register 2, ... oversight 10): erasure walks
    from the top down, the person page from the bottom up. `models` names every model with a
    path to a person.
    """

    name: str
    floor: int
    models: Sequence[type[Model]] = ()

    def panels(self, viewing: Viewing) -> list[Panel]:
        """Return this app's panels of the person page, for someone who may view the person."""
        return []

    def timeline(self, viewing: Viewing) -> list[Moment]:
        """Return what happened to the person in this app's records."""
        return []

    def export(self, person_id: UUID) -> Told:
        """Return all this app keeps about the person, for a subject-access copy."""
        raise NotImplementedError

    def plainly(self, person_id: UUID, *, at: datetime) -> list[Plain]:
        """Return what the person themselves should know, for the easy-read page."""
        return []

    def in_use(self, person_id: UUID) -> str:
        """Say why the record cannot be disposed of yet, in a sentence; empty where it can."""
        return ""

    def erase(self, person_id: UUID, erased: Erased) -> None:
        """Remove all this app keeps about the person, history included. The door is open."""
        raise NotImplementedError


_keepers: dict[str, Keeper] = {}


def register(keeper: Keeper) -> None:
    """Add `keeper`; a second one of the same name replaces it."""
    _keepers[keeper.name] = keeper


def keepers() -> list[Keeper]:
    """Return all keepers, lowest floor first."""
    return sorted(_keepers.values(), key=lambda keeper: keeper.floor)


def remove(rows: QuerySet[Any], erased: Erased) -> None:
    """Delete `rows` and their history rows and count both. For keepers' `erase` only."""
    model = rows.model
    if hasattr(model._meta, "simple_history_manager_attribute"):
        history = getattr(model, model._meta.simple_history_manager_attribute).model
        pk = model._meta.pk.attname
        ids = list(rows.values_list(pk, flat=True))
        past = history.objects.filter(**{f"{pk}__in": ids})
        erased.add(history, past._raw_delete(past.db))
        rows = model._base_manager.filter(**{f"{pk}__in": ids})
    erased.add(model, rows._raw_delete(rows.db))
