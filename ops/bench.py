"""`make bench`: the measurements, on a PostgreSQL and Redis of their own with ordinary durability.

BENCH names what to pass on, for example BENCH="--rows list,search".
"""

from __future__ import annotations

import os
import shlex
import subprocess

from ops import environment, places, services
from ops.plain import run, say

MEGABYTES = 3000


def main() -> int:
    """Run the harness in `bench/` and give back its exit code."""
    places.want_room(MEGABYTES, "the bench")
    environment.ready("test")
    with services.running("bench") as started:
        say("Measuring: only ratios within this run mean anything.")
        env = started.environ() | {"DJANGO_SETTINGS_MODULE": "dsr_site.settings.demo"}
        asked = shlex.split(os.environ.get("BENCH", ""))
        command = [str(environment.PYTHON), "-m", "bench", *asked]
        return subprocess.run(command, cwd=places.ROOT, env=env, check=False).returncode


if __name__ == "__main__":
    run(main)
