"""A large region from a smaller one: the same people again and again, each time as somebody else.

Loading 100,000 people with five years of story one by one takes a quarter of an hour. A thousand of
them (the seed) are loaded so; the others are copies that the database makes of the seed's rows, in
every table that a record keeper names, with identifiers of their own. Triggers are off meanwhile:
this is for measuring only, and the trail of the copies does not verify.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction
from simple_history.utils import get_history_manager_for_model

from core import records
from core.models import AuditEvent, HistoryRow
from register.models import Person

SEED = 1_000
STEP = 100_000_000
"""How far apart the numbers of the audit events of two copies lie."""

_LOOSE = ("person_id", "subject_id")
"""Columns that name somebody's record without a foreign key."""


def sow(people: list[UUID]) -> None:
    """Keep the rows about `people` aside, to be copied from."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE UNLOGGED TABLE bench_seed (id uuid PRIMARY KEY)")
        cursor.execute("INSERT INTO bench_seed SELECT unnest(%s::uuid[])", [people])
        cursor.execute("CREATE TABLE bench_copies (number int)")
        for model in kept():
            table = model._meta.db_table
            cursor.execute(
                f'CREATE UNLOGGED TABLE "bench_{table}" AS '
                f'SELECT * FROM "{table}" WHERE {_about(model)}'
            )
        cursor.execute("ANALYZE")


def is_sown() -> bool:
    """Whether there is a seed."""
    return "bench_seed" in connection.introspection.table_names()


def multiply(times: int) -> int:
    """Copy the seed so many times; return how many people that was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(number), 0) + 1 FROM bench_copies")
        [first] = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM bench_seed")
        [size] = cursor.fetchone()
        copied = [
            model for model in kept() if _has_rows(cursor, f"bench_{model._meta.db_table}")
        ]  # fmt: skip
        for number in range(first, first + times):
            with transaction.atomic():
                cursor.execute("SET LOCAL session_replication_role = replica")
                for model in copied:
                    cursor.execute(_copy(model, number))
                cursor.execute("INSERT INTO bench_copies VALUES (%s)", [number])
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('core_auditevent', 'id'), max(id)) "
            "FROM core_auditevent"
        )
    return times * int(size)


def kept() -> list[type[models.Model]]:
    """Return the models with rows about people: those of the record keepers, history, trail."""
    named = [model for keeper in records.keepers() for model in keeper.models]
    found: list[Any] = [Person, AuditEvent, *named]
    found += [
        get_history_manager_for_model(model).model
        for model in found
        if hasattr(model._meta, "simple_history_manager_attribute")
    ]
    return [model for model in dict.fromkeys(found) if model in set(apps.get_models())]


def _has_rows(cursor: Any, table: str) -> bool:
    cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")')
    return bool(cursor.fetchone()[0])


def _about(model: Any) -> str:
    """Return the condition for rows about the seed's people."""
    if model is Person or _tracked(model) is Person:
        return "id IN (SELECT id FROM bench_seed)"
    if any(field.column == "person_id" for field in model._meta.concrete_fields):
        return "person_id IN (SELECT id FROM bench_seed)"
    for field in _links(model):
        parent: Any = field.related_model
        return (
            f'"{field.column}" IN (SELECT "{parent._meta.pk.column}" '
            f'FROM "{parent._meta.db_table}" WHERE {_about(parent)})'
        )
    return "false"


def _tracked(model: type[models.Model]) -> type[models.Model] | None:
    return getattr(model, "instance_type", None) if issubclass(model, HistoryRow) else None


def _links(model: type[models.Model]) -> Iterator[models.ForeignKey[Any, Any]]:
    """Yield the foreign keys to other copied models."""
    about = {Person, *(one for keeper in records.keepers() for one in keeper.models)}
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and field.related_model in about - {model}:
            yield field


def _copy(model: type[models.Model], number: int) -> str:
    taken = {
        field.column: _value(model, field, number)
        for field in model._meta.concrete_fields
        if not (issubclass(model, HistoryRow) and field.primary_key)
    }
    table = model._meta.db_table
    columns = ", ".join(f'"{column}"' for column in taken)
    return (
        f'INSERT INTO "{table}" ({columns}) SELECT {", ".join(taken.values())} FROM "bench_{table}"'
    )


def _value(model: type[models.Model], field: models.Field[Any, Any], number: int) -> str:
    """Return the SQL of one column of a copy."""
    column = f'"{field.column}"'
    about = {Person, *(one for keeper in records.keepers() for one in keeper.models)}
    own = field.primary_key or (_tracked(model) in about and field.column == "id")
    named = isinstance(field, models.ForeignKey) and field.related_model in about
    if field.column == "raised_by_event" or (model is AuditEvent and field.primary_key):
        return f"{column} + {number * STEP}"
    if isinstance(field, models.UUIDField | models.ForeignKey):
        if own or named or field.column in _LOOSE:
            return f"overlay({column}::text placing '{number:08x}' from 1 for 8)::uuid"
        return column
    if field.column == "nhs_number":
        return f"({10**9 + number * 10**6} + right({column}, 6)::bigint)::text"
    if field.unique and not field.primary_key:
        return f"{column} || ':{number}'"
    return column
