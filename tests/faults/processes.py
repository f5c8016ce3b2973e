"""Processes of the product that a test starts, kills and starts again."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from django.db import connection

from ops import places, redis
from tests.architecture.source import ROOT
from tests.waiting import until


class Processes:
    """Started in a folder of their own; leaving the `with` block ends every one of them, and
    waits until their sessions at the database have ended too."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="dsr-faults-"))
        self.started: list[subprocess.Popen[bytes]] = []
        self.socket = self.folder / "redis.sock"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failed: Any) -> None:
        for process in self.started:
            self.kill(process)
        until(lambda: self.sessions() == 0, saying="sessions of killed processes go on")
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
        until(self.socket.exists, saying="no Redis")
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
        """Kill a process and all that it started, without a word of warning, and see them gone."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        until(lambda: not _members(process.pid), saying=f"group {process.pid} goes on")

    def sessions(self) -> int:
        """Return how many sessions the processes have at the database."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s",
                [self.folder.name],
            )
            return int(cursor.fetchone()[0])

    def _start(self, command: list[Any], **env: str) -> subprocess.Popen[bytes]:
        told = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": address(),
            "PGAPPNAME": self.folder.name,
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


def _members(group: int) -> list[int]:
    """Return the processes of a group that have not ended; none where there is no /proc."""
    found = []
    for told in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, of, *_ = told.read_text().rpartition(")")[2].split()
            if int(of) == group and state not in {"Z", "X"}:
                found.append(int(told.parent.name))
    return found


def address() -> str:
    """Return the address of the tests' own database."""
    at = connection.settings_dict
    parts = {"host": at["HOST"], "port": at["PORT"], "user": at["USER"], "dbname": at["NAME"]}
    parts |= {"password": at["PASSWORD"]}
    return " ".join(f"{name}='{value}'" for name, value in parts.items() if value)
