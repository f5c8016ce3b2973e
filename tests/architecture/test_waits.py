"""No test depends on how fast the machine is: a wait has a condition, and one limit for all."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.architecture.source import ROOT, calls, name_of

CLOCKS = ("time.sleep", "time.monotonic", "time.perf_counter", "sleep", "monotonic", "perf_counter")
PAUSES = (".sleep", ".wait_for_timeout")
LIMITS = ("timeout", "seconds", "patience")
"""Arguments by name that limit a wait, whatever the call."""

LENGTHS = ("timedelta", ".run")
"""Calls that take `seconds` and wait for nothing with them."""

WAITS = (".join", ".wait", ".get")
"""Calls whose only argument, where it is a number, limits a wait."""

MAY = {"tests/waiting.py", "tests/leftovers.py", "tests/test_leftovers.py"}
"""Where waiting is done, and where it is tried that a wait ends."""


@cache
def _tests() -> dict[str, ast.Module]:
    folder = ROOT / "tests"
    paths = {str(path.relative_to(ROOT)): path for path in sorted(folder.rglob("*.py"))}
    return {name: ast.parse(Path(path).read_text()) for name, path in paths.items()}


def _faults(tree: ast.Module) -> Iterator[str]:
    for call in calls(tree):
        name = name_of(call.func)
        if name in CLOCKS or name.endswith(PAUSES):
            yield f"{call.lineno} {name}"
        if name.endswith(WAITS) and len(call.args) == 1 and _is_a_number(call.args[0]):
            yield f"{call.lineno} {name} with a limit of its own"
        for given in call.keywords:
            limits = given.arg in LIMITS and not (given.arg == "seconds" and name.endswith(LENGTHS))
            if limits and _is_a_number(given.value):
                yield f"{call.lineno} {given.arg} of its own"


def _is_a_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def test_no_test_sleeps_measures_time_or_has_a_limit_of_its_own() -> None:
    found = {
        f"{path}:{fault}"
        for path, tree in _tests().items()
        if path not in MAY
        for fault in _faults(tree)
    }
    assert not found, f"wait with tests.waiting.until, limit with PATIENCE: {sorted(found)}"


def test_only_the_one_profile_sets_what_hypothesis_may_take() -> None:
    """A deadline of one test's own would bring back what the profile took away."""
    found = {
        f"{path}:{call.lineno}"
        for path, tree in _tests().items()
        if path != "tests/conftest.py"
        for call in calls(tree)
        for given in call.keywords
        if given.arg in {"deadline", "derandomize"}
    }
    assert not found, sorted(found)
