"""Processes say that they are alive by writing the time into PostgreSQL.

A process that must not share Django's connection, such as a thread or a scheduler, opens one of
its own with `own_connection`.
"""

from datetime import datetime
from typing import Any

import psycopg
from django.db import connection

from core.models import Heartbeat

_PARTS = ("host", "port", "user", "password", "dbname", "connect_timeout")
_SAY = (
    "INSERT INTO core_heartbeat (name, at) VALUES (%s, %s) "
    "ON CONFLICT (name) DO UPDATE SET at = excluded.at"
)


def own_connection() -> "psycopg.Connection[Any]":
    """Return a connection of one's own to the same database; each statement commits."""
    parameters = connection.get_connection_params()
    address = {part: parameters[part] for part in _PARTS if part in parameters}
    return psycopg.connect(**address, autocommit=True)


def say_alive(name: str, *, at: datetime, over: "psycopg.Connection[Any]") -> None:
    """Note that the process called `name` is alive at `at`."""
    over.execute(_SAY, [name, at])


def last() -> dict[str, datetime]:
    """Return when each process last said that it is alive."""
    return dict(Heartbeat.objects.values_list("name", "at"))
