"""The processes of the product itself, started together, watched, and ended together."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from ops import children, environment, places
from ops.plain import DISK_FULL, Stop, undisturbed

SECONDS_TO_END = 12.0


class Crew:
    """Named processes. Leaving the `with` block ends every one of them."""

    def __init__(self) -> None:
        self.members: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with undisturbed():
            self.end()

    def start(self, name: str, command: Sequence[str | Path], env: Mapping[str, str]) -> None:
        """Start one member, which writes to its own log."""
        self.members[name] = children.start(
            command,
            log=self.log(name),
            env=env,
            folder=places.ROOT,
            ends_with_parent=signal.SIGTERM,
        )

    def check(self) -> None:
        """Raise `Stop`, with its last words, where a member has stopped by itself."""
        for name, member in self.members.items():
            if member.poll() is not None:
                words = children.last_words(self.log(name), "Error", "error", "No space")
                if any(mark in words for mark in environment.NO_SPACE_MARKS):
                    raise Stop(DISK_FULL)
                why = words or _ending(member.returncode)
                raise Stop(f"{name} stopped by itself: {why} (details: {self.log(name)})")

    def end(self) -> None:
        """Ask all to end; those that do not within the time are killed with all they started."""
        for member in self.members.values():
            if member.poll() is None:
                member.terminate()
        until = time.monotonic() + SECONDS_TO_END
        for member in self.members.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                member.wait(max(0.0, until - time.monotonic()))
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(member.pid, signal.SIGKILL)  # its session may hold more than itself
            member.wait()
        self.members.clear()

    def log(self, name: str) -> Path:
        """Where a member writes."""
        return places.LOGS / f"demo-{name}.log"


def _ending(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"it ended with {code}"
