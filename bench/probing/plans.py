"""What PostgreSQL does for a page: buffers touched, big tables read from end to end."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

Statement = tuple[str, Any]

AROUND = frozenset(
    {
        "django_session", "accounts_user", "accounts_roleheld", "core_heartbeat", "alerts_notice",
        "usersessions_usersession",
    }
)  # fmt: skip
"""Read for every page by sign-in and banner: no part of the rows that a page shows."""

BIG = 2_000
"""Rows from which reading a whole table counts against a page."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One statement's plan: how many buffers it touched, and which big tables it read whole."""

    buffers: int
    whole: tuple[str, ...]


def explain(sql: str, parameters: Any, *, big: int = BIG) -> Plan:
    """Run a reading statement and return what PostgreSQL did for it."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", parameters)
        [found] = cursor.fetchone()
        top = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
        scans = [node for node in _nodes(top) if node["Node Type"] == "Seq Scan"]
        whole = {
            node["Relation Name"]
            for node in scans
            if node["Actual Loops"] and _rows(cursor, node["Relation Name"]) >= big
        }
    return Plan(top["Shared Hit Blocks"] + top["Shared Read Blocks"], tuple(sorted(whole)))


def together(statements: Iterable[Statement], *, big: int = BIG) -> Plan:
    """Return the plans of several statements as one."""
    plans = [explain(sql, parameters, big=big) for sql, parameters in statements]
    whole = {table for plan in plans for table in plan.whole}
    return Plan(sum(plan.buffers for plan in plans), tuple(sorted(whole)))


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("Plans", []):
        yield from _nodes(below)


def _rows(cursor: Any, table: str) -> float:
    cursor.execute("SELECT reltuples FROM pg_class WHERE oid = to_regclass(%s)", [f'"{table}"'])
    [count] = cursor.fetchone()
    return float(count)


def reading(statements: Iterable[Statement]) -> list[Statement]:
    """Return those of a page's statements that read the rows which it shows."""
    return [
        (sql, parameters)
        for sql, parameters in statements
        if sql.startswith(("SELECT", "(SELECT", "WITH")) and _main(sql) not in AROUND | {""}
    ]


def _main(sql: str) -> str:
    return sql.partition(' FROM "')[2].partition('"')[0]


@contextmanager
def captured() -> Iterator[list[Statement]]:
    """Keep every statement that runs inside the block, with its parameters."""
    seen: list[Statement] = []

    def keep(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        seen.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(keep):
        yield seen
