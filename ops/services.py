"""PostgreSQL and Redis for one purpose (`demo`, `test`, `bench`, `development`), or the ones the
caller names.

    eval "$(python3.11 -m ops.services env)"     start those of `development`, leave them running,
    name them python3.11 -m ops.services stop              stop them

Where DATABASE_URL or REDIS_URL is set, that service is the caller's own and nothing is started for
it.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout

from ops import places
from ops.plain import Stop, run, say, undisturbed
from ops.postgres import Postgres
from ops.redis import Redis

KEEPS_ITS_DATA = frozenset({"demo", "bench"})
PURPOSES = ("demo", "test", "bench", "development")


class Services:
    """The services of one purpose, started together and stopped together."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.started: list[tuple[str, Postgres | Redis]] = []
        self.addresses = {
            key: os.environ[key] for key in ("DATABASE_URL", "REDIS_URL") if os.environ.get(key)
        }

    def start(self, *, outlive: bool = False) -> None:
        """Start what the caller has not named; on failure stop what was started."""
        if len(self.addresses) == 2:
            return
        place = places.place(self.name)
        try:
            if "DATABASE_URL" not in self.addresses:
                self._start(
                    "PostgreSQL", Postgres(place, durable=self.name in KEEPS_ITS_DATA), outlive
                )
            if "REDIS_URL" not in self.addresses:
                self._start("Redis", Redis(place), outlive)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop what was started, the last first."""
        while self.started:
            self.started.pop()[1].stop()

    def ended(self) -> str | None:
        """The name of a service that has stopped by itself, with its last words."""
        for name, service in self.started:
            if service.has_ended():
                return f"{name} stopped by itself: see {service.log}"
        return None

    def environ(self) -> dict[str, str]:
        """The caller's environment with the addresses, and without what would lead a client
        elsewhere."""
        kept = {key: value for key, value in os.environ.items() if key not in LEADS_ELSEWHERE}
        return (dict(os.environ) if "DATABASE_URL" in os.environ else kept) | self.addresses

    def _start(self, name: str, service: Postgres | Redis, outlive: bool) -> None:
        self.started.append((name, service))
        service.start(outlive=outlive)
        self.addresses["DATABASE_URL" if isinstance(service, Postgres) else "REDIS_URL"] = (
            service.url
        )


LEADS_ELSEWHERE = frozenset(
    {
        "PGHOST",
        "PGHOSTADDR",
        "PGPORT",
        "PGUSER",
        "PGDATABASE",
        "PGPASSWORD",
        "PGSERVICE",
        "PGOPTIONS",
        "PGDATA",
    }
)


@contextmanager
def running(name: str) -> Iterator[Services]:
    """The services of `name` for the length of a block, and nobody else's at the same time."""
    busy = f"`{name}` is already running in this checkout: stop it first (Ctrl-C where it runs)."
    with places.only_one(name, wait=False, busy=busy):
        services = Services(name)
        services.start()
        try:
            yield services
        finally:
            with undisturbed():
                services.stop()


def reset(name: str) -> None:
    """Remove all data of `name`, stopping what an interrupted run left behind."""
    busy = f"`{name}` is running in this checkout: stop it where it runs (Ctrl-C) first."
    with places.only_one(name, wait=False, busy=busy):
        halt(name)
        places.remove(name)


def halt(name: str) -> None:
    """Stop servers of `name` that run without a command that owns them."""
    if (places.RUN / name / "data").is_dir():
        place = places.place(name)
        Redis(place).stop()
        Postgres(place, durable=True).stop()


def _main() -> int:
    verb = sys.argv[1] if len(sys.argv) > 1 else ""
    name = sys.argv[2] if len(sys.argv) > 2 else "development"
    if verb not in ("env", "stop") or name not in PURPOSES:
        raise Stop(f"Usage: python3.11 -m ops.services env|stop [{'|'.join(PURPOSES)}]")
    with places.only_one(
        name, wait=verb == "env", busy=f"`{name}` is running: stop it where it runs (Ctrl-C)."
    ):
        if verb == "stop":
            halt(name)
            return 0
        services = Services(name)
        with redirect_stdout(sys.stderr):  # a shell reads the output of `env` as commands
            services.start(outlive=True)
    for key, value in services.addresses.items():
        say(f"export {key}={shlex.quote(value)}")
    return 0


if __name__ == "__main__":
    run(_main)
