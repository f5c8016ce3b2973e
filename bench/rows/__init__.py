"""What is measured, row by row; each function gives the lines that it adds to the table."""

from collections.abc import Callable

from bench.bench import Bench
from bench.figures import Row
from bench.rows import growing, serving, starting, working

ROWS: dict[str, Callable[[Bench], list[Row]]] = {
    "list": serving.people_list,
    "search": serving.search,
    "person": serving.person,
    "worklist": serving.worklist,
    "agenda": growing.agenda,
    "growth": growing.growth,
    "submit": working.submit,
    "red": working.red,
    "relay": working.relay,
    "reconcile": growing.reconcile,
    "erasure": working.erasure,
    "import": starting.workbook,
    "start": starting.second_start,
    "memory": starting.memory,
}
"""Every row by the name that --rows takes, in the order in which they are measured."""
