"""`make test`: the static steps, then every test on a real PostgreSQL and Redis of its own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping

from ops import browser, check, environment, places, services
from ops.plain import Stop, complain, run, say

PYTEST = ("-m", "pytest", "-q", "-n", os.environ.get("DSR_TEST_PROCESSES", "2"), "--dist=worksteal")


def main() -> int:
    """Everything, even after a failure; the tests last, so that their closing line is the end."""
    places.want_room(300, "the test run")
    environment.ready("test")
    with services.running("test") as started:
        say("Checks:")
        failed = check.prove(check.steps(), started.environ())
        chromium = browser.find()
        say("Tests:" if chromium else "Tests, without the browser journeys:")
        if failed:
            complain(f"Failed before the tests: {', '.join(failed)}.")
        code = _pytest(started.environ(), chromium)
    if code not in (0, 1):
        raise Stop(f"The tests could not be run (pytest says {code}).", code=code)
    return 1 if failed else code


def _pytest(env: Mapping[str, str], chromium: str | None) -> int:
    told = {**env, **check.TEST_SETTINGS, "PYTHONUNBUFFERED": "1"}
    told.pop("DSR_CHROMIUM", None)
    # Tests start many processes, and each would compile the whole code for itself.
    told.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [check.PYTHON, *PYTEST]
    if chromium:
        told["DSR_CHROMIUM"] = chromium
    else:
        command += ["-m", "not journey"]
    done = subprocess.run(command, cwd=places.ROOT, env=told, stdin=subprocess.DEVNULL, check=False)
    return done.returncode


if __name__ == "__main__":
    run(main)
