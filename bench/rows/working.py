"""Work: submitting a RED referral, its alert by mail, erasing someone, sending what is owed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import redis

from bench.bench import Bench
from bench.figures import Row, Spread, at_least, at_most, brief, quantile
from bench.servers import PYTHON, Failed, end, free_port

CELERY = [PYTHON, "-m", "celery", "-A", "dsr_site"]
QUEUE, NOTHINGS = "celery", "bench-nothing"
LONGEST = 300.0
"""Seconds for which others read while alerts are sent; they end with the last alert."""

ERASURES = 5

BATCH = 2_000
"""How many notices one relay sends before it ends: so many relays are started."""


def submit(bench: Bench) -> list[Row]:
    """A RED referral, beside bare inserts of the rows that it writes."""
    said = bench.probe.ask("submit", times=bench.pace.submits)
    ours, bare = Spread.of(said["ours"]), Spread.of(said["bare"])
    rows = sum(said["rows"].values())
    listed = ", ".join(f"{count} {table}" for table, count in sorted(said["rows"].items()))
    return [
        Row(f"submit of a RED referral, at {bench.large.people:,}: bare inserts",
            ours.said("ms"), bare.said("ms"), value=ours.median / bare.median, goal=at_most(4),
            note=f"{rows} rows: {listed}")
    ]  # fmt: skip


def red(bench: Bench) -> list[Row]:
    """From the answer to a RED referral until the mail server has the team's last mail."""
    count = bench.pace.alerts
    bench.probe.ask("forget")
    drafts = bench.probe.ask("drafts", times=count)
    reading = bench.visitor("team").request(bench.page("list")["path"])
    answered: dict[str, float] = {}
    served: list[float] = []
    with (
        _sink(bench, bench.smtp_port, "red") as book,
        _workers(bench, "alerts", [QUEUE], {}),
        bench.ours.loading(reading, LONGEST) as running,
    ):
        lead = bench.visitor("lead")
        token = lead.token(f"/referrals/{drafts[0]}/check/")
        time.sleep(0.5)
        for draft in drafts:
            began = time.monotonic()
            form = {"csrfmiddlewaretoken": token, "declared": "on"}
            status, _ = lead.post(f"/referrals/{draft}/check/", form)
            answered[draft] = time.monotonic()
            served.append((answered[draft] - began) * 1000)
            if status != 302:
                raise Failed(f"sending a referral answered {status}")
            time.sleep(0.4)
        late = _settled(bench, book, answered)
        if running.poll() is not None:
            raise Failed("the reading connections ended too early")
    took = Spread.of(late)
    p99 = quantile(late, 0.99)
    note = (
        f"{count} referrals while 16 connections read; submit answered after "
        f"{Spread.of(served).said('ms')} among them"
    )
    return [
        Row("RED alert, submit to mail: median", took.said("s"), value=took.median,
            goal=at_most(1, "s"), note=note),
        Row("RED alert, submit to mail: 99 %", f"{brief(p99)} s", value=p99, goal=at_most(3, "s")),
    ]  # fmt: skip


def _settled(bench: Bench, book: Path, answered: dict[str, float]) -> list[float]:
    """Wait for the mails; return seconds from each answer to the last mail about it."""
    notices: dict[str, str] = bench.probe.ask("about", referrals=list(answered))
    until = time.monotonic() + 15
    while True:
        sent = {reference: at for at, reference in _lines(book)}
        missing = [notice for notice in notices if notice not in sent]
        if notices and not missing:
            break
        if time.monotonic() > until:
            raise Failed(f"{len(missing)} of {len(notices)} alerts were not mailed within 15 s")
        time.sleep(0.05)
    last: dict[str, float] = {}
    for notice, referral in notices.items():
        last[referral] = max(last.get(referral, 0.0), sent[notice])
    return [max(0.0, last[draft] - at) for draft, at in answered.items()]


def _lines(book: Path) -> list[tuple[float, str]]:
    lines = [line.split() for line in book.read_text().splitlines()]
    return [(float(at), reference) for at, reference in lines]


def erasure(bench: Bench) -> list[Row]:
    """Someone of five years is erased, from the approval to the certificate."""
    took = Spread.of(bench.probe.ask("erase", times=ERASURES))
    return [
        Row(f"erasure of five years, at {bench.large.people:,}", took.said("s"), value=took.median,
            goal=at_most(2, "s"), note="2,000 rows and 1,000 events, every trace looked for after")
    ]  # fmt: skip


