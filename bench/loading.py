"""A small load generator: so many connections, one request at a time on each, for some seconds.

    python -m bench.loading FILE

reads one JSON object (`port`, `request` as text, `connections`, `seconds`) and prints one. It runs
as a process of its own, so that it shares no interpreter with what watches the clock. Each request
has its own connection, as behind a proxy in front of synchronous workers.
"""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.figures import quantile

PATIENCE = 20.0
"""Seconds after which an answer that has not come counts as a failure."""


@dataclass(slots=True)
class Lane:
    """One connection: what was sent when, and what has come back."""

    connection: socket.socket
    began: float
    answer: bytes = b""
    sent: bool = False


class Load:
    """Keeps every lane busy until the time is up."""

    def __init__(self, port: int, request: bytes) -> None:
        self.port, self.request = port, request
        self.waiting = selectors.DefaultSelector()
        self.times: list[float] = []
        self.failed = 0
        self.bytes = 0

    def run(self, connections: int, seconds: float) -> dict[str, Any]:
        """Load for `seconds`; return the rate a second, latencies in milliseconds, failures."""
        began = time.monotonic()
        ends = began + seconds
        for _ in range(connections):
            self._open()
        while time.monotonic() < ends:
            for key, _ in self.waiting.select(timeout=0.2):
                if self._step(key.data):
                    self._open()
        took = time.monotonic() - began
        done = list(self.times)
        self._drain(ends + PATIENCE)
        self.times = done
        return self._said(took)

    def _drain(self, until: float) -> None:
        """Wait for what is still asked: a server left with it would be slower for the next."""
        while self.waiting.get_map() and time.monotonic() < until:
            for key, _ in self.waiting.select(timeout=0.2):
                self._step(key.data)
        for key in list(self.waiting.get_map().values()):
            self.failed += 1
            self._close(key.data)

    def _said(self, took: float) -> dict[str, Any]:
        times = self.times or [0.0]
        return {
            "rate": len(self.times) / took,
            "p50": quantile(times, 0.5) * 1000,
            "p99": quantile(times, 0.99) * 1000,
            "done": len(self.times),
            "failed": self.failed,
            "bytes": self.bytes,
        }

    def _open(self) -> None:
        connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        connection.setblocking(False)
        lane = Lane(connection, time.monotonic())
        connection.connect_ex(("127.0.0.1", self.port))
        self.waiting.register(connection, selectors.EVENT_WRITE, lane)

    def _close(self, lane: Lane) -> None:
        self.waiting.unregister(lane.connection)
        lane.connection.close()

    def _step(self, lane: Lane) -> bool:
        """Carry one lane on; whether it is done and closed."""
        try:
            if not lane.sent:
                lane.connection.sendall(self.request)
                lane.sent = True
                self.waiting.modify(lane.connection, selectors.EVENT_READ, lane)
                return False
            more = lane.connection.recv(262_144)
        except OSError:
            more = b""
        if more:
            lane.answer += more
            return False
        self._close(lane)
        if lane.answer.startswith((b"HTTP/1.1 200", b"HTTP/1.0 200")):
            self.times.append(time.monotonic() - lane.began)
            self.bytes = len(lane.answer)
        else:
            self.failed += 1
        return True


def request(method: str, path: str, *, cookies: str = "", body: str = "") -> str:
    """Return the text of one request; a body is a form."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Connection: close"]
    if cookies:
        lines.append(f"Cookie: {cookies}")
    if body:
        lines.append("Content-Type: application/x-www-form-urlencoded")
        lines.append(f"Content-Length: {len(body.encode())}")
    return "\r\n".join([*lines, "", body])


def main() -> None:
    """Read what is wanted, load, say what came of it."""
    asked = json.loads(Path(sys.argv[1]).read_text())
    load = Load(asked["port"], asked["request"].encode())
    print(json.dumps(load.run(asked["connections"], asked["seconds"])))


if __name__ == "__main__":
    main()
