"""`make demo`: the whole register on this machine, until Ctrl-C.

    PORT=8000      where it answers
    PEOPLE=300     how many people the made-up region has, the first time

Starting again keeps the data; `make demo-reset` removes it.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

from ops import environment, places, services
from ops.crew import Crew
from ops.plain import DISK_FULL, Stop, run, say, step, undisturbed

SETTINGS = "dsr_site.settings.demo"
SECONDS_TO_ANSWER = 300.0  # a member that stops ends the wait at once
SECONDS_FOR_THE_REST = 10.0  # worker and beat come a moment after the web
MEGABYTES_FIRST = 300
MEGABYTES_AGAIN = 100


def start() -> int:
    """Run the demo until it is told to stop or a part of it stops by itself."""
    port, people = _number("PORT", 8000, 65535), _number("PEOPLE", 300, 1_000_000)
    busy = (
        "The demo is already running in this checkout: use it, or stop it where it runs (Ctrl-C)."
    )
    with places.only_one("demo", wait=False, busy=busy):
        _want_port(port)
        first = not (places.RUN / "demo" / "data").exists()
        places.want_room(MEGABYTES_FIRST + people // 100 if first else MEGABYTES_AGAIN, "the demo")
        say("Starting the Dynamic Support Register …")
        began = time.monotonic()
        environment.ready("base")
        with _services() as started, Crew() as crew:
            env = started.environ() | _settings(port)
            _prepare(env, people)
            _launch(crew, env)
            _wait_until_it_answers(crew, port)
            _greet(port, time.monotonic() - began)
            _watch(crew, started)
    return 0


def reset() -> int:
    """Remove the demo's data and nothing else."""
    services.reset("demo")
    say("The demo's data is removed. `make demo` makes a new region.")
    return 0


def _number(name: str, default: int, most: int) -> int:
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdecimal() or not 1 <= int(value) <= most:
        raise Stop(f"{name} must be a whole number from 1 to {most}, not {value!r}.")
    return int(value)


def _want_port(port: int) -> None:
    """Stop in one line, before anything is started, where the port cannot be had."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Stop(f"This user may not use port {port}: try PORT=8000 make demo") from None
        except OSError:
            raise Stop(
                f"Port {port} is in use by another program: stop that program, "
                f"or choose another port: PORT={min(port + 1, 65535)} make demo"
            ) from None


@contextlib.contextmanager
def _services() -> Iterator[services.Services]:
    with step("PostgreSQL and Redis"):
        started = services.Services("demo")
        started.start()
    try:
        yield started
    finally:
        with undisturbed():
            started.stop()


def _settings(port: int) -> dict[str, str]:
    """What the demo's processes are told; what the caller has set stays."""
    defaults = {
        "DSR_SECRET_KEY": _secret(),
        "DSR_BASE_URL": f"http://localhost:{port}",
        "DSR_BIND": f"127.0.0.1:{port}",
    }
    fixed = {"DJANGO_SETTINGS_MODULE": SETTINGS, "PYTHONUNBUFFERED": "1"}
    return {name: os.environ.get(name, value) for name, value in defaults.items()} | fixed


def _secret() -> str:
    """This checkout's own signing key, kept so that a restart signs nobody out."""
    path = places.RUN / "demo" / "secret"
    if not path.exists():
        places.open_folder(path.parent)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


def _prepare(env: Mapping[str, str], people: int) -> None:
    """Schema, static files and region, with their progress shown."""
    log = places.LOGS / "demo-prepare.log"
    command = [str(environment.PYTHON), "-m", "ops.prepare", "--people", str(people)]
    with log.open("wb") as errors:
        child = subprocess.Popen(
            command, cwd=places.ROOT, env=dict(env), stderr=errors, start_new_session=True
        )
    try:
        code = child.wait()
    except KeyboardInterrupt:
        child.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(10)
        child.kill()
        raise
    if code:
        raise _failed("The demo could not be prepared", log)


def _launch(crew: Crew, env: Mapping[str, str]) -> None:
    tools = environment.VENV / "bin"
    celery = [str(environment.PYTHON), "-m", "celery", "-A", "dsr_site"]
    crew.start(
        "web",
        [tools / "python", "-m", "gunicorn", "dsr_site.wsgi", "-c", "ops/gunicorn_conf.py"],
        env,
    )
    crew.start(
        "worker",
        [*celery, "worker", "-c", "2", "-l", "WARNING", "--without-gossip", "--without-mingle"],
        env,
    )
    crew.start("beat", [*celery, "beat", "-l", "WARNING", "--pidfile="], env)


def _wait_until_it_answers(crew: Crew, port: int) -> None:
    """Wait for /health/; worker and beat may take a moment longer than the web."""
    with step("Web, worker and beat"):
        answered: float | None = None
        until = time.monotonic() + SECONDS_TO_ANSWER
        while time.monotonic() < until:
            crew.check()
            healthy = _health(port)
            if healthy:
                return
            if healthy is not None:
                answered = answered or time.monotonic()
                if time.monotonic() - answered > SECONDS_FOR_THE_REST:
                    say(f"  Not everything is up yet: see http://localhost:{port}/health/")
                    return
            time.sleep(0.1)
    raise Stop(f"The web did not answer within {SECONDS_TO_ANSWER:.0f} s: see {places.LOGS}.")


def _health(port: int) -> bool | None:
    """Whether all is well; nothing where there is no answer yet."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5) as answer:
            json.load(answer)
            return True
    except urllib.error.HTTPError:
        return False
    except (OSError, ValueError):
        return None


def _greet(port: int, seconds: float) -> None:
    say()
    say(f"The Dynamic Support Register is ready after {seconds:.0f} s: http://localhost:{port}/")
    say(f"  Sign in as anyone:  http://localhost:{port}/demo/personas/")
    say(f"  Read what it mailed: http://localhost:{port}/demo/mailbox/")
    say("  Everyone in it is made up. Ctrl-C stops it; the data is kept.")


def _watch(crew: Crew, started: services.Services) -> None:
    """Until Ctrl-C, or until a part stops by itself."""
    parent = os.getppid()
    under_make = "MAKELEVEL" in os.environ
    try:
        while True:
            crew.check()
            ended = started.ended()
            if ended:
                raise Stop(f"{ended}. The rest was stopped too; run `make demo` again.")
            if under_make and os.getppid() != parent:
                return  # make was killed, and with it the wish that this goes on
            time.sleep(0.3)
    except KeyboardInterrupt:
        say("\nStopping …")


def _failed(what: str, log: Path) -> Stop:
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    last = lines[-1].strip() if lines else "no reason given"
    if any(mark in last for mark in environment.NO_SPACE_MARKS):
        return Stop(DISK_FULL)
    return Stop(f"{what}: {last} (details: {log})")


if __name__ == "__main__":
    run(reset if "--reset" in sys.argv else start)
