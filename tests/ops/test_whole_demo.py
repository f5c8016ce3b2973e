"""The demo as a person meets it: started, visited, stopped with Ctrl-C, and started again."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from ops import places
from tests.ops.conftest import Checkout, processes_of
from tests.waiting import PATIENCE, until

pytestmark = pytest.mark.slow


@dataclass
class Demo:
    """A demo that runs: where it answers and what it has printed."""

    port: int
    process: subprocess.Popen[bytes]
    printed: Path

    def get(self, path: str) -> str:
        """The body of a page, whatever its status."""
        try:
            address = f"http://127.0.0.1:{self.port}{path}"
            with urllib.request.urlopen(address, timeout=PATIENCE) as page:
                return page.read().decode()
        except urllib.error.HTTPError as problem:
            return problem.read().decode()

    def wait_for(self, words: str) -> None:
        """Until the words are printed; an early end is shown with all that was said."""
        until(lambda: self._has_printed(words), saying=self.printed.read_text)

    def _has_printed(self, words: str) -> bool:
        ended = self.process.poll() is not None
        printed = self.printed.read_text()
        assert words in printed or not ended, printed
        return words in printed


@pytest.fixture
def whole(checkout: Checkout) -> Checkout:
    """A checkout with all of the product in it, as it stands now."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    named = subprocess.run(listing, cwd=places.ROOT, capture_output=True, check=True).stdout
    for name in filter(None, named.decode().split("\0")):
        source, target = places.ROOT / name, checkout.folder / name
        if source.is_file() and not name.startswith(("tests/", "docs/")):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    return checkout


@contextmanager
def running(checkout: Checkout) -> Iterator[Demo]:
    """The demo with a few people in it; ended hard should the test fail before it ends it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    printed = checkout.folder / f"printed-{port}"
    with printed.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "ops.demo"],
            cwd=checkout.folder,
            env=checkout.env | {"PORT": str(port), "PEOPLE": "12"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Demo(port, process, printed)
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        finally:
            process.kill()  # where it has not ended by itself
            process.wait()


def _people(checkout: Checkout) -> int:
    host = (checkout.data("demo").parent / "sockets").resolve()
    with psycopg.connect(f"host={host} dbname=dsr user=dsr") as connection:
        row = connection.execute("SELECT count(*) FROM register_person").fetchone()
    return row[0] if row else 0


def test_demo_answers_keeps_its_people_and_leaves_nothing_running(whole):
    with running(whole) as demo:
        demo.wait_for("is ready after")
        assert f"http://localhost:{demo.port}/demo/personas/" in demo.printed.read_text()
        assert "Dynamic Support Register" in demo.get("/")
        assert json.loads(demo.get("/health/"))["database"]
        first = _people(whole)
        assert first > 0
        os.kill(demo.process.pid, signal.SIGINT)
        assert demo.process.wait(PATIENCE) == 0
    assert "Traceback" not in demo.printed.read_text()
    until(lambda: not processes_of(whole.folder), saying=lambda: str(processes_of(whole.folder)))

    with running(whole) as demo:
        demo.wait_for("is ready after")
        assert _people(whole) == first
