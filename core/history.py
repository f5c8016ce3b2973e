"""How a tracked record is saved: the row and its history row together, with who and why."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, models
from simple_history.models import HistoricalRecords

from core.models import HistoryRow

if TYPE_CHECKING:
    from accounts.models import User


def tracked(**options: Any) -> HistoricalRecords:
    """Return the change history of a mutable model, under the database's guard."""
    return HistoricalRecords(bases=[HistoryRow], **options)


def save(record: models.Model, *, by: "User | None", at: datetime, reason: str = "") -> None:
    """Save `record` and its history row as changed by `by` at `at`.

    `reason` is a short code of the verb, never free text about a person. Refuses to run
    outside a transaction, where the two rows would not be one.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A tracked record is saved inside a transaction only.")
    record._history_user = by  # type: ignore[attr-defined]
    record._history_date = at  # type: ignore[attr-defined]
    record._change_reason = reason or None  # type: ignore[attr-defined]
    record.save()


def last_two(record: models.Model) -> tuple[Any, Any]:
    """Return the last history row of `record` and the one before it, None where there is none.

    By the order in which they were written: two changes may bear the same time.
    """
    past = getattr(record, type(record)._meta.simple_history_manager_attribute)  # type: ignore[attr-defined]
    rows = [*past.order_by("-history_id")[:2], None, None]
    return rows[0], rows[1]


def save_new(
    records: Sequence[models.Model], *, by: "User | None", at: datetime, reason: str = ""
) -> None:
    """Save new tracked records of one model and their history rows, in two statements.

    As `save` in all else.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A tracked record is saved inside a transaction only.")
    if not records:
        return
    model = type(records[0])
    model._default_manager.bulk_create(records)
    past = getattr(model, model._meta.simple_history_manager_attribute)  # type: ignore[attr-defined]
    past.bulk_history_create(
        records, default_user=by, default_date=at, default_change_reason=reason or None
    )
