"""What a test leaves running is named right after it."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from core import heartbeats
from tests import leftovers
from tests.architecture.source import ROOT

PLANTED = """
import threading
from tests.conftest import _nothing_left

def test_that_leaves_a_thread():
    threading.Thread(target=threading.Event().wait, name="planted", daemon=True).start()

def test_that_comes_after_it():
    pass
"""


@pytest.fixture
def planted() -> Iterator[ExitStack]:
    """What a test plants here is ended after the test has looked."""
    with ExitStack() as ending:
        yield ending


def _left(before: leftovers.Seen) -> str:
    return "\n".join(leftovers.left(before, patience=0.1))


def test_nothing_is_named_where_nothing_is_left() -> None:
    before = leftovers.seen()
    thread = threading.Thread(target=lambda: None)
    thread.start()
    thread.join()
    subprocess.run([sys.executable, "-c", ""], check=True)
    assert leftovers.left(before) == []


def test_a_thread_left_running_is_named(planted: ExitStack) -> None:
    before, done = leftovers.seen(), threading.Event()
    thread = threading.Thread(target=done.wait, name="planted")
    thread.start()
    planted.callback(thread.join)
    planted.callback(done.set)
    assert "a thread is still running: planted" in _left(before)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="no list of child processes here")
def test_a_child_process_left_running_is_named(planted: ExitStack) -> None:
    before = leftovers.seen()
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    planted.enter_context(child)
    planted.callback(child.kill)
    assert f"a child process is still there: {child.pid}" in _left(before)


@pytest.mark.django_db
def test_a_connection_that_a_thread_left_open_is_named_and_ended() -> None:
    before, opened = leftovers.seen(), list[Any]()

    def ask() -> None:
        connection.ensure_connection()
        opened.append(connections["default"])  # kept, so that nothing else ends it

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert "a connection is still open: default" in _left(before)
    _ended(before)
    opened[0].connection.close()


@pytest.mark.django_db
def test_a_session_that_django_does_not_know_is_named_and_ended(planted: ExitStack) -> None:
    before = leftovers.seen()
    other = heartbeats.own_connection()
    planted.callback(other.close)
    other.execute("SELECT 'planted'")
    assert "last asked: SELECT 'planted'" in _left(before)
    _ended(before)


@pytest.mark.django_db
def test_a_connection_opened_while_a_loop_ran_in_this_thread_is_named() -> None:
    """As a browser's loop runs while the journeys do: Django then has another connection here."""
    before, opened = leftovers.seen(), list[Any]()

    async def ask() -> None:
        inner = connections["default"]
        assert inner is not outer
        inner.inc_thread_sharing()
        await asyncio.to_thread(inner.ensure_connection)
        opened.append(inner)

    outer = connections["default"]
    # A browser of the journeys may have a loop in this thread, so this one has a thread of its own.
    thread = threading.Thread(target=lambda: asyncio.run(ask()))
    thread.start()
    thread.join()
    assert "a connection is still open: default" in _left(before)
    opened[0].connection.close()
    _ended(before)


def _ended(before: leftovers.Seen) -> None:
    """What was named is ended by the server, and is not named again."""
    left = [line for line in leftovers.left(before) if "a session" in line]
    assert left == []


@pytest.mark.slow
def test_the_test_that_left_something_fails_and_the_next_one_does_not(tmp_path: Path) -> None:
    (tmp_path / "test_planted.py").write_text(PLANTED)
    command = [sys.executable, "-m", "pytest", "-q", "-c", str(ROOT / "pyproject.toml")]
    options = ["--rootdir", str(tmp_path), "-p", "no:cacheprovider", "-p", "no:xdist"]
    done = subprocess.run(
        [*command, *options, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "a thread is still running: planted" in done.stdout
    assert "2 passed, 1 error" in done.stdout, done.stdout + done.stderr
