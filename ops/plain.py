"""How the start-up speaks: short lines for a person, never a traceback.

Anything that a person can put right is raised as `Stop`, whose text says what to do. `run` turns
it, and the few operating-system errors that mean "no space" or "not allowed", into one line and a
non-zero exit.
"""

from __future__ import annotations

import errno
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})
NOT_ALLOWED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
DISK_FULL = (
    "The disk is full: free some space, then run the same command again. "
    "Nothing already saved is lost."
)


class Stop(Exception):
    """The work cannot go on. The text is one line that says what to do."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(" ".join(message.split()))
        self.code = code


def say(line: str = "") -> None:
    """Print one line at once, so that progress is seen as it happens."""
    print(line, flush=True)


def complain(line: str) -> None:
    """Print one line on the error stream."""
    print(line, file=sys.stderr, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Name a piece of work and say how long it took."""
    say(f"  {title} …")
    began = time.monotonic()
    yield
    took = time.monotonic() - began
    if took >= 1:
        say(f"  {title}: done in {took:.1f} s")


@contextmanager
def undisturbed() -> Iterator[None]:
    """Finish ending what was started, however often Ctrl-C is pressed meanwhile."""
    endings = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {ending: signal.signal(ending, signal.SIG_IGN) for ending in endings}
    try:
        yield
    finally:
        for ending, handler in before.items():
            signal.signal(ending, handler)


def explain(problem: OSError) -> str:
    """One line for an operating-system error that nothing nearer has explained."""
    where = f" ({problem.filename})" if problem.filename else ""
    if problem.errno in NO_SPACE:
        return f"{DISK_FULL}{where}"
    if problem.errno in NOT_ALLOWED:
        return (
            f"This user may not write here{where}: run the command as the owner of the checkout, "
            "or clone it into a folder of your own."
        )
    reason = problem.strerror or str(problem)
    return f"The operating system refused: {reason}{where}. Put that right and run it again."


def run(main: Callable[[], int | None]) -> None:
    """Run `main`, leave with its exit code, and turn what went wrong into one line."""
    # A shell that starts this in the background has it ignore Ctrl-C: whoever sends it means it.
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, _as_interrupt)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup asks to outlive its terminal
        signal.signal(signal.SIGHUP, _as_interrupt)
    try:
        code = main() or 0
    except Stop as stop:
        complain(str(stop))
        code = stop.code
    except KeyboardInterrupt:
        complain("Stopped.")
        code = 130
    except OSError as problem:
        complain(explain(problem))
        code = 1
    sys.exit(code)


def _as_interrupt(number: int, frame: object) -> None:
    """Being told to end is treated as Ctrl-C, so that everything started is also stopped."""
    raise KeyboardInterrupt
