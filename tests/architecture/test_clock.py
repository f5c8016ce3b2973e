"""Time is an argument: only views, tasks, commands and what runs by itself read the clock.

There is one clock, the application's. A query that asks the database for the time answers
by another one, which no test can set: it is right today and wrong in a week.
"""

import ast

from tests.architecture.source import calls, modules, name_of

CLOCKS = (
    "timezone.now", "date.today", "datetime.now", "datetime.utcnow", "datetime.today",
    "datetime.datetime.now", "time.time",
)  # fmt: skip
DATABASE_CLOCKS = {"core/models.py": "when a row of the audit trail was truly written"}
LOCAL = ("timezone.localdate", "timezone.localtime")
"""These read the clock only when nothing is given to them."""

READERS = {
    "accounts/adapter.py": "speaks for the views of the sign-in library",
    "accounts/gate.py": "base of every view",
    "accounts/middleware.py": "measures how long a session has been idle",
    "actions/querysets.py": "whoever covers for someone reaches their actions today",
    "alerts/beat.py": "says when the scheduler was last alive",
    "alerts/listener.py": "says when the worker was last alive",
    "consent/sharing.py": "a record closes to partners on the day a decision lapses",
    "consent/templatetags/basis.py": "says so on every page about the person",
    "core/nhsuk/fields/dates.py": "a date typed now is past or future as of today",
    "core/templatetags/nhs.py": "says how long ago something was, as it is drawn",
    "dsr_site/context.py": "what is drawn round every page",
    "register/querysets.py": "whoever paid for a stay reaches it some days after it has ended",
}


def _reads_the_clock(path: str) -> list[int]:
    return [call.lineno for call in calls(modules()[path]) if _is_a_clock(call)]


def _is_a_clock(call: ast.Call) -> bool:
    name = name_of(call.func)
    return name in CLOCKS or (name in LOCAL and not call.args and not call.keywords)


def _may(path: str) -> bool:
    place = f"/{path}"
    return (
        "/views/" in place
        or "/management/commands/" in place
        or "/demo/" in place
        or place.endswith(("/views.py", "/tasks.py"))
    )


def test_nothing_but_what_starts_a_verb_reads_the_clock() -> None:
    found = {
        f"{path}:{lines}"
        for path in modules()
        if not _may(path) and path not in READERS and (lines := _reads_the_clock(path))
    }
    assert not found, f"take the time as at= or on=: {sorted(found)}"


def test_every_reader_of_the_clock_still_reads_it() -> None:
    assert not {path for path in READERS if not _reads_the_clock(path)}


def test_no_query_asks_the_database_for_the_time() -> None:
    found = {
        path
        for path, tree in modules().items()
        if any(name_of(call.func).rsplit(".", 1)[-1] == "Now" for call in calls(tree))
    }
    assert found == set(DATABASE_CLOCKS), "pass timezone.now() to the query"
