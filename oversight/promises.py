"""What was due and whether it took place by its date, read from the duties themselves.

Each duty counts once. What met it, and the day on which that took place, is what the duty says:
nothing is matched by its date, so that the visit before is never taken for the next one.
"""

from django.db.models import OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from accounts.rules import Permission
from core.dates import local_day
from duties.querysets import DutyQuerySet
from duties.rules import CORRECTED, DutyStatus
from oversight.measures import Promise, Span
from register.models import InpatientStay


def of_stays(duties: DutyQuerySet, stays: QuerySet[InpatientStay], over: Span) -> list[Promise]:
    """Return what was due during `stays` and over a span; each duty belongs to one stay.

    That is the stay on which its date is counted: someone may have had others, that other
    organisations paid for.
    """
    begun = InpatientStay.objects.filter(
        person=OuterRef("person"), admitted_on__lte=OuterRef("counted_from")
    )
    stay = Subquery(begun.order_by("-admitted_on", "-pk").values("pk")[:1])
    return _read(duties.annotate(stay=stay).filter(stay__in=stays.order_by().values("pk")), over)


def of_people(
    duties: DutyQuerySet, user: User, permission: Permission, stays: QuerySet[InpatientStay],
    over: Span,
) -> list[Promise]:  # fmt: skip
    """Return what was due over a span about the people in the user's areas and those on `stays`."""
    whose = Q(person__area__in=user.grants(permission).areas)
    whose |= Q(person__in=stays.order_by().values("person"))
    return _read(duties.unrestricted().filter(whose), over)


def _read(duties: DutyQuerySet, over: Span) -> list[Promise]:
    due = duties.with_deadline().filter(due_on__gte=over.start, due_on__lt=over.end)
    columns = ("due_on", "late_from", "status", "reason", "ended_on", "ended_at")
    return [
        Promise(
            due_on=due_on,
            late_from=late_from,
            status=DutyStatus(status),
            ended_on=ended_on or (local_day(ended_at) if ended_at else None),
            corrected=reason == CORRECTED,
        )
        for due_on, late_from, status, reason, ended_on, ended_at in due.values_list(*columns)
    ]
