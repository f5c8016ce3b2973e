"""Starting and ending one child process, and knowing whether it is ours."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ops.places import Account

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def start(
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str],
    account: Account | None = None,
    folder: Path | None = None,
    ends_with_parent: signal.Signals | None = None,
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own, writing to `log`.

    A session of its own keeps Ctrl-C for the parent, which then ends its children in the right
    order. With `ends_with_parent` the kernel sends that signal should the parent die without ending
    its children (Linux).
    """
    keep_previous(log)
    with log.open("wb") as output:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder or "/",
            env=dict(env),
            start_new_session=True,
            preexec_fn=_tied_to_parent(ends_with_parent),
            umask=0o077,
            **(account.as_arguments() if account else {}),
        )


def keep_previous(log: Path) -> None:
    """Keep the log of the run before, so that a crash can still be read about after the next
    start."""
    if log.exists() and log.stat().st_size:
        log.replace(log.with_suffix(".previous.log"))


def _tied_to_parent(ending: signal.Signals | None) -> Callable[[], None] | None:
    if ending is None or sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(PR_SET_PDEATHSIG, int(ending))


def is_alive(pid: int) -> bool:
    """Whether a process with this number runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(pid)


def works_in(pid: int, folder: Path) -> bool:
    """Whether process `pid` has `folder` as its working folder or its argument: how a server of
    ours is known."""
    with contextlib.suppress(OSError):
        if Path(f"/proc/{pid}/cwd").resolve(strict=True) == folder:
            return True
    with contextlib.suppress(OSError):
        listing = subprocess.run(
            ["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, check=False
        )
        return os.fsencode(folder) in listing.stdout
    return False


def wait_until_gone(pid: int, seconds: float) -> bool:
    """Wait for a process that is not our child to end; whether it did."""
    until = time.monotonic() + seconds
    while is_alive(pid):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def last_words(log: Path, *marks: str) -> str:
    """The last line of `log` that holds one of `marks`, or its last line at all."""
    try:
        lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    except OSError:
        return ""
    telling = [line for line in lines if any(mark in line for mark in marks)]
    return (telling or lines or [""])[-1].strip()


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (OSError, IndexError):
        return False
