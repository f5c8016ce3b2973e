"""The scheduler of beat: only one beats at a time, and it says that it is alive."""

import logging
import time
from typing import Any

import psycopg
from celery.beat import Scheduler
from django.utils import timezone

from core import heartbeats

logger = logging.getLogger(__name__)
LOCK = 0x0D5_BEA7
SAY_EVERY = 10.0
WAIT = 5.0


class SingleScheduler(Scheduler):  # type: ignore[misc]
    """Ticks only while it holds an advisory lock in PostgreSQL, on a connection of its own.

    A second beat waits; when the first dies its connection goes and the second takes over.
    The schedule lives in the settings, so nothing is kept on disk.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._held: psycopg.Connection[Any] | None = None
        self._said = 0.0
        super().__init__(*args, **kwargs)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Run what is due and return how many seconds to sleep."""
        try:
            if not self._alone():
                return WAIT
            self._say_alive()
        except psycopg.Error as lost:
            logger.warning("database away, beat waits: %s", type(lost).__name__)
            self._held = None
            return WAIT
        return min(float(super().tick(*args, **kwargs)), SAY_EVERY)

    def _alone(self) -> bool:
        """Hold the lock, or take it when it is free."""
        if self._held is not None and not self._held.closed:
            return True
        fresh = heartbeats.own_connection()
        row = fresh.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
        if row is None or not row[0]:
            fresh.close()
            return False
        self._held = fresh
        return True

    def _say_alive(self) -> None:
        if self._held is not None and time.monotonic() - self._said >= SAY_EVERY:
            heartbeats.say_alive("beat", at=timezone.now(), over=self._held)
            self._said = time.monotonic()
