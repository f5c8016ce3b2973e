"""What is added to the machine itself: only for root, and only said aloud."""

from __future__ import annotations

import os
import shutil
import subprocess

from ops.plain import say

SECONDS_TO_UPDATE = 180
SECONDS_TO_INSTALL = 600


def add(package: str, why: str) -> bool:
    """Install a Debian package where this is root on such a machine; whether it was installed."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    say(f"  Installing the package {package}, because {why} …")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    steps = (
        (["apt-get", "update", "-qq"], SECONDS_TO_UPDATE),
        (
            ["apt-get", "install", "-qq", "-y", "--no-install-recommends", package],
            SECONDS_TO_INSTALL,
        ),
    )
    for command, seconds in steps:
        try:
            done = subprocess.run(
                command,
                env=quiet,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=seconds,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        if done.returncode != 0:
            return False
    return True
