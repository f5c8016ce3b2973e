"""The database's own guard: what was recorded stays recorded.

Three things are installed after every migration, for every model that asks for them by its
base class: append-only tables refuse change; history tables refuse change; a tracked table
refuses, at commit, a change that has no history row of the same transaction. One door,
`open_door`, lets erasure through, for the rest of its own transaction only.
"""

from typing import Any

from django.apps import apps
from django.db import connection, models
from simple_history.utils import get_history_manager_for_model

from core.models import AppendOnly, AuditEvent, HistoryRow

FUNCTIONS = """
CREATE OR REPLACE FUNCTION dsr_door_open() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(current_setting('dsr.door', true) = txid_current()::text, false)
$$;

CREATE OR REPLACE FUNCTION dsr_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'TRUNCATE' AND dsr_door_open() THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  -- A fact can be struck out: once, and nothing else of it changes. Its history never does.
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) ? 'struck_out_id' AND NOT to_jsonb(OLD) ? 'history_id'
     AND to_jsonb(OLD) ->> 'struck_out_id' IS NULL AND to_jsonb(NEW) ->> 'struck_out_id' IS NOT NULL
     AND to_jsonb(NEW) - 'struck_out_id' = to_jsonb(OLD) - 'struck_out_id' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% refused: % is append-only', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;

CREATE OR REPLACE FUNCTION dsr_refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.seal_id IS NULL
     AND to_jsonb(NEW) - 'seal_id' = to_jsonb(OLD) - 'seal_id' THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND dsr_door_open()
     AND to_jsonb(NEW) - '{person_id,facts,salt}'::text[]
       = to_jsonb(OLD) - '{person_id,facts,salt}'::text[]
     AND NEW.person_id IS NULL AND NEW.facts = '{}'::jsonb AND NEW.salt = '' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% refused: the audit trail is append-only', TG_OP
    USING ERRCODE = 'restrict_violation';
END $$;

CREATE OR REPLACE FUNCTION dsr_require_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  written boolean;
  changed jsonb := to_jsonb(CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END)
                   - string_to_array(TG_ARGV[2], ',');
BEGIN
  IF dsr_door_open() THEN RETURN NULL; END IF;
  -- What the history leaves out, such as the last sign-in, changes without a row of it.
  IF TG_OP = 'UPDATE' AND changed = to_jsonb(OLD) - string_to_array(TG_ARGV[2], ',') THEN
    RETURN NULL;
  END IF;
  EXECUTE format(
    -- The key is compared as its own type, so that the history table's index serves.
    'SELECT EXISTS (SELECT 1 FROM %I h WHERE h.%I = $1::%s AND h.recorded_txid = txid_current()'
    ' AND to_jsonb(h) @> $2 AND (h.history_type = ''-'') = $3)',
    TG_ARGV[0], TG_ARGV[1], TG_ARGV[3])
    INTO written USING changed ->> TG_ARGV[1], changed, TG_OP = 'DELETE';
  IF NOT written THEN
    RAISE EXCEPTION '% refused: % changed without its history row', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
"""

REFUSAL = """
CREATE OR REPLACE TRIGGER dsr_rows BEFORE UPDATE OR DELETE ON "{table}"
  FOR EACH ROW EXECUTE FUNCTION {function}();
CREATE OR REPLACE TRIGGER dsr_truncate BEFORE TRUNCATE ON "{table}"
  FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""

TRACKED = """
CREATE OR REPLACE TRIGGER dsr_truncate BEFORE TRUNCATE ON "{table}"
  FOR EACH STATEMENT EXECUTE FUNCTION dsr_refuse_change();
DROP TRIGGER IF EXISTS dsr_history ON "{table}";
CREATE CONSTRAINT TRIGGER dsr_history AFTER INSERT OR UPDATE OR DELETE ON "{table}"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION dsr_require_history({arguments});
"""


def append_only_models() -> list[type[models.Model]]:
    """Return the models whose rows never change: append-only ones and every history table."""
    return [m for m in apps.get_models() if issubclass(m, AppendOnly | HistoryRow)]


def tracked_models() -> list[tuple[type[models.Model], type[models.Model]]]:
    """Return each model that keeps its change history, with its history model."""
    return [
        (model, get_history_manager_for_model(model).model)
        for model in apps.get_models()
        if hasattr(model._meta, "simple_history_manager_attribute")
        and not issubclass(model, HistoryRow)
    ]


def statements() -> list[str]:
    """Return the SQL that brings the database's guard in step with the models; safe to repeat."""
    refused = {model._meta.db_table: "dsr_refuse_change" for model in append_only_models()}
    refused[AuditEvent._meta.db_table] = "dsr_refuse_audit_change"
    sql = [FUNCTIONS, *(REFUSAL.format(table=t, function=f) for t, f in refused.items())]
    for model, history in tracked_models():
        table, kept = model._meta.db_table, {f.column for f in history._meta.concrete_fields}
        left_out = [str(f.column) for f in model._meta.concrete_fields if f.column not in kept]
        pk = model._meta.pk
        key = pk.column
        arguments = ", ".join(
            f"'{one}'"
            for one in (
                history._meta.db_table, key, ",".join(left_out), pk.rel_db_type(connection),
            )
        )  # fmt: skip
        sql.append(TRACKED.format(table=table, arguments=arguments))
    return sql


def install() -> None:
    """Bring the database's guard in step with the models whose tables exist."""
    existing = set(connection.introspection.table_names())
    wanted = {m._meta.db_table for m in append_only_models()}
    wanted |= {m._meta.db_table for m, _ in tracked_models()} | {AuditEvent._meta.db_table}
    if not wanted <= existing:
        return
    with connection.cursor() as cursor:
        for statement in statements():
            cursor.execute(statement)


def install_after_migrate(sender: Any, **kwargs: Any) -> None:
    """Run once per migrate, when the highest floor has its tables."""
    if sender.name == "core":
        install()


def open_door() -> None:
    """Let the rest of this transaction remove what is otherwise append-only. Erasure only."""
    if not connection.in_atomic_block:
        raise RuntimeError("The door opens only inside a transaction.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('dsr.door', txid_current()::text, true)")