def relay(bench: Bench) -> list[Row]:
    """Notices that are owed, sent by two workers, beside as many tasks that do nothing."""
    count = bench.pace.notices
    rows = []
    nothing = Spread.of([_nothings(bench, count) for _ in range(2)])
    for words, backend, goal in (
        ("to a mail server", "smtp", at_least(0.5)),
        ("mail thrown away", "dummy", None),
    ):
        rate = _relayed(bench, count, f"django.core.mail.backends.{backend}.EmailBackend")
        rows.append(
            Row(f"relay of {count:,} notices, {words}", f"{brief(rate)} /s", nothing.said("/s"),
                value=rate / nothing.median, goal=goal)
        )  # fmt: skip
    return rows


def _relayed(bench: Bench, count: int, backend: str) -> float:
    """Return how many notices a second two workers send."""
    bench.probe.ask("forget")
    try:
        with (
            _sink(bench, port := free_port(), "relay"),
            _workers(
                bench, "relay", [QUEUE], {"BENCH_MAIL": backend, "BENCH_SMTP_PORT": str(port)}
            ),
        ):
            bench.probe.ask("owe", count=count)
            began = time.monotonic()
            _publish(bench, "alerts.relay", QUEUE, max(2, 1 + -(-count // BATCH)))
            _until(lambda: bench.probe.ask("owed") == 0, 180, "the notices were not all sent")
            return float(count / (time.monotonic() - began))
    finally:
        bench.probe.ask("forget")


def _nothings(bench: Bench, count: int) -> float:
    """Return how many tasks that do nothing two workers do in a second, once they have begun."""
    with _broker(bench) as broker:
        broker.delete(NOTHINGS)
        _publish(bench, "bench.nothing", NOTHINGS, count)
        with _workers(bench, "nothing", [NOTHINGS], {}, wait=False):
            _until(lambda: broker.llen(NOTHINGS) < count * 0.98, 30, "no task was begun")
            left, began = broker.llen(NOTHINGS), time.monotonic()
            _until(lambda: broker.llen(NOTHINGS) == 0, 120, "the tasks were not all done")
            return float(left / (time.monotonic() - began))


def _publish(bench: Bench, task: str, queue: str, times: int) -> None:
    """Send tasks, over one connection, as Celery does."""
    from celery import Celery

    app = Celery("bench", broker=bench.env["REDIS_URL"])
    with app.connection_for_write() as held, app.amqp.Producer(held) as producer:
        for _ in range(times):
            app.send_task(task, queue=queue, producer=producer, ignore_result=True)


@contextmanager
def _workers(
    bench: Bench, name: str, queues: list[str], told: dict[str, str], *, wait: bool = True
) -> Iterator[None]:
    """Two workers while the block runs, ready before it begins."""
    with _broker(bench) as broker:
        broker.delete(QUEUE)
        command = [
            *CELERY, "worker", "-c", "2", "-l", "WARNING", "--without-gossip", "--without-mingle",
            "-Q", ",".join(queues), "-n", f"{name}@bench",
        ]  # fmt: skip
        bench.crew.start(f"worker-{name}", command, bench.told | told)
        try:
            if wait:
                _ready(bench, broker)
            yield
        finally:
            member = bench.crew.members.pop(f"worker-{name}")
            end(member)


def _ready(bench: Bench, broker: Any) -> None:
    """Wait until a worker takes tasks: it takes one that does nothing."""
    _publish(bench, "bench.nothing", QUEUE, 1)
    time.sleep(1)
    _until(lambda: broker.llen(QUEUE) == 0, 30, "the worker did not begin")
    time.sleep(0.5)


@contextmanager
def _sink(bench: Bench, port: int, name: str) -> Iterator[Path]:
    """A mail server while the block runs; the file that says what came when."""
    book = bench.folder / f"mail-{name}-{port}"
    book.touch()
    bench.crew.start(f"sink-{name}", [PYTHON, "-m", "bench.sink", str(port), str(book)], bench.told)
    time.sleep(0.6)
    try:
        yield book
    finally:
        end(bench.crew.members.pop(f"sink-{name}"))


def _until(done: Any, seconds: float, problem: str) -> None:
    until = time.monotonic() + seconds
    while not done():
        if time.monotonic() > until:
            raise Failed(f"{problem} within {seconds:.0f} s")
        time.sleep(0.02)


@contextmanager
def _broker(bench: Bench) -> Iterator[Any]:
    address = bench.env["REDIS_URL"].replace("redis+socket://", "unix://")
    with redis.Redis.from_url(address) as client:
        yield client
