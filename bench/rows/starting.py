"""Starting the demo a second time, memory under load, and the row that has no product yet."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress

from bench.bench import Bench
from bench.figures import Row, at_most, brief, not_measured
from bench.loading import request
from bench.servers import Failed, Web, free_port, stopped_with
from ops import places

SECONDS = 240


def workbook(bench: Bench) -> list[Row]:
    """Importing a workbook."""
    goal = at_most(6)
    return [not_measured("import of a workbook", "the register imports no workbooks yet", goal)]


def second_start(bench: Bench) -> list[Row]:
    """`make demo` when it has been started before, until the first page."""
    goal = at_most(8, "s")
    make = shutil.which("make")
    if make is None:
        return [not_measured("start, the second time", "there is no make here", goal)]
    fresh = not (places.RUN / "demo" / "data").exists()
    first = _start(make)  # leaves a region behind, whatever was there before
    note = f"the first time took {first:.0f} s, region of 300 people included" if fresh else ""
    took = [_start(make) for _ in range(2)]
    best = min(took)
    said = " and ".join(f"{one:.1f}" for one in took)
    return [
        Row("start, the second time, to first page", f"{said} s", value=best, goal=goal, note=note)
    ]  # fmt: skip


def _start(make: str) -> float:
    """Start the demo, wait for its first page, stop it; return the seconds until the page."""
    port = free_port()
    kept = {
        key: value for key, value in os.environ.items()
        if key not in {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "MAKELEVEL", "PEOPLE"}
    }  # fmt: skip
    log = places.LOGS / "bench-start.log"
    began = time.monotonic()
    with log.open("w") as output:
        process = subprocess.Popen(
            [make, "-s", "demo"], cwd=places.ROOT, env=kept | {"PORT": str(port)}, stdout=output,
            stderr=output, stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    with stopped_with(process, signal.SIGINT), _ended_quietly(process):
        while time.monotonic() - began < SECONDS:
            if process.poll() is not None:
                last = log.read_text().strip().splitlines()[-1:] or ["no reason given"]
                raise Failed(f"the demo did not start: {last[0]}")
            with suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
                return time.monotonic() - began
            time.sleep(0.05)
    raise Failed(f"the demo did not answer within {SECONDS} s")


class _ended_quietly:  # noqa: N801 - reads as a word of the block
    """Send Ctrl-C to the whole group, as a terminal does, and wait for it to stop."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process

    def __enter__(self) -> None:
        return None

    def __exit__(self, *problem: object) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(40)


def memory(bench: Bench) -> list[Row]:
    """Two workers after load, beside the same server that has only answered nothing."""
    page = bench.page("person")
    seconds = bench.pace.seconds * 2
    told = bench.told | {"DJANGO_SETTINGS_MODULE": "bench.config.bare"}
    empty = Web(bench.crew, "empty", told, "/empty/")
    empty.load(request("GET", "/empty/"), seconds)
    visitor = bench.visitor(page["persona"])
    for name in ("list", "person"):
        text = visitor.request(bench.page(name)["path"])
        bench.ours.warm(text)
        bench.ours.load(text, seconds)
    ours, beside = bench.ours.memory(), empty.memory()
    return [
        Row("memory of two workers", f"{brief(ours)} MB", f"{brief(beside)} MB",
            value=ours / beside, goal=at_most(1.5))
    ]  # fmt: skip
