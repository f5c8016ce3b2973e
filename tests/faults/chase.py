"""Chases on a day as a worker does, and stands still in the middle of one, to be killed there."""

import signal
import sys
from datetime import date
from itertools import count
from typing import Any
from unittest import mock

import django
from django.utils import timezone


def main(on: str, times: str) -> None:
    """Chase so many times, begin another, say so, and never end it."""
    from actions import workflow
    from core import events

    told, real = count(), events.publish

    def publish(kind: str, **payload: Any) -> Any:
        if kind == "actions.chased" and next(told) == int(times):
            sys.stdout.write("stopped\n")
            sys.stdout.flush()
            signal.pause()
        return real(kind, **payload)

    with mock.patch.object(events, "publish", publish):
        workflow.chase(on=date.fromisoformat(on), at=timezone.now())


if __name__ == "__main__":
    django.setup()
    main(*sys.argv[1:])
