"""What was due and whether it took place by its date, read from the duties themselves.

Each duty counts once. What met it, and the day on which that took place, is what the duty says:
nothing is matched by its date, so that the visit before is never taken for the next one.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.rules import Permission
from core.dates import local_day
from duties.querysets import DutyQuerySet
from duties.rules import CORRECTED, DutyStatus
from oversight.measures import Promise, Span, StayFacts
from register.models import InpatientStay


@dataclass(frozen=True, slots=True)
class Stays:
    """The stays that are counted, and the others of the same people."""

    rows: QuerySet[InpatientStay]
    counted: Sequence[StayFacts]
    others: Sequence[StayFacts]

    def due(self, duties: DutyQuerySet, over: Span) -> list[Promise]:
        """Return what was due over a span in the counted stays.

        A duty belongs to the stay on which its date is counted, the last one that had begun:
        someone may have had others, that other organisations paid for.
        """
        begun: dict[object, list[tuple[date, bool]]] = defaultdict(list)
        for is_counted, stays in ((False, self.others), (True, self.counted)):
            for one in stays:
                begun[one.person].append((one.admitted_on, is_counted))
        for own in begun.values():
            own.sort()
        found = []
        for person, counted_from, promise in _read(duties.filter(person__in=self.people), over):
            own = begun.get(person, [])
            place = bisect_right(own, (counted_from, True))
            if place and own[place - 1][1]:
                found.append(promise)
        return found

    def due_besides(
        self, duties: DutyQuerySet, user: User, permission: Permission, over: Span
    ) -> list[Promise]:
        """Return what was due over a span about these people and those in the user's areas."""
        whose = Q(person__in=self.people)
        areas = user.grants(permission).areas
        if areas:
            whose |= Q(person__area__in=areas)
        return [one for _, _, one in _read(duties.unrestricted().filter(whose), over)]

    @property
    def people(self) -> QuerySet[InpatientStay, Any]:
        """The ids of the people who had them."""
        return self.rows.order_by().values("person")


def _read(duties: DutyQuerySet, over: Span) -> Iterator[tuple[object, date, Promise]]:
    """Yield whose each duty is, from which day its date is counted, and what became of it."""
    due = duties.with_deadline().filter(due_on__gte=over.start, due_on__lt=over.end).order_by()
    columns = ("due_on", "late_from", "status", "reason", "ended_on", "ended_at")
    for person, day, due_on, late_from, status, reason, ended_on, ended_at in due.values_list(
        "person_id", "counted_from", *columns
    ):
        yield (
            person,
            day,
            Promise(
                due_on=due_on,
                late_from=late_from,
                status=DutyStatus(status),
                ended_on=ended_on or (local_day(ended_at) if ended_at else None),
                corrected=reason == CORRECTED,
            ),
        )
