"""What stops `make demo` says so in one line; what it starts together ends together."""

import socket
import sys
from pathlib import Path

import pytest

from ops import children, places
from ops.crew import Crew
from ops.plain import Stop
from tests.waiting import PATIENCE, until


def test_port_in_use_ends_in_one_line_that_offers_another(checkout, one_line):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = one_line(checkout.ops("demo", PORT=str(port)))
    assert f"Port {port} is in use" in said
    assert "make demo" in said


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "eighty"), ("PORT", "65536"), ("PEOPLE", "-1"), ("PEOPLE", "many")]
)
def test_setting_that_is_no_such_number_is_named(checkout, one_line, name, value):
    said = one_line(checkout.ops("demo", **{name: value}))
    assert name in said
    assert value in said


def test_second_demo_in_the_same_checkout_is_told_of_the_first(checkout, one_line):
    (checkout.folder / ".run").mkdir()
    with places.only_one("demo", wait=False, busy="", folder=checkout.folder / ".run"):
        assert "already running" in one_line(checkout.ops("demo", PORT="0018"))


def test_file_where_the_data_folder_should_be_is_named(checkout, one_line):
    (checkout.folder / ".run").write_text("in the way")
    assert "Remove it" in one_line(checkout.ops("demo", PORT="8765"))


def test_full_disk_is_said_before_anything_is_started(checkout, one_line):
    # A region that no disk can hold stands for a disk that is full.
    demo = checkout.folder / "ops" / "demo.py"
    demo.write_text(demo.read_text().replace("MEGABYTES_FIRST = 300", "MEGABYTES_FIRST = 10**9"))
    said = one_line(checkout.ops("demo", PORT="8766"))
    assert "disk is nearly full" in said
    assert "Free some space" in said


@pytest.mark.slow
def test_reset_removes_the_demo_and_nothing_else(checkout):
    checkout.addresses("demo")
    checkout.addresses("development")

    done = checkout.ops("demo", "--reset")

    assert done.returncode == 0, done.stderr
    assert not checkout.data("demo").exists()
    assert checkout.data("development").exists()


def test_member_that_stops_by_itself_is_named_and_the_rest_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "LOGS", tmp_path)
    crew = Crew()
    sleeper = [sys.executable, "-c", "import time; time.sleep(3600)"]
    failing = [sys.executable, "-c", "raise SystemExit('Error: no such thing')"]
    crew.start("worker", sleeper, {})
    crew.start("web", failing, {})
    other = crew.members["worker"].pid
    with pytest.raises(Stop, match="web stopped by itself: Error: no such thing"), crew:
        _watch(crew)
    assert not children.is_alive(other)


def test_member_that_will_not_end_is_killed_with_all_it_started(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "LOGS", tmp_path)
    monkeypatch.setattr("ops.crew.SECONDS_TO_END", 0.3)
    deaf = "trap '' TERM; sleep 3600 & echo $! > child; while :; do sleep 1; done"
    with Crew() as crew:
        crew.start("web", ["/bin/sh", "-c", f"cd {tmp_path}; {deaf}"], {"PATH": "/usr/bin:/bin"})
        until(lambda: _written(tmp_path / "child"), saying="the child was not started")
    assert children.wait_until_gone(int((tmp_path / "child").read_text()), seconds=PATIENCE)


def _watch(crew: Crew) -> None:
    until(crew.check, saying="no one noticed")  # it returns nothing, or raises


def _written(path: Path) -> bool:
    return path.exists() and path.read_text().strip().isdigit()
