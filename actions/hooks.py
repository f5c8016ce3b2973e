"""What floors above know and duties need: the next meeting, facts, and referrals that wait.

The floors above register a function at start-up; nothing here imports them.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Waiting:
    """A referral that nobody has decided: the clinician's rating, and whether its clock stands."""

    level: str
    paused: bool


NextMeeting = Callable[[UUID, date], date | None]
FactSource = Callable[[UUID, date], dict[str, Any]]
ManyFacts = Callable[[Collection[UUID]], FactSource]
WaitingSource = Callable[[UUID], Collection[Waiting]]
ManyWaiting = Callable[[Collection[UUID]], WaitingSource]
PeopleWaiting = Callable[[], "QuerySet[Any, Any]"]

_resolvers: list[NextMeeting] = []
_sources: dict[str, FactSource] = {}
_many: dict[str, ManyFacts] = {}
_waiting: list[WaitingSource] = []
_many_waiting: list[ManyWaiting] = []
_people_waiting: list[PeopleWaiting] = []


def set_next_meeting_resolver(resolver: NextMeeting) -> None:
    """Let `resolver(area_id, on)` say when the area's next tracking meeting is, from `on` on."""
    _resolvers[:] = [resolver]


def next_meeting_on(area_id: UUID, on: date) -> date | None:
    """Return the day of the area's next tracking meeting from `on` on; None when none is set."""
    return _resolvers[0](area_id, on) if _resolvers else None


def add_fact_source(name: str, source: FactSource, many: ManyFacts | None = None) -> None:
    """Let `source(person_id, on)` add policy facts, such as whether a keyworker is known.

    `many(person_ids)` reads for all of them at once and returns such a source; without it a
    long reconciling asks for one person after the other.
    """
    _sources[name] = source
    if many is not None:
        _many[name] = many


def facts_from_above(person_id: UUID, on: date) -> dict[str, Any]:
    """Return what every source knows of the person on the day `on`."""
    found: dict[str, Any] = {}
    for source in _sources.values():
        found |= source(person_id, on)
    return found


def facts_from_above_about(person_ids: Collection[UUID]) -> FactSource:
    """Return what every source knows of these people, read at once where a source can."""
    sources = [
        _many[name](person_ids) if name in _many else source for name, source in _sources.items()
    ]

    def facts(person_id: UUID, on: date) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for source in sources:
            found |= source(person_id, on)
        return found

    return facts


def set_waiting_source(
    source: WaitingSource, *, many: ManyWaiting | None = None, people: PeopleWaiting | None = None
) -> None:
    """Let `source(person_id)` say which referrals of a person wait for triage.

    `many(person_ids)` reads for all of them at once and returns such a source; `people()` names
    everybody of whom a referral waits.
    """
    _waiting[:] = [source]
    _many_waiting[:] = [many] if many else []
    _people_waiting[:] = [people] if people else []


def waiting_referrals(person_id: UUID) -> Collection[Waiting]:
    """Return the person's referrals that wait for triage."""
    return _waiting[0](person_id) if _waiting else ()


def waiting_referrals_of(person_ids: Collection[UUID]) -> WaitingSource:
    """Return what says which referrals of these people wait, read at once where it can be."""
    return _many_waiting[0](person_ids) if _many_waiting else waiting_referrals


def people_waiting() -> "QuerySet[Any, Any] | None":
    """Return the ids of everybody of whom a referral waits; None where nobody can tell."""
    return _people_waiting[0]() if _people_waiting else None
