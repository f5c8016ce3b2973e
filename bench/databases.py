"""The databases that are measured: one of each size, kept from run to run while they still fit.

Each grows out of the one before it, so that the same people of the story are in all of them.
"""

from __future__ import annotations

import hashlib
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from bench import region
from ops import environment, places
from ops.plain import Stop, say

SOURCES = ("dsr_site/demo/region/*.py", "*/migrations/*.py", "*/policy/*.toml", "core/guard.py")


@dataclass(frozen=True, slots=True)
class Database:
    """One measured database."""

    name: str
    people: int
    url: str

    def environ(self, env: Mapping[str, str]) -> dict[str, str]:
        """Return `env` for a process that works on this database."""
        return dict(env) | {"DATABASE_URL": self.url, "DJANGO_SETTINGS_MODULE": "bench.config.ours"}


class Databases:
    """Makes the databases on the server that DATABASE_URL names, or finds them again."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env
        self.url = env["DATABASE_URL"]
        self.stamp = _stamp()

    def ready(self, sizes: Sequence[int]) -> list[Database]:
        """Return a database of each size, smallest first, made where it is not there yet."""
        made = [self._ready(region.STORY, None)]
        for size in sorted(set(sizes) - {region.STORY}):
            made.append(self._ready(size, made[-1]))
        return [one for one in made if one.people in sizes]

    def _ready(self, size: int, smaller: Database | None) -> Database:
        name = f"dsr_bench_{size}"
        database = Database(name, size, self._url_of(name))
        with self._server() as server:
            if self._fits(server, name):
                return database
            began = time.monotonic()
            say(f"  Making a region of {size:,} people …")
            server.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )
            template = smaller.name if smaller else "template0"
            server.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
            self._fill(database, smaller.people if smaller else 0)
            server.execute(
                sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                    sql.Identifier(name), sql.Literal(self.stamp)
                )
            )
        say(f"  A region of {size:,} people: made in {time.monotonic() - began:.0f} s")
        return database

    def _fill(self, database: Database, before: int) -> None:
        command = [str(environment.PYTHON), "-m", "bench.region", str(before), str(database.people)]
        done = subprocess.run(
            command, cwd=places.ROOT, capture_output=True, text=True, check=False,
            # The demo's own settings: what its story mails goes to its own mailbox.
            env=database.environ(self.env) | {"DJANGO_SETTINGS_MODULE": "dsr_site.settings.demo"},
        )  # fmt: skip
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise Stop(f"The region of {database.people:,} people could not be made: {last}")

    def _fits(self, server: psycopg.Connection[tuple[str | None]], name: str) -> bool:
        found = server.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [name],
        ).fetchone()
        return found is not None and found[0] == self.stamp

    def _server(self) -> psycopg.Connection[tuple[str | None]]:
        return psycopg.connect(self.url, autocommit=True)

    def _url_of(self, name: str) -> str:
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{name}")).replace(
            "postgresql:/" + name, "postgresql:///" + name
        )


def _stamp() -> str:
    """Say what a database must have been made from, and on which day, to be used again."""
    seen = hashlib.sha256(f"{datetime.now(UTC).date()} {region.YEARS}".encode())
    for pattern in SOURCES:
        for path in sorted(places.ROOT.glob(pattern)):
            seen.update(path.read_bytes())
    return seen.hexdigest()[:16]
