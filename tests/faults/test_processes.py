"""Killed workers, a Redis that is away, two schedulers, a PostgreSQL that is away."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
import redis
import redis.connection
from celery.beat import Scheduler
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from alerts import workflow
from alerts.beat import WAIT, SingleScheduler
from alerts.models import Notice
from dsr_site.celery import app
from register.rules import Level
from tests.conftest import Cast
from tests.factories import on_register
from tests.faults.processes import Processes
from tests.faults.sink import Sink
from tests.waiting import PATIENCE, until

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MANY = 200


def _nothing_is_owed() -> bool:
    return not Notice.objects.owed().exists()


def test_a_worker_killed_while_it_sends_loses_nothing(
    cast: Cast, processes: Processes, sink: Sink
) -> None:
    now = timezone.now()
    with transaction.atomic():
        for number in range(MANY):
            workflow.owe(kind="security", key=str(number), at=now, to=[cast.lead])
    processes.redis()
    sink.stop_at(MANY // 4)
    killed = processes.worker(sink.port)
    until(lambda: len(sink.mails) == MANY // 4, saying=processes.said)
    processes.kill(killed)
    assert Notice.objects.owed().exists()
    sink.go_on()
    processes.worker(sink.port)
    until(_nothing_is_owed, saying=processes.said)

    sent = sink.references()
    assert set(sent) == {str(pk) for pk in Notice.objects.values_list("pk", flat=True)}
    assert Notice.objects.filter(mailed_at__isnull=False).count() == MANY
    # The one mail that the server took just before the kill goes out once more.
    assert len(sent) - MANY == 1


def test_with_redis_away_a_red_alert_is_recorded_at_once_and_mailed_when_it_is_back(
    cast: Cast, processes: Processes, sink: Sink, settings: Any
) -> None:
    settings.REDIS_URL = settings.CELERY_BROKER_URL = processes.redis_url
    processes.worker(sink.port)
    with _asked_of_redis() as asked:
        client = Client()
        typed = {"login": cast.team.email, "password": "correct horse battery staple"}
        assert client.post("/sign-in/", typed).status_code == 302
        person = on_register(
            cast.area, by=cast.team, level=Level.RED, at=timezone.now(), family_name="Zqcanary"
        )
        assert not asked, "someone waited for Redis"
        assert client.get("/health/").status_code == 503
        assert asked, "health does look for Redis: this would have noticed"
    assert not _nothing_is_owed()
    assert not sink.mails

    server = processes.redis()
    until(_nothing_is_owed, saying=processes.said)
    assert len(sink.mails) == Notice.objects.filter(mailed_at__isnull=False).count() >= 2
    for text in (*sink.mails, processes.said(), _everything_in(processes)):
        assert "Zqcanary" not in text
        assert (person.nhs_number or "none") not in text
    assert server.poll() is None


@contextmanager
def _asked_of_redis() -> Iterator[list[str]]:
    """Note every attempt to reach Redis from this process while the block runs."""
    asked: list[str] = []
    real = redis.connection.AbstractConnection.connect

    def connect(self: Any) -> Any:
        asked.append(repr(self))
        return real(self)

    with mock.patch.object(redis.connection.AbstractConnection, "connect", connect):
        yield asked


def _everything_in(processes: Processes) -> str:
    """Return every key of the broker and what it holds."""
    with redis.Redis(unix_socket_path=str(processes.socket), decode_responses=True) as client:
        readers: dict[str, Any] = {
            "string": client.get,
            "hash": client.hgetall,
            "set": client.smembers,
            "list": lambda key: client.lrange(key, 0, -1),
            "zset": lambda key: client.zrange(key, 0, -1, withscores=True),
        }
        return "".join(f"{key}: {readers[client.type(key)](key)}\n" for key in client.keys("*"))


@pytest.fixture
def schedulers() -> Iterator[tuple[SingleScheduler, SingleScheduler]]:
    """Two schedulers, whose connections end with the test."""
    made = (SingleScheduler(app=app, lazy=False), SingleScheduler(app=app, lazy=False))
    yield made
    for scheduler in made:
        _dies(scheduler)


def test_of_two_schedulers_one_beats_and_the_other_takes_over(
    schedulers: tuple[SingleScheduler, SingleScheduler], monkeypatch: pytest.MonkeyPatch
) -> None:
    beaten: list[tuple[str, str]] = []
    first, second = schedulers
    names = {id(first): "first", id(second): "second"}
    monkeypatch.setattr(
        Scheduler,
        "apply_entry",
        lambda self, entry, producer=None: beaten.append((names[id(self)], entry.name)),
    )
    for scheduler in (first, second):
        for entry in scheduler.schedule.values():
            entry.last_run_at = timezone.now() - timedelta(days=1)
    for _ in range(12):
        first.tick()
        assert second.tick() == WAIT
    assert {who for who, _ in beaten} == {"first"}
    assert len({name for _, name in beaten}) == len(beaten) > 3

    _dies(first)
    # The server lets go of the lock when it sees that the connection has gone.
    until(lambda: second.tick() != WAIT, saying="the second does not take over")
    for _ in range(12):
        assert second.tick() != WAIT
    assert "second" in {who for who, _ in beaten}
    assert first.tick() == WAIT


def _dies(scheduler: SingleScheduler) -> None:
    if scheduler._held is not None:
        scheduler._held.close()


def test_with_postgresql_away_people_are_told_whom_to_call(processes: Processes) -> None:
    told = processes.folder / "port"
    nowhere = f"postgresql:///dsr?host={processes.folder}"
    server = processes.python("-m", "tests.faults.serve", str(told), DATABASE_URL=nowhere)
    until(
        lambda: told.exists() and told.read_text(),
        saying=processes.said,
    )
    port = told.read_text()
    for path in ("/sign-in/", "/people/", "/accounts/verified/"):
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}{path}", headers={"Cookie": "sessionid=abc"}
        )
        with pytest.raises(urllib.error.HTTPError) as answered:
            urllib.request.urlopen(request, timeout=PATIENCE)
        assert answered.value.code == 503, path
        page = answered.value.read().decode()
        assert "999" in page
        assert "111" in page
        assert answered.value.headers["Retry-After"] == "60"
        assert "Content-Security-Policy" in answered.value.headers
        assert "Traceback" not in page
    with pytest.raises(urllib.error.HTTPError) as answered:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=PATIENCE)
    assert answered.value.code == 503
    assert '"status": "down"' in answered.value.read().decode()
    assert "password" not in processes.said()
    processes.kill(server)
    connection.close()
