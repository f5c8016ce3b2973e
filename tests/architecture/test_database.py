"""What the database itself must hold: the guard on every record, and no cascade anywhere."""

import pytest
from django.apps import apps
from django.db import connection, models

from core import guard
from core.models import AppendOnly, AuditEvent, HistoryRow
from tests.architecture.source import APPS


def ours() -> list[type[models.Model]]:
    """Return the models of the product itself, made-up history models included."""
    return [model for model in apps.get_models() if model._meta.app_label in APPS]


@pytest.fixture
def triggers(db: None) -> dict[str, set[str]]:
    """The triggers that are there and enabled, by table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND t.tgenabled = 'O'"
        )
        found: dict[str, set[str]] = {}
        for table, name in cursor.fetchall():
            found.setdefault(table, set()).add(name)
    return found


def test_every_append_only_and_history_table_refuses_change(
    triggers: dict[str, set[str]],
) -> None:
    wanted = [m for m in apps.get_models() if issubclass(m, AppendOnly | HistoryRow)]
    assert len(wanted) > 20
    for model in [*wanted, AuditEvent]:
        assert {"dsr_rows", "dsr_truncate"} <= triggers.get(model._meta.db_table, set()), model


def test_every_tracked_table_refuses_a_change_without_history(
    triggers: dict[str, set[str]],
) -> None:
    tracked = guard.tracked_models()
    assert tracked
    for model, _ in tracked:
        assert {"dsr_history", "dsr_truncate"} <= triggers.get(model._meta.db_table, set()), model


def test_every_history_model_is_under_the_guard() -> None:
    loose = [
        model
        for model in ours()
        if hasattr(model, "history_type") and not issubclass(model, HistoryRow)
    ]
    assert not loose, "use core.history.tracked()"


def test_a_record_is_never_removed_because_another_was() -> None:
    found = [
        f"{model._meta.label}.{field.name}"
        for model in ours()
        if not issubclass(model, HistoryRow)
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete is not models.PROTECT
        and not _of_a_through_table(model)
    ]
    assert not found, f"on_delete=PROTECT, or a reason here: {found}"


def _of_a_through_table(model: type[models.Model]) -> bool:
    """Django makes these for many-to-many fields; their rows are the field's value."""
    return bool(model._meta.auto_created)


def test_every_constraint_of_ours_has_a_name_that_says_what_it_holds() -> None:
    found = [
        f"{model._meta.label}: {constraint.name}"
        for model in ours()
        for constraint in model._meta.constraints
        if len(constraint.name) < 8 or constraint.name.startswith(f"{model._meta.db_table}_")
    ]
    assert not found, found


def test_what_stands_in_an_address_is_a_random_identifier() -> None:
    """A number that counts up tells how many there are and invites trying the next one."""
    counting = {
        model._meta.label
        for model in ours()
        if not issubclass(model, HistoryRow)
        and not model._meta.auto_created
        and isinstance(model._meta.pk, models.AutoField)
    }
    assert counting <= INTERNAL, counting - INTERNAL


INTERNAL = {
    "consent.LedgerLine",
    "consent.RefusalCount",
    "core.AuditEvent",
    "core.AuditSeal",
    "core.ReadLog",
    "meetings.AgendaEdit",
    "meetings.Deputy",
}
"""Counts and logs, whose order matters and which no address names."""
