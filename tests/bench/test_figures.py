"""The arithmetic of the bench, its load generator and its mail sink."""

import asyncio
import queue
import smtplib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from bench import figures, loading
from bench.figures import Row, Spread
from bench.sink import Sink
from tests.waiting import PATIENCE


def test_a_spread_is_the_median_between_its_quartiles() -> None:
    assert Spread.of([5, 1, 2, 4, 3]) == Spread(median=3, low=2, high=4, times=5)


def test_one_measurement_is_its_own_spread() -> None:
    assert Spread.of([7.0]) == Spread(median=7.0, low=7.0, high=7.0, times=1)


@pytest.mark.parametrize(("share", "value"), [(0.0, 10), (0.5, 20), (0.75, 25), (1.0, 30)])
def test_a_quantile_may_lie_between_two_measurements(share: float, value: float) -> None:
    assert figures.quantile([30, 10, 20], share) == value


def test_sides_are_measured_in_turn_and_the_warming_round_is_left_out() -> None:
    called: list[str] = []

    def measure(side: str) -> int:
        called.append(side)
        return len(called)

    sides = [partial(measure, side) for side in "AB"]
    assert figures.in_turn(sides, rounds=2, warm=1) == [[3, 5], [4, 6]]
    assert "".join(called) == "ABABAB"


def test_a_goal_is_met_on_its_side_of_the_limit() -> None:
    assert figures.at_least(12).met(12)
    assert not figures.at_least(12).met(11.9)
    assert figures.at_most(4).met(4)
    assert not figures.at_most(4).met(4.1)
    assert str(figures.at_most(1, "s")) == "at most 1 s"


def test_the_table_says_what_was_missed_and_why_something_is_not_there() -> None:
    rows = [
        Row("list", "100 /s", "10 /s", value=10, goal=figures.at_least(12)),
        figures.not_measured("import", "the register imports no workbooks yet"),
    ]
    said = figures.table(rows)
    assert "at least 12  MISSED" in said
    assert "not measured" in said
    assert said.endswith("- import: the register imports no workbooks yet")
    assert rows[1].as_json()["verdict"] == "not measured"


class _Page(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(b"x" * 100_000)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def _served(handler: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def _loaded(port: int, text: bytes) -> dict[str, Any]:
    """Load for as long as this machine needs to answer a few times."""
    seconds = 0.3
    while True:
        said = loading.Load(port, text).run(connections=2, seconds=seconds)
        if said["done"] + said["failed"] > 2 or seconds > PATIENCE:
            return said
        seconds *= 2


def test_the_load_generator_counts_whole_answers_and_failures_apart() -> None:
    text = loading.request("GET", "/").encode()
    with _served(_Page) as port:
        said = _loaded(port, text)
    assert said["done"] > 2
    assert said["failed"] == 0
    assert said["bytes"] > 100_000
    with _served(type("Broken", (_Page,), {"status": 500})) as port:
        said = _loaded(port, text)
    assert said["done"] == 0
    assert said["failed"] > 2


def test_the_sink_takes_mail_over_one_connection_and_keeps_only_its_reference(
    tmp_path: Path,
) -> None:
    book, ports, done = tmp_path / "book", queue.Queue[int](), threading.Event()

    async def serve() -> None:
        """Run in a thread of its own: a browser of another test may have a loop in this one."""
        loop = asyncio.get_running_loop()
        async with await loop.create_server(lambda: Sink(book), "127.0.0.1", 0) as server:
            ports.put(server.sockets[0].getsockname()[1])
            await loop.run_in_executor(None, done.wait)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    try:
        with smtplib.SMTP("127.0.0.1", ports.get(timeout=PATIENCE)) as mail:
            for reference in ("one", "two"):
                text = f"X-Reference: {reference}\r\n\r\nDear colleague\r\n.\r\nend\r\n"
                mail.sendmail("a@example.nhs.uk", ["b@example.nhs.uk"], text)
    finally:
        done.set()
        thread.join()
    assert [line.split()[1] for line in book.read_text().splitlines()] == ["one", "two"]
    assert "colleague" not in book.read_text()
