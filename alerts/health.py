"""Is the service well? For `/health/`, for the banner, and for whoever watches from outside."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Min
from django.db.models.functions import Coalesce

from accounts.models import Area
from alerts.models import Notice
from core import heartbeats

SILENT_AFTER = timedelta(seconds=60)
"""A process that has not said so for this long counts as down (proposed with H21; certainty U)."""

OWED_TOO_LONG = timedelta(minutes=5)
"""A notice owed for longer than this means that nobody is being told (H1; certainty U)."""


KEPT_SECONDS = 5
"""How long a process keeps what it found for the banner: little beside `SILENT_AFTER`."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the service: is it well, and what to say of it.

    What people must put right is no failure of the service: it is not `of_the_service`, and no
    machine is taken out of use for it.
    """

    well: bool
    says: str
    seconds: int | None = None
    of_the_service: bool = True


def report(*, at: datetime) -> dict[str, Part]:
    """Return the state of each part. Never raises: a part that cannot be asked is not well."""
    parts = {"database": _database(), "broker": _broker()}
    if parts["database"].well:
        try:
            return parts | _processes(at) | {"outbox": _outbox(at), "teams": _teams()}
        except DatabaseError as failed:
            parts["database"] = Part(well=False, says=type(failed).__name__)
    unknown = Part(well=False, says="not known while the database is away")
    teams = Part(well=False, says=unknown.says, of_the_service=False)
    return parts | {"worker": unknown, "beat": unknown, "outbox": unknown, "teams": teams}


def warnings(*, at: datetime) -> list[str]:
    """Return what people should know while they work: that alerts or reminders may be late.

    Asked for by every page, so each process asks the database at most once in `KEPT_SECONDS`.
    """
    return list(warnings_from(int(at.timestamp()) // KEPT_SECONDS))


@lru_cache(maxsize=1)
def warnings_from(step: int) -> tuple[str, ...]:
    """Return the warnings as they are found in one step of `KEPT_SECONDS` since 1970."""
    at = datetime.fromtimestamp(step * KEPT_SECONDS, tz=UTC)
    said = []
    if not all(part.well for part in _processes(at).values()):
        said.append(
            "Emails and reminders may be late. The lists in this service are complete: "
            "check the RED list yourself."
        )
    elif not _outbox(at).well:
        said.append(
            "Some emails are waiting to be sent. The lists in this service are complete: "
            "check the RED list yourself."
        )
    return tuple(said)


def _database() -> Part:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as failed:
        return Part(well=False, says=type(failed).__name__)
    return Part(well=True, says="answers")


def _broker() -> Part:
    try:
        client = redis.Redis.from_url(
            settings.REDIS_URL.replace("redis+socket://", "unix://"),
            socket_timeout=0.5,
            socket_connect_timeout=0.5,
        )
        with client:
            client.ping()
    except (redis.RedisError, OSError) as failed:
        return Part(well=False, says=type(failed).__name__)
    return Part(well=True, says="answers")


def _processes(at: datetime) -> dict[str, Part]:
    last = heartbeats.last()
    found = {}
    for name in ("worker", "beat"):
        seen = last.get(name)
        if seen is None:
            found[name] = Part(well=False, says="has never been seen")
        else:
            age = int((at - seen).total_seconds())
            found[name] = Part(well=at - seen <= SILENT_AFTER, says=f"seen {age} seconds ago")
    return found


def _outbox(at: datetime) -> Part:
    # What waits for the working morning is not late before it.
    owed = Notice.objects.owed().annotate(since=Coalesce("waits_until", "made_at"))
    oldest = owed.filter(since__lte=at).aggregate(oldest=Min("since"))["oldest"]
    if oldest is None:
        return Part(well=True, says="nothing is owed", seconds=0)
    age = int((at - oldest).total_seconds())
    return Part(at - oldest <= OWED_TOO_LONG, f"oldest owed for {age} seconds", age)


def _teams() -> Part:
    """Say how many areas have no one to hear a RED alert: it goes up at once (H1)."""
    count = Area.objects.without_team().count()
    said = "every area has a DSR team"
    if count:
        said = f"{count} {'area has' if count == 1 else 'areas have'} no active DSR team member"
    return Part(well=not count, says=said, of_the_service=False)
