"""SQL written by hand is rare, reviewed and named here; so are the switches nobody may use."""

import ast

from tests.architecture.source import calls, modules, name_of

REVIEWED = {
    "accounts/workflow/waiting.py": "an advisory lock on an address, as a parameter",
    "accounts/workflow/users.py": "an advisory lock with a constant name: one removal at a time",
    "alerts/beat.py": "the advisory lock of the only scheduler",
    "alerts/health.py": "SELECT 1",
    "alerts/listener.py": "LISTEN on a channel that is a constant",
    "alerts/workflow/notices.py": "NOTIFY on a channel that is a constant",
    "alerts/workflow/relay.py": "lets the marks of the relay reach the disk in their own time",
    "consent/scan.py": "looks through the columns of every table after an erasure",
    "consent/workflow/door.py": "checks deferred constraints before the door closes; one lock",
    "dsr_site/demo/region/build.py": "ANALYZE, after a made-up region was built",
    "dsr_site/demo/region/rows.py": "COPY and sequences, to load many made-up people",
    "core/audit.py": "the advisory lock of the only sealer",
    "core/guard.py": "installs the triggers; names come from the models",
    "core/heartbeats.py": "one upsert with parameters",
    "core/housekeeping.py": "empties the cache of what has expired",
}
RAW = {".execute", ".executemany", ".raw", ".extra", "RawSQL", "cursor.copy"}
DOOR = {"consent/workflow/door.py"}
SWITCHES = {
    "update_fields": "records values in the history that were never saved",
    "skip_history_when_saving": "switches the history off",
    "SIMPLE_HISTORY_ENABLED": "switches the history off",
    "cascade_delete_history": "deletes the history",
    "session_replication_role": "switches the guard off",
}


def _raw(tree: ast.Module) -> list[int]:
    return [call.lineno for call in calls(tree) if name_of(call.func).endswith(tuple(RAW))]


def test_sql_by_hand_stands_only_where_it_was_reviewed() -> None:
    found = {
        f"{path}:{lines}"
        for path, tree in modules().items()
        if path not in REVIEWED and (lines := _raw(tree))
    }
    assert not found, f"SQL by hand, not on the reviewed list: {sorted(found)}"


def test_every_reviewed_module_still_has_sql() -> None:
    assert not {path for path in REVIEWED if not _raw(modules()[path])}


def test_the_door_of_the_guard_is_opened_by_erasure_alone() -> None:
    found = {
        path
        for path, tree in modules().items()
        for call in calls(tree)
        if name_of(call.func).rsplit(".", 1)[-1] == "open_door"
    }
    assert found == DOOR


def test_no_switch_that_falsifies_the_history_is_used() -> None:
    found = set()
    for path, tree in modules().items():
        for node in ast.walk(tree):
            said = (
                (node.arg if isinstance(node, ast.keyword) else None)
                or (node.attr if isinstance(node, ast.Attribute) else None)
                or (node.id if isinstance(node, ast.Name) else None)
            )
            if said in SWITCHES:
                found.add(f"{path} {said}: {SWITCHES[said]}")
    assert not found, found
