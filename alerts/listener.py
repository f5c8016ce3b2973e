"""Inside every worker: hears PostgreSQL say that something is owed, and wakes a relay.

The notification is part of the transaction that owes the notice, so it comes exactly when that
commits, and no request ever waits for Redis. Where Redis is away the sweep of beat, or the next
notification, sends what is owed once it is back.
"""

import logging
import threading
from typing import Any

import psycopg
from celery.signals import worker_ready, worker_shutting_down
from django.utils import timezone
from kombu.exceptions import OperationalError

from alerts.workflow.notices import CHANNEL
from core import heartbeats

logger = logging.getLogger(__name__)
PAUSE = 5.0
_stop = threading.Event()


def _listen_once() -> None:
    """Listen until asked to stop or the connection breaks; say every few seconds: alive."""
    with heartbeats.own_connection() as heard:
        heard.execute(f"LISTEN {CHANNEL}")
        _wake()  # whatever was owed while nobody listened
        while not _stop.is_set():
            heartbeats.say_alive("worker", at=timezone.now(), over=heard)
            for _ in heard.notifies(timeout=PAUSE, stop_after=1):
                _wake()


def _wake() -> None:
    """Ask a worker to run the relay; a broker that is away is no loss, only a delay."""
    from alerts.tasks import relay

    try:
        relay.apply_async(retry=False, expires=60)
    except (OperationalError, OSError) as away:
        logger.warning("broker away, the relay waits for the sweep: %s", type(away).__name__)


def _listen() -> None:
    """Keep listening for as long as the worker lives."""
    while not _stop.is_set():
        try:
            _listen_once()
        except psycopg.Error as lost:
            logger.warning("database away, listening again soon: %s", type(lost).__name__)
            _stop.wait(2)


@worker_ready.connect
def start(**_: Any) -> None:
    """Start listening when the worker is ready for work."""
    _stop.clear()
    threading.Thread(target=_listen, name="owed", daemon=True).start()


@worker_shutting_down.connect
def stop(**_: Any) -> None:
    """Stop listening when the worker goes down."""
    _stop.set()
