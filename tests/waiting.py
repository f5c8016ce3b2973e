"""Waiting for something that must happen: a condition is checked until it is true.

No test depends on how fast the machine is. A wait ends as soon as its condition is true, and its
limit only stops a test that would otherwise never end.
"""

import time
from collections.abc import Callable, Iterable
from threading import Thread
from typing import Any

PATIENCE = 900.0
"""The limit of every wait in the tests, in seconds: far beyond what a busy machine needs."""

_PAUSE = 0.02


def until(
    true: Callable[[], Any], *, saying: str | Callable[[], str], patience: float = PATIENCE
) -> None:
    """Check again and again until `true` is; a failure gives the last of what `saying` says."""
    end = time.monotonic() + patience
    while not true():
        if time.monotonic() > end:
            words = saying if isinstance(saying, str) else saying()
            raise AssertionError(f"not true after {patience:.0f} seconds: {words[-3000:]}")
        time.sleep(_PAUSE)


def ended(threads: Iterable[Thread], *, saying: str) -> None:
    """Wait until all the threads have ended; a failure says what holds them up."""
    end = time.monotonic() + PATIENCE
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
        assert not thread.is_alive(), saying
