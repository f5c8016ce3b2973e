"""What floors above know and duties need. They register a function at start-up; nothing here
imports them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from duties.life import MeetingDay

if TYPE_CHECKING:
    from django.db.models import QuerySet

MeetingsOf = Callable[[UUID], Sequence[MeetingDay]]
PeopleWaiting = Callable[[], "QuerySet[Any, Any]"]
OtherDue = Callable[[Collection[UUID]], dict[UUID, date]]
LastReviews = Callable[[Collection[UUID]], dict[UUID, date]]


@dataclass(slots=True)
class _Registered:
    meetings: MeetingsOf | None = None
    waiting: PeopleWaiting | None = None
    due: OtherDue | None = None
    reviews: LastReviews | None = None


_registered = _Registered()


def set_meetings_source(source: MeetingsOf) -> None:
    """Let `source(area_id)` give the area's tracking meetings that were not cancelled, in order."""
    _registered.meetings = source


def tracking_meetings(area_id: UUID) -> Sequence[MeetingDay]:
    """Return the area's tracking meetings that were not cancelled, the first one first."""
    return _registered.meetings(area_id) if _registered.meetings else ()


def set_waiting_source(people: PeopleWaiting) -> None:
    """Let `people()` name everyone who has a referral that waits for triage."""
    _registered.waiting = people


def people_waiting() -> "QuerySet[Any, Any] | None":
    """Return the ids of everyone who has a referral that waits; None where no one can tell."""
    return _registered.waiting() if _registered.waiting else None


def set_due_source(source: OtherDue) -> None:
    """Let `source(person_ids)` say when what floors above keep about each of them is due next."""
    _registered.due = source


def due_above(person_ids: Collection[UUID]) -> dict[UUID, date]:
    """Return when what floors above keep about these people is due next, where something is."""
    return _registered.due(person_ids) if _registered.due else {}


def set_reviews_source(source: LastReviews) -> None:
    """Let `source(person_ids)` say when the last C(E)TR of each of them was held."""
    _registered.reviews = source


def last_reviews(person_ids: Collection[UUID]) -> dict[UUID, date]:
    """Return when the last C(E)TR of each of these people was held, where one is recorded."""
    return _registered.reviews(person_ids) if _registered.reviews else {}
