"""The schema made once: migrations run into a database of their own, and each test run copies it.

The copy takes a second, the migrations a minute or more, and every process of a run needs a
database. The name tells of the migrations by which it was made: a changed file makes another.
"""

import hashlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import django
import psycopg
from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

PREFIX = "schema_of_tests_"
_LOCK = 7_266_301
"""Held while the schema is made, so that the processes of a run make it once."""


def copied_from() -> str:
    """Return the name of the database that holds the schema, made here where there is none."""
    name = f"{PREFIX}{_digest()}"
    with _maintenance() as asked:
        asked.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        known = [row[0] for row in asked.execute("SELECT datname FROM pg_database").fetchall()]
        if name not in known:
            for other in known:
                if other.startswith(PREFIX):
                    asked.execute(f'DROP DATABASE IF EXISTS "{other}"')
            _make(f"{PREFIX}unfinished")
            asked.execute(f'ALTER DATABASE "{PREFIX}unfinished" RENAME TO "{name}"')
    return name


def _digest() -> str:
    """Return what tells the migrations of all apps, and the version of Django, from others."""
    found = hashlib.sha256(django.__version__.encode())
    for config in sorted(apps.get_app_configs(), key=lambda one: one.label):
        for path in sorted((Path(config.path) / "migrations").glob("*.py")):
            found.update(f"{config.label}/{path.name}".encode())
            found.update(path.read_bytes())
    return found.hexdigest()[:16]


def _make(name: str) -> None:
    """Run every migration into a new database."""
    given: dict[str, Any] = connection.settings_dict
    before, tested = given["NAME"], given["TEST"]["NAME"]
    given["TEST"]["NAME"] = name
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        assert MigrationRecorder(connection).has_table()
        connection.close()
    finally:
        given["NAME"], given["TEST"]["NAME"] = before, tested


@contextmanager
def _maintenance() -> Iterator[psycopg.Connection[Any]]:
    """Give a connection to the database that is always there; leaving it frees the lock."""
    asked = connection.get_connection_params()
    parts = ("host", "port", "user", "password")
    address = {part: asked[part] for part in parts if part in asked}
    with closing(psycopg.connect(**address, dbname="postgres", autocommit=True)) as opened:
        yield opened
