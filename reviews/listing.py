"""The worklist of reviews: what is to be arranged, held, reported and closed, the oldest first.

One page costs the same number of queries at any size; pages follow one another by keyset.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import DateField, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.rules import Permission
from core import keyset
from core.names import listed_name
from duties.models import Duty
from duties.querysets import DutyQuerySet
from register.models import FAR_FUTURE
from reviews.models import Review, ReviewRequest
from reviews.rules import Organiser, ReviewKind, Setting

STAGES = {
    "asked": "Asked for, to be arranged",
    "arranged": "Arranged, to be held",
    "report": "Held, report outstanding",
    "close": "Report sent, to be closed",
}
_PERSON = ("person_id", "person__given_name", "person__family_name", "person__area__name")
_OF_REQUEST = (
    *_PERSON, "kind", "setting", "organiser", "asked_on", "planned_on", "due", "overdue",
)  # fmt: skip
_OF_REVIEW = (*_PERSON, "kind", "setting", "held_on", "escalated_on", "due", "overdue")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; anything it does not know is left aside."""

    stage: str
    area: UUID | None
    after: UUID | None
    before: UUID | None

    @classmethod
    def read(cls, query: Any) -> "Filters":
        """Return the filters in the query of an address; the first stage where none is named."""
        stage = query.get("stage", "")
        return cls(
            stage=stage if stage in STAGES else next(iter(STAGES)),
            area=keyset.identifier(query.get("area")),
            after=keyset.identifier(query.get("after")),
            before=keyset.identifier(query.get("before")),
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a request or a review, its date by its stage, and whether that is overdue.

    `first` is the day it was asked for or held; `due_on` what it waits for, none where no date
    is set.
    """

    id: UUID
    person_id: UUID
    person: str
    area: str
    kind: str
    where: str
    organiser: str
    first: date
    due_on: date | None
    late: bool
    escalated: bool
    is_request: bool


def page_of(
    user: User, filters: Filters, *, on: date
) -> tuple[list[Row], keyset.Page, keyset.Count]:
    """Return the lines of one page of a stage, its neighbours and the capped count."""
    asks = filters.stage in {"asked", "arranged"}
    rows: QuerySet[Any] = _requests(user, filters) if asks else _reviews(user, filters)
    asking = _duties() if asks else _reports()
    rows = rows.annotate(overdue=Exists(asking.overdue(on)))
    value = {"asked": "due", "arranged": "planned_on"}.get(filters.stage, "held_on")
    found = keyset.page(
        [rows],
        order=(value, "id"),
        columns=(value, "id", *(_OF_REQUEST if asks else _OF_REVIEW)),
        after=filters.after,
        before=filters.before,
    )
    make = _request_row if asks else _review_row
    return [make(values, filters.stage, on) for values in found.rows], found, keyset.count(rows)


def counts(user: User, area: UUID | None) -> dict[str, keyset.Count]:
    """Return how many stand in each stage."""
    found = {}
    for stage in STAGES:
        filters = Filters(stage, area, None, None)
        asks = stage in {"asked", "arranged"}
        found[stage] = keyset.count(_requests(user, filters) if asks else _reviews(user, filters))
    return found


def _requests(user: User, filters: Filters) -> QuerySet[Any]:
    """Return the requests of a stage, each with the day on which its review is due."""
    rows = ReviewRequest.objects.permitted(user, Permission.REVIEW_VIEW)
    rows = rows.asked() if filters.stage == "asked" else rows.arranged()
    dated = _duties().filter(due_on__isnull=False)
    first = Subquery(dated.order_by("due_on").values("due_on")[:1])
    never = Value(FAR_FUTURE, output_field=DateField())
    return _in_area(rows.annotate(due=Coalesce(first, never)), filters)


def _duties() -> DutyQuerySet:
    """Return the open duties that the review asked for can meet."""
    return Duty.objects.open().met_by_review().filter(person=OuterRef("person"))


def _reports() -> DutyQuerySet:
    """Return the open duties to send out the report of the review in hand."""
    rows = Duty.objects.open().filter(person=OuterRef("person"))
    return rows.reports_of(OuterRef("pk"))


def _reviews(user: User, filters: Filters) -> QuerySet[Any]:
    """Return the reviews of a stage, each with the day by which its report is due."""
    rows = Review.objects.permitted(user, Permission.REVIEW_VIEW)
    rows = rows.report_outstanding() if filters.stage == "report" else rows.to_close()
    return _in_area(rows.annotate(due=Subquery(_reports().values("due_on")[:1])), filters)


def _in_area(rows: QuerySet[Any], filters: Filters) -> QuerySet[Any]:
    return rows if filters.area is None else rows.filter(person__area=filters.area)


def _request_row(values: Sequence[Any], stage: str, on: date) -> Row:
    _, key, person, given, family, area, kind, setting, organiser, asked, *dates = values
    planned, due, overdue = dates
    due_on = planned if stage == "arranged" else (None if due == FAR_FUTURE else due)
    return Row(
        id=key,
        person_id=person,
        person=listed_name(family, given),
        area=area,
        kind=ReviewKind(kind).value,
        where=Setting(setting).label,
        organiser=Organiser(organiser).label,
        first=asked,
        due_on=due_on,
        late=overdue or (stage == "arranged" and planned < on),
        escalated=False,
        is_request=True,
    )


def _review_row(values: Sequence[Any], _stage: str, _on: date) -> Row:
    _, key, person, given, family, area, kind, setting, held_on, escalated, due, late = values
    return Row(
        id=key,
        person_id=person,
        person=listed_name(family, given),
        area=area,
        kind=ReviewKind(kind).value,
        where=Setting(setting).label,
        organiser="",
        first=held_on,
        due_on=due,
        late=late,
        escalated=escalated is not None,
        is_request=False,
    )
