"""Who may write: workflow functions, keepers and the ground floor; nobody else."""

import ast

from tests.architecture.source import calls, modules, name_of

ALWAYS = {
    "save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
    "asave", "acreate", "aupdate", "adelete", "_raw_delete", "bulk_create_with_history",
    "bulk_update_with_history",
}  # fmt: skip
"""Method names that only ever write rows. `update` and `delete` are looked at more closely."""

GROUND = {
    "core/audit.py": "makes the seals of the audit trail",
    "core/events.py": "appends the audit row of every event",
    "core/history.py": "the one place where a tracked record is saved",
    "core/housekeeping.py": "removes sessions that have expired",
    "core/readlog.py": "notes who looked at whom",
    "core/records.py": "removes what a keeper names, for erasure",
}
"""Modules outside the workflows that write, each with its reason."""


def _may_write(path: str) -> bool:
    place = f"/{path}"
    return "/workflow/" in place or place.endswith(("/workflow.py", "/keeper.py"))


def _writes(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    name, whole = call.func.attr, name_of(call.func)
    if whole in {"history.save", "workflow.save"}:
        return whole == "history.save"
    if name in ALWAYS:
        return True
    # A dictionary or a digest is updated with one positional argument, rows with keywords only.
    rows = isinstance(call.func.value, ast.Call)
    if name == "update":
        return rows and not call.args
    return name == "delete" and not call.args and not call.keywords


def test_only_workflows_keepers_and_the_ground_floor_write_rows() -> None:
    found = {
        f"{path}:{call.lineno}"
        for path, tree in modules().items()
        if not _may_write(path) and path not in GROUND and "/demo/" not in path
        for call in calls(tree)
        if _writes(call)
    }
    assert not found, f"rows are written outside a workflow: {sorted(found)}"


def test_every_exception_still_writes() -> None:
    idle = {path for path in GROUND if not any(_writes(c) for c in calls(modules()[path]))}
    assert not idle, f"these no longer need their exception: {idle}"


def test_every_verb_of_a_workflow_takes_keywords_only_and_runs_in_a_transaction() -> None:
    """The public functions of a workflow are its verbs: `__all__` of the package names them."""
    found = []
    for path, tree in modules().items():
        if "/workflow/" not in path or path.endswith("__init__.py"):
            continue
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            if node.name not in _verbs(path):
                continue
            if node.args.args and _publishes_or_writes(node):
                found.append(f"{path}:{node.lineno} {node.name} takes positional arguments")
            if _publishes_or_writes(node) and not _atomic(node):
                found.append(f"{path}:{node.lineno} {node.name} runs outside a transaction")
    allowed = {name for name in found if "refresh_standing takes positional" in name}
    assert not set(found) - allowed, found


def _verbs(path: str) -> set[str]:
    package = modules()[f"{path.rsplit('/', 1)[0]}/__init__.py"]
    for node in package.body:
        if isinstance(node, ast.Assign) and name_of(node.targets[0]) == "__all__":
            return {str(ast.literal_eval(item)) for item in node.value.elts}  # type: ignore[attr-defined]
    return set()


def _atomic(node: ast.FunctionDef) -> bool:
    return any(
        name_of(one.func if isinstance(one, ast.Call) else one)
        in {"transaction.atomic", "events.step"}
        for one in node.decorator_list
    )


def _publishes_or_writes(node: ast.FunctionDef) -> bool:
    return any(name_of(c.func) in {"events.publish", "publish"} or _writes(c) for c in calls(node))
