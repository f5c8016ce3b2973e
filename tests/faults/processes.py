"""Processes of the product that a test starts, kills and starts again."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from django.db import connection

from ops import places, redis
from tests.architecture.source import ROOT


def until(true: Callable[[], Any], *, seconds: float, saying: str | Callable[[], str]) -> None:
    """Look every twentieth of a second until `true` is; a failure says what did not happen."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            words = saying if isinstance(saying, str) else saying()
            raise AssertionError(f"after {seconds} seconds: {words[-3000:]}")
        time.sleep(0.05)


class Processes:
    """Started in a folder of their own; leaving the `with` block ends every one of them."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="dsr-faults-"))
        self.started: list[subprocess.Popen[bytes]] = []
        self.socket = self.folder / "redis.sock"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failed: Any) -> None:
        for process in self.started:
            self.kill(process)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def redis_url(self) -> str:
        """The address of a Redis that is there once `redis` was called."""
        return f"redis+socket://{quote(str(self.socket), safe='/')}"

    def redis(self) -> subprocess.Popen[bytes]:
        """Start a Redis."""
        program = redis.find_binary(places.place("test"))
        command = [program, "--port", "0", "--unixsocket", self.socket, "--save", "", "--dir"]
        process = self._start([*command, self.folder])
        until(self.socket.exists, seconds=10, saying="no Redis")
        return process

    def worker(self, port: int) -> subprocess.Popen[bytes]:
        """Start a worker that mails to the sink at `port`."""
        command = [sys.executable, "-m", "celery", "-A", "dsr_site", "worker", "-c", "1"]
        return self._start([*command, "-l", "WARNING"], DSR_SINK_PORT=str(port))

    def python(self, *arguments: str, **env: str) -> subprocess.Popen[bytes]:
        """Start Python with the product's settings."""
        return self._start([sys.executable, *arguments], **env)

    @staticmethod
    def kill(process: subprocess.Popen[bytes]) -> None:
        """Kill a process and all that it started, without a word of warning."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def _start(self, command: list[Any], **env: str) -> subprocess.Popen[bytes]:
        told = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": address(),
            "REDIS_URL": self.redis_url,
            "PYTHONPATH": str(ROOT),
        }
        with (self.folder / f"log-{len(self.started)}").open("wb") as log:
            process = subprocess.Popen(
                [str(part) for part in command], cwd=ROOT, env=told | env, stdout=log, stderr=log,
                stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        self.started.append(process)
        return process

    def said(self) -> str:
        """Return everything that the processes wrote."""
        return "".join(path.read_text() for path in sorted(self.folder.glob("log-*")))


def address() -> str:
    """Return the address of the tests' own database."""
    at = connection.settings_dict
    parts = {"host": at["HOST"], "port": at["PORT"], "user": at["USER"], "dbname": at["NAME"]}
    parts |= {"password": at["PASSWORD"]}
    return " ".join(f"{name}='{value}'" for name, value in parts.items() if value)
