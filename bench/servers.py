"""The processes round a measurement: web servers, workers, the mail sink, the probes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bench.databases import Database
from ops import environment, places
from ops.crew import Crew
from ops.plain import Stop

PYTHON = str(environment.PYTHON)
CONNECTIONS = 16
WARM_SECONDS = 1.5


class Failed(Exception):
    """Something could not be measured; the text says why, and stands in the table."""


class BenchCrew(Crew):
    """Named processes with logs of the bench."""

    def log(self, name: str) -> Path:
        """Where a member writes."""
        return places.LOGS / f"bench-{name}.log"


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Web:
    """One gunicorn with two preloaded workers, on a port of its own."""

    def __init__(self, crew: Crew, name: str, env: Mapping[str, str], answers_at: str) -> None:
        self.port = free_port()
        self.name = name
        self.crew = crew
        told = dict(env) | {
            "DSR_BIND": f"127.0.0.1:{self.port}",
            "DSR_BASE_URL": f"http://localhost:{self.port}",
            "WEB_CONCURRENCY": "2",
        }
        command = [PYTHON, "-m", "gunicorn", "dsr_site.wsgi", "-c", "ops/gunicorn_conf.py"]
        crew.start(name, command, told)
        try:
            self._wait(answers_at)
        except Exception:
            self.end()
            raise

    def _wait(self, path: str) -> None:
        until = time.monotonic() + 40
        while time.monotonic() < until:
            self.crew.check()
            with suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5).close()
                return
            time.sleep(0.1)
        raise Failed(f"{self.name} did not answer: see {self.crew.log(self.name).name}")

    def end(self) -> None:
        """End this server and its workers."""
        end(self.crew.members.pop(self.name))

    def load(self, request: str, seconds: float, connections: int = CONNECTIONS) -> dict[str, Any]:
        """Load the server from a process of its own; return what came of it."""
        said = self._loaded(request, seconds, connections)
        if not said["done"] or said["failed"] > said["done"] // 100:
            raise Failed(f"{said['failed']} requests to {self.name} failed, {said['done']} did not")
        return said

    def warm(self, request: str) -> None:
        """Let both workers meet a page: the first time they read its templates."""
        self._loaded(request, WARM_SECONDS, CONNECTIONS)

    def _loaded(self, request: str, seconds: float, connections: int) -> dict[str, Any]:
        with self.loading(request, seconds, connections) as running:
            output, _ = running.communicate(timeout=seconds + 60)
        said: dict[str, Any] = json.loads(output)
        return said

    @contextmanager
    def loading(
        self, request: str, seconds: float, connections: int = CONNECTIONS
    ) -> Iterator[subprocess.Popen[str]]:
        """Load the server for `seconds` while the block runs."""
        with tempfile.NamedTemporaryFile("w", suffix=".json") as asked:
            json.dump(
                {
                    "port": self.port, "request": request, "connections": connections,
                    "seconds": seconds,
                },
                asked,
            )  # fmt: skip
            asked.flush()
            command = [PYTHON, "-m", "bench.loading", asked.name]
            running = subprocess.Popen(
                command, cwd=places.ROOT, stdout=subprocess.PIPE, text=True,
                env=os.environ | {"PYTHONPATH": str(places.ROOT)},
            )  # fmt: skip
            try:
                yield running
            finally:
                if running.poll() is None:
                    running.kill()
                running.wait()

    def memory(self) -> float:
        """Return the megabytes of master and workers together, shared pages counted once."""
        parent = self.crew.members[self.name].pid
        found = [parent, *_children(parent)]
        return sum(_proportional(pid) for pid in found) / 1024


def end(member: subprocess.Popen[bytes]) -> None:
    """End a member of the crew, and whatever it started."""
    member.terminate()
    with suppress(subprocess.TimeoutExpired):
        member.wait(8)
    with suppress(ProcessLookupError):
        os.killpg(member.pid, signal.SIGKILL)
    member.wait()


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(one) for one in listed]


def _proportional(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    raise Failed("this machine does not say how much memory a process shares")


class Probe:
    """The register on one database, in a process that answers questions."""

    def __init__(self, database: Database, env: Mapping[str, str]) -> None:
        self.database = database
        self.log = (places.LOGS / f"bench-probe-{database.people}.log").open("w")
        self.process = subprocess.Popen(
            [PYTHON, "-m", "bench.probing"], cwd=places.ROOT, env=database.environ(env), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, start_new_session=True,
        )  # fmt: skip
        if self._read() != "ready":
            raise Stop(f"The register did not start: see {self.log.name}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.process.terminate()
        self.process.wait()
        self.log.close()

    def ask(self, ask: str, **options: Any) -> Any:
        """Ask one question. Raises `Failed` with the reason where it cannot be answered."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"ask": ask, **options}) + "\n")
        self.process.stdin.flush()
        said = self._read()
        if "problem" in said:
            raise Failed(said["problem"])
        return said["answer"]

    def _read(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise Failed(f"the register stopped: see {Path(self.log.name).name}")
        return json.loads(line)


@contextmanager
def stopped_with(process: subprocess.Popen[Any], ending: signal.Signals) -> Iterator[None]:
    """End a process and its session after the block."""
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(ending)
        with suppress(subprocess.TimeoutExpired):
            process.wait(30)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
