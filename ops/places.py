"""Where the services keep their data, and as whom they run.

Everything lies in the git-ignored folder `.run/` of the checkout. PostgreSQL refuses to run as
root, so when the command is run by root the services run as an existing account without privileges.
Where that account cannot reach the checkout (a clone below /root, say), the data lies in a private
folder under /var/tmp with a link to it: no permission of any existing folder is ever opened, and no
account is made.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ops.plain import Stop

ROOT = Path(__file__).resolve().parent.parent
RUN = ROOT / ".run"
LOGS = RUN / "logs"
SPACIOUS = Path("/var/tmp")
SHORT = Path("/tmp")

# A socket address is at most 107 bytes on Linux and 103 on macOS; the longest name made is
# ".s.PGSQL.5432.lock".
LONGEST_SOCKET_FOLDER = 103 - len("/.s.PGSQL.5432.lock")


@dataclass(frozen=True)
class Account:
    """The ordinary user that the services run as."""

    uid: int
    gid: int
    name: str

    def as_arguments(self) -> dict[str, Any]:
        """Arguments for `subprocess` that make the child run as this account."""
        if os.geteuid() == self.uid:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def reaches(self, folder: Path) -> bool:
        """Whether this account can enter `folder`, asked by trying it."""
        command = ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)]
        asked = subprocess.run(
            command, cwd="/", stderr=subprocess.DEVNULL, check=False, **self.as_arguments()
        )
        return asked.returncode == 0


def ordinary_account() -> Account:
    """This user, or an unprivileged one where this user is root."""
    if os.geteuid() != 0:
        return account_of(os.geteuid())
    for name in ("postgres", "nobody"):
        try:
            return account_of(pwd.getpwnam(name).pw_uid)
        except KeyError:
            continue
    raise Stop(
        "PostgreSQL may not run as root, and there is no account without privileges here: "
        "run as an ordinary user."
    )


def account_of(uid: int) -> Account:
    """The account with this number. Raises `Stop` where it has no name, for PostgreSQL then refuses
    to start."""
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise Stop(
            f"User number {uid} has no name on this machine: run as a user listed in /etc/passwd."
        ) from None
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)


@dataclass(frozen=True)
class Place:
    """One set of services: its folder in the checkout, its private data, its sockets and its
    account."""

    name: str
    folder: Path
    data: Path
    sockets: Path
    account: Account

    def log(self, what: str) -> Path:
        """The log file of one process of this place."""
        return LOGS / f"{self.name}-{what}.log"


def place(name: str) -> Place:
    """Make, or find again, the folders of the services called `name`.

    Raises `Stop` where they belong to somebody else or cannot be written.
    """
    account = ordinary_account()
    folder = run_folder() / name
    open_folder(folder)
    data = folder / "data"
    if data.is_symlink() and not data.exists():
        data.unlink()  # what it pointed to was cleared away
    if not data.exists():
        _make_data(data, account)
    if not data.is_dir():
        raise Stop(f"{data} is in the way: it should be a folder. Remove it and run this again.")
    real = data.resolve()
    account = _owner(real, account)
    _check_private(real, account)
    return Place(name, folder, real, _socket_folder(real, account), account)


def run_folder() -> Path:
    """`.run/`, closed to other users unless the services' account has to pass through it."""
    open_folder(RUN)
    make_folder(LOGS, 0o700)
    return RUN


def open_folder(folder: Path) -> None:
    """A folder that root's service account may pass through; closed to all others otherwise."""
    make_folder(folder, 0o711 if os.geteuid() == 0 else 0o700)


def make_folder(folder: Path, mode: int) -> None:
    """Make `folder` with exactly this mode, whatever the umask."""
    try:
        folder.mkdir(mode=mode, parents=False, exist_ok=True)
        if stat.S_IMODE(folder.stat().st_mode) != mode:
            folder.chmod(mode)
    except FileExistsError:
        raise Stop(
            f"{folder} is in the way: it should be a folder. Remove it and run the command again."
        ) from None
    except PermissionError:
        raise Stop(
            f"{folder} cannot be made or belongs to another user: run as the owner of the "
            "checkout, or clone it into a folder of your own."
        ) from None


def remove(name: str) -> None:
    """Remove all data of the services called `name`, wherever it lies."""
    folder = RUN / name
    data = folder / "data"
    if data.is_dir():
        real = data.resolve()
        shutil.rmtree(_short_folder(real), ignore_errors=True)
        _remove_tree(real)
    if folder.exists():
        _remove_tree(folder)


def outside_folder(account: Account) -> Path:
    """The private folder of this checkout under /var/tmp, for an account that cannot reach the
    checkout."""
    return _private_folder(SPACIOUS / f"dsr-{_digest(ROOT)}", account)


def want_room(megabytes: int, what: str) -> None:
    """Raise `Stop` where less than `megabytes` is free beside the checkout."""
    for folder in (ROOT, run_folder()):
        free = shutil.disk_usage(folder).free // 1_000_000
        if free < megabytes:
            raise Stop(
                f"The disk is nearly full: {what} needs {megabytes} MB in {folder} and {free} MB "
                "are free. Free some space, then run the same command again."
            )


@contextmanager
def only_one(name: str, *, wait: bool, busy: str, folder: Path | None = None) -> Iterator[None]:
    """Hold the lock called `name` of this checkout; where another holds it, wait or stop with the
    line `busy`."""
    lock = (folder or run_folder()) / f"{name}.lock"
    with lock.open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise Stop(busy) from None
        yield


def _make_data(data: Path, account: Account) -> None:
    if account.reaches(data.parent):
        _give(data, account)
        return
    real = outside_folder(account) / data.parent.name
    if not real.exists():
        _give(real, account)
    data.symlink_to(real)


def _give(folder: Path, account: Account) -> None:
    make_folder(folder, 0o700)
    if os.geteuid() != account.uid:
        os.chown(folder, account.uid, account.gid)


def _private_folder(folder: Path, account: Account) -> Path:
    """A 0700 folder in a place open to all: made by us, or proved to be ours and no link."""
    try:
        folder.mkdir(mode=0o700)
        if os.geteuid() != account.uid:
            os.chown(folder, account.uid, account.gid)
    except FileExistsError:
        _check_private(folder, account)
    return folder


def _check_private(folder: Path, account: Account) -> None:
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid:
        raise Stop(
            f"{folder} should be a folder of {account.name} and is not: "
            "remove it and run the command again."
        )
    if stat.S_IMODE(found.st_mode) != 0o700:
        folder.chmod(0o700)


def _owner(data: Path, account: Account) -> Account:
    owner = data.stat().st_uid
    if owner == account.uid:
        return account
    if os.geteuid() == 0 and owner != 0:
        return account_of(owner)
    raise Stop(
        f"The data folder {data} belongs to another user: "
        "run as that user, or remove it as that user."
    )


def _socket_folder(data: Path, account: Account) -> Path:
    folder = data / "sockets"
    if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
        return _private_folder(_short_folder(data), account)
    if not folder.exists():
        _give(folder, account)
    return folder


def _short_folder(data: Path) -> Path:
    return SHORT / f"dsr-{_digest(data)}"


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _remove_tree(folder: Path) -> None:
    try:
        shutil.rmtree(folder)
    except PermissionError:
        raise Stop(
            f"{folder} belongs to another user: run this as that user, or as root."
        ) from None
