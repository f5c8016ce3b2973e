"""A moment becomes a day in one way only: as it is lived in England, never as UTC has it."""

import ast
from pathlib import Path

from tests.architecture.source import calls, modules

ALLOWED = {
    "core/dates.py": "says which day a moment lies in",
    "core/templatetags/nhs.py": "after reading the moment on the clock in Europe/London",
    "reviews/keeper.py": "after reading the moment on the clock in Europe/London",
}


def test_no_module_takes_the_day_of_a_moment_as_it_stands() -> None:
    found = {
        f"{path}:{call.lineno}"
        for path, tree in modules().items()
        for call in calls(tree)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "date" and not call.args
        if path not in ALLOWED and not path.startswith("dsr_site/demo/")
    }
    assert not found, found


def test_no_template_takes_the_day_of_a_moment_as_it_stands() -> None:
    pages = Path(__file__).parents[2].joinpath("templates").rglob("*.html")
    found = {page.name for page in pages if ".date()" in page.read_text(encoding="utf-8")}
    assert not found, found
