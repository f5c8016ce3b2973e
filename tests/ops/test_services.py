"""PostgreSQL and Redis of our own start, keep their data, recover, and stop without a trace."""

import os
import signal
import stat

import psycopg
import pytest
from redis import Redis

from ops import children
from tests.ops.conftest import Checkout

pytestmark = pytest.mark.slow


def _pid(checkout: Checkout, name: str = "development") -> int:
    return int((checkout.data(name) / "postmaster.pid").read_text().splitlines()[0])


def _remember(address: str, words: str) -> None:
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (words text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [words])


def _remembered(address: str) -> list[str]:
    with psycopg.connect(address) as connection:
        return [row[0] for row in connection.execute("SELECT words FROM kept")]


def test_services_keep_their_data_between_two_starts_and_stop_without_a_trace(checkout):
    address = checkout.addresses()["DATABASE_URL"]
    _remember(address, "still here")
    pid = _pid(checkout)

    assert checkout.ops("services", "stop").returncode == 0
    assert not children.is_alive(pid)
    assert not list((checkout.data().parent / "sockets").iterdir())

    assert _remembered(checkout.addresses()["DATABASE_URL"]) == ["still here"]


def test_services_answer_on_private_sockets_only_and_not_as_root(checkout):
    addresses = checkout.addresses()
    with psycopg.connect(addresses["DATABASE_URL"]) as connection:
        shown = [
            connection.execute(f"SHOW {name}").fetchone()[0]
            for name in ("listen_addresses", "log_min_error_statement", "log_error_verbosity")
        ]
        connection.execute("CREATE EXTENSION pg_trgm")
        connection.execute("CREATE EXTENSION btree_gist")
    assert shown == ["", "panic", "terse"]

    broker = Redis(unix_socket_path=addresses["REDIS_URL"].removeprefix("redis+socket://"))
    told = {
        name: broker.config_get(name)[name] for name in ("port", "appendonly", "maxmemory-policy")
    }
    broker.close()
    assert told == {"port": "0", "appendonly": "yes", "maxmemory-policy": "noeviction"}

    folder = checkout.data().parent.stat()
    assert stat.S_IMODE(folder.st_mode) == 0o700
    assert folder.st_uid != 0


def test_server_that_was_killed_recovers_at_the_next_start(checkout):
    address = checkout.addresses("demo")["DATABASE_URL"]
    _remember(address, "before the crash")
    os.kill(_pid(checkout, "demo"), signal.SIGKILL)

    assert _remembered(checkout.addresses("demo")["DATABASE_URL"]) == ["before the crash"]


def test_process_number_left_by_a_killed_server_and_now_a_strangers_is_no_hindrance(checkout):
    checkout.addresses()
    checkout.ops("services", "stop")
    left = f"{os.getpid()}\n{checkout.data()}\n"
    (checkout.data() / "postmaster.pid").write_text(left)

    assert checkout.addresses()["DATABASE_URL"]
    assert children.is_alive(os.getpid())


@pytest.mark.parametrize("broken", ["PG_VERSION", "global/pg_control", "pg_wal"])
def test_broken_data_folder_ends_in_one_line_that_says_what_to_do(checkout, one_line, broken):
    checkout.addresses()
    checkout.ops("services", "stop")
    (checkout.data() / broken).rename(checkout.data() / "elsewhere")

    said = one_line(checkout.ops("services", "env"))
    assert str(checkout.data().resolve()) in said
    assert "to start afresh" in said


def test_caller_who_names_both_services_has_nothing_started(checkout):
    theirs = {"DATABASE_URL": "postgresql://theirs/dsr", "REDIS_URL": "redis://theirs"}
    done = checkout.ops("services", "env", **theirs)

    assert done.returncode == 0
    assert not checkout.data().exists()
    assert "theirs" in done.stdout
