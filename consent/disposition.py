"""Whose record is to be removed, and when: the policy applied to closed entries."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from consent import policy, rules
from core.dates import add_months
from register.models import Entry
from register.rules import ClosureReason

_SLACK = timedelta(days=4)
"""Months differ in length: the database looks a little further than the exact day."""


def disposal_day(entry: Entry) -> date:
    """Return the day on which the record behind a closed entry has had its time."""
    if entry.closed_at is None:
        raise ValueError("An open entry has no day of disposal.")
    figures = policy.current().disposition
    kept = figures.kept[ClosureReason(entry.closure_reason)]
    return rules.dispose_on(
        closed_at=entry.closed_at, keep_months=kept.keep_months, grace_days=figures.grace_days
    )


def due(rows: "QuerySet[Entry]", *, on: date) -> list[Entry]:
    """Return the last entries, among `rows`, of those whose record's time is over by `on`."""
    figures = policy.current().disposition
    over = Q(pk__in=[])
    for reason, kept in figures.kept.items():
        before = min(add_months(on, -kept.keep_months), on - timedelta(days=figures.grace_days))
        over |= Q(closure_reason=reason.value, closed_at__date__lte=before + _SLACK)
    later: Any = Entry.objects.filter(person=OuterRef("person"))
    later = later.filter(opened_at__gt=OuterRef("opened_at"))
    found = rows.filter(over, closed_at__isnull=False).exclude(Exists(later))
    ordered = found.select_related("person", "person__area").order_by("closed_at")
    return [entry for entry in ordered if disposal_day(entry) <= on]
