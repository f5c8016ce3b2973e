"""What a test started and did not end: threads, child processes, connections to the database.

A fixture ends what a test starts, and waits until it has ended. Where one does not, the check in
`tests/conftest.py` names what is left right after the test, so that it cannot disturb another test
or keep the test database from being dropped when the run ends.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakSet

import psycopg
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from tests.waiting import PATIENCE

_TASKS = Path("/proc/self/task")
_PAUSE = 0.02


class _Opened:
    """Every connection that Django has opened in this process and that still exists."""

    def __init__(self) -> None:
        self.all: WeakSet[BaseDatabaseWrapper] = WeakSet()
        connection_created.connect(self._note)

    def _note(self, *, connection: BaseDatabaseWrapper, **_: Any) -> None:
        self.all.add(connection)

    def left(self) -> list[BaseDatabaseWrapper]:
        """Return those that are open, except the ones that this thread uses."""
        ours = connections.all(initialized_only=True)
        return [one for one in list(self.all) if one not in ours and _pid(one)]


_opened = _Opened()


class Sessions:
    """Watches the sessions of the test database, over a connection to another database."""

    def __init__(self) -> None:
        asked = connection.get_connection_params()
        self.name: str = asked["dbname"]
        parts = ("host", "port", "user", "password")
        address = {part: asked[part] for part in parts if part in asked}
        self._over = psycopg.connect(**address, dbname="postgres", autocommit=True)

    def close(self) -> None:
        """Stop watching."""
        self._over.close()

    def left(self) -> dict[int, str]:
        """Return what each session is, by its number, except those of this thread."""
        rows = self._over.execute(
            "SELECT pid, coalesce(state, '?'), coalesce(left(query, 200), '') "
            "FROM pg_stat_activity "
            "WHERE datname = %s AND backend_type = 'client backend' AND pid <> ALL(%s)",
            [self.name, _ours()],
        ).fetchall()
        return {pid: f"{state}, last asked: {query}" for pid, state, query in rows}

    def end(self, pid: int) -> None:
        """End a session that was left, so that it does not disturb the tests that follow."""
        self._over.execute("SELECT pg_terminate_backend(%s)", [pid])


_watching: list[Sessions] = []


@contextmanager
def sessions_watched() -> Iterator[None]:
    """While the block runs, `left` looks for sessions of the test database too."""
    sessions = Sessions()
    _watching.append(sessions)
    try:
        yield
    finally:
        _watching.remove(sessions)
        sessions.close()


@dataclass(frozen=True)
class Seen:
    """What was running at one moment."""

    threads: frozenset[threading.Thread]
    children: frozenset[int]


def seen() -> Seen:
    """Return what is running now; whatever comes later must have ended when `left` is asked."""
    return Seen(frozenset(threading.enumerate()), frozenset(_children()))


def left(before: Seen, *, patience: float = PATIENCE) -> list[str]:
    """Return a line for everything started since `before` that has not ended.

    A session gets `patience` seconds: the server takes a moment to see that a client has gone. A
    connection that is named is ended as well, so that it is named once.
    """
    threads = set(threading.enumerate()) - before.threads
    children = _children() - before.children
    return [
        *(f"a thread is still running: {one.name}" for one in threads),
        *(f"a child process is still there: {pid} {_command(pid)}" for pid in children),
        *connections_left(patience=patience),
    ]


def connections_left(*, patience: float = PATIENCE) -> list[str]:
    """Return a line for every connection to the database but the one that this thread uses."""
    found = _opened.left()
    named = {_pid(one) for one in found}
    lines = [f"a connection is still open: {one.alias} ({_pid(one)})" for one in found]
    for sessions in _watching:
        end = time.monotonic() + patience
        while (others := set(sessions.left()) - named) and time.monotonic() < end:
            time.sleep(_PAUSE)
        told = sessions.left()
        lines += [
            f"a session of {sessions.name} is still there: {pid} {words}"
            for pid, words in told.items()
            if pid in others
        ]
        for pid in told:
            sessions.end(pid)
    return lines


def _ours() -> list[int]:
    return [_pid(one) for one in connections.all(initialized_only=True)]


def _pid(wrapper: BaseDatabaseWrapper) -> int:
    """Return the number of a connection's session; 0 where it has none, or no longer."""
    opened = wrapper.connection
    return 0 if opened is None or opened.closed else int(opened.info.backend_pid)


def _children() -> set[int]:
    """Return the child processes of this one; none where the system does not list them."""
    found: set[int] = set()
    for listed in _TASKS.glob("*/children"):
        try:
            found |= {int(pid) for pid in listed.read_text().split()}
        except OSError:
            continue  # the thread ended while we looked
    return found


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").strip()
    except OSError:
        return "(it has just ended)"
