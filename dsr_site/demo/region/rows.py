"""Writing many rows at once: PostgreSQL's COPY, with the history row of each tracked one.

The database's guard stays on: append-only tables take inserts, and a tracked row comes with its
history row in the same transaction, or the commit is refused.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from enum import Enum
from typing import Any

from django.db import connection, models
from django.db.models import NOT_PROVIDED
from django.db.models.expressions import DatabaseDefault
from simple_history.utils import get_history_manager_for_model

from accounts.models import User

Row = list[Any]
IDS_AT_ONCE = 20_000


class Rows:
    """Rows waiting to be written, by table; `write` sends them all."""

    def __init__(self) -> None:
        self._waiting: dict[type[models.Model], list[Row]] = defaultdict(list)
        self._columns: dict[type[models.Model], list[Any]] = {}
        self._histories: dict[type[models.Model], type[models.Model]] = {}

    def add(self, record: models.Model) -> None:
        """Let `record` be inserted."""
        model = type(record)
        self._waiting[model].append(
            [_packed(field, record) for field in self._fields_of(model, record)],
        )

    def add_history(
        self, record: models.Model, *, by: User | None, at: datetime, reason: str, kind: str = "+"
    ) -> None:
        """Let the history row of `record` as it stands be inserted."""
        model = type(record)
        if model not in self._histories:
            self._histories[model] = get_history_manager_for_model(model).model
        history = self._histories[model]
        told = {
            "history_date": at,
            "history_change_reason": reason,
            "history_type": kind,
            "history_user_id": by.pk if by else None,
        }
        self._waiting[history].append(
            [
                told[field.attname] if field.attname in told else _packed(field, record)
                for field in self._fields_of(history, record)
            ]
        )

    def write(self) -> int:
        """Insert everything that waits; return how many rows that was."""
        written = 0
        with connection.cursor() as cursor:
            for model, waiting in self._waiting.items():
                names = ", ".join(f'"{field.column}"' for field in self._columns[model])
                statement = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
                with cursor.copy(statement) as copy:
                    for row in waiting:
                        copy.write_row(row)
                written += len(waiting)
        self._waiting.clear()
        return written

    def _fields_of(self, model: type[models.Model], record: models.Model) -> list[Any]:
        """Return the columns to write: all but those that the database fills in itself."""
        if model not in self._columns:
            self._columns[model] = [
                field
                for field in model._meta.concrete_fields
                if not _filled_by_the_database(field, record)
                and not (isinstance(field, models.AutoField) and field.name == "history_id")
            ]
        return self._columns[model]


def _filled_by_the_database(field: Any, record: models.Model) -> bool:
    """Whether a column has a default in the database and the record says nothing of its own."""
    if field.db_default is NOT_PROVIDED:
        return False
    own = getattr(record, field.attname, NOT_PROVIDED)
    return own is NOT_PROVIDED or isinstance(own, DatabaseDefault)


def _packed(field: Any, record: models.Model) -> Any:
    value = getattr(record, field.attname)
    if isinstance(value, Enum):
        value = value.value
    if isinstance(field, models.JSONField):
        return field.get_db_prep_save(value, connection)
    return value


def event_ids() -> Iterator[int]:
    """Yield fresh ids of the audit trail, fetched many at a time and always rising."""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence('core_auditevent', 'id'))"
                " FROM generate_series(1, %s)",
                [IDS_AT_ONCE],
            )
            fetched = [one for (one,) in cursor.fetchall()]
        yield from fetched
