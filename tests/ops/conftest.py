"""A small checkout of its own for each test: the launcher, its locks, and nothing else."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ops import environment, places, postgres, redis
from tests.waiting import PATIENCE, until

Finished = subprocess.CompletedProcess[str]


@pytest.fixture(autouse=True)
def clock() -> None:
    """These tests start real processes, so their clock runs."""


@dataclass
class Checkout:
    """A folder that looks like a fresh clone, and the way to run the launcher in it."""

    folder: Path
    env: dict[str, str]

    def ops(self, module: str, *arguments: str, **more: str) -> Finished:
        """Run one module of the launcher to its end."""
        return subprocess.run(
            [sys.executable, "-m", f"ops.{module}", *arguments],
            cwd=self.folder,
            env=self.env | more,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def addresses(self, name: str = "development") -> dict[str, str]:
        """Start the services and give their addresses."""
        done = self.ops("services", "env", name)
        assert done.returncode == 0, done.stderr
        lines = [line.removeprefix("export ").partition("=") for line in done.stdout.splitlines()]
        return {key: value.strip("'") for key, _, value in lines}

    def data(self, name: str = "development") -> Path:
        """Where PostgreSQL keeps what it knows."""
        return self.folder / ".run" / name / "data" / "postgres"


@pytest.fixture(scope="session")
def binaries() -> str:
    """A PATH on which the launcher finds both servers, so that no test fetches them again."""
    place = places.place("test")
    found = (postgres.find_binaries(place, None), redis.find_binary(place).parent)
    return os.pathsep.join([*map(str, found), os.environ["PATH"]])


@pytest.fixture
def checkout(binaries: str) -> Iterator[Checkout]:
    """A fresh checkout that the services' account can reach; all it started is stopped again."""
    folder = Path(tempfile.mkdtemp(prefix="dsr-checkout-", dir="/tmp"))
    folder.chmod(0o755)
    for part in ("ops", "requirements"):
        shutil.copytree(places.ROOT / part, folder / part)
    (folder / ".venv").symlink_to(environment.VENV)
    ours = ("DATABASE_URL", "REDIS_URL", "MAKELEVEL", "PORT", "PEOPLE")
    env = {key: value for key, value in os.environ.items() if key not in ours}
    made = Checkout(folder, env | {"PATH": binaries})
    yield made
    for name in ("development", "demo"):
        made.ops("services", "stop", name)
    until(lambda: not processes_of(folder), saying=lambda: "\n".join(processes_of(folder)))
    for name in ("development", "demo"):
        shutil.rmtree((folder / ".run" / name / "data").resolve(), ignore_errors=True)
    shutil.rmtree(folder)


def processes_of(folder: Path) -> list[str]:
    """The processes that work in a checkout or name it; none where there is no /proc."""
    return [line for process in Path("/proc").glob("[0-9]*") if (line := _of(process, folder))]


def _of(process: Path, folder: Path) -> str:
    try:
        line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        works_in = (process / "cwd").readlink()
    except OSError:
        return ""  # it ended while we looked, or is not ours to look at
    return line if str(folder) in line or works_in.is_relative_to(folder) else ""


@pytest.fixture
def one_line() -> Callable[[Finished], str]:
    """What a refused start said: exactly one line on the error stream, and no traceback."""

    def check(done: Finished) -> str:
        assert done.returncode != 0
        assert "Traceback" not in done.stdout + done.stderr
        lines = done.stderr.strip().splitlines()
        assert len(lines) == 1, done.stderr
        return lines[0]

    return check
