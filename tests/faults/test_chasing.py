"""Chases under faults: killed workers, a broker that is away, two who chase at once."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from actions import workflow as actions
from actions.models import Action, Chase
from alerts.models import Notice
from core.dates import add_working_days, working_day_from
from register.models import Person
from tests.conftest import Cast
from tests.factories import on_register
from tests.faults.processes import Processes
from tests.faults.sink import Sink
from tests.waiting import ended, until

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 40


def _due() -> date:
    """Return a working day to come, from which on the chases are made."""
    return add_working_days(working_day_from(timezone.localdate()), 3)


def _agreed(cast: Cast, person: Person, due_on: date) -> Action:
    return actions.agree(
        person=person, description="Ring", owner=cast.lead, due_on=due_on, by=cast.team,
        at=timezone.now(),
    )  # fmt: skip


def _many(cast: Cast) -> tuple[list[Action], date]:
    due = _due()
    with transaction.atomic():
        people = [on_register(cast.area, by=cast.team, at=timezone.now()) for _ in range(4)]
        made = [_agreed(cast, people[number % 4], due) for number in range(MANY)]
    Notice.objects.update(mailed_at=timezone.now())
    return made, due


def _chased_once(made: list[Action]) -> None:
    """Every action was chased, and none of them twice."""
    subjects = list(Chase.objects.filter(action__in=made).values_list("action", flat=True))
    assert sorted(subjects) == sorted(action.pk for action in made)


def test_of_several_who_chase_at_once_each_step_is_taken_once(cast: Cast) -> None:
    made, due = _many(cast)
    taken: list[int] = []
    failed: list[BaseException] = []
    start = threading.Barrier(4)

    def chase() -> None:
        start.wait()
        try:
            taken.append(actions.chase(on=due, at=timezone.now()))
        except BaseException as error:  # noqa: BLE001 - looked at below, in the test's own thread
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=chase) for _ in range(4)]
    for thread in threads:
        thread.start()
    ended(threads, saying="two who chase wait for each other")
    assert not failed, failed
    _chased_once(made)
    assert sum(taken) == Chase.objects.count()
    assert Notice.objects.filter(kind="digest", user=cast.lead).count() == 1


@pytest.mark.slow
def test_a_chase_killed_in_the_middle_is_carried_on_and_nothing_is_told_twice(
    cast: Cast, processes: Processes
) -> None:
    made, due = _many(cast)
    killed = processes.python("-m", "tests.faults.chase", str(due), str(MANY // 4))
    until(lambda: "stopped" in processes.said(), saying=processes.said)
    processes.kill(killed)
    assert Chase.objects.count() == MANY // 4, "the one that it was taking is not taken by half"
    actions.chase(on=due, at=timezone.now())
    _chased_once(made)
    assert Notice.objects.filter(kind="digest", user=cast.lead).count() == 1


@pytest.mark.slow
def test_a_digest_reaches_its_reader_though_redis_and_the_worker_were_away(
    cast: Cast, processes: Processes, sink: Sink
) -> None:
    _, due = _many(cast)
    actions.chase(on=due, at=timezone.now())
    digest = Notice.objects.get(kind="digest", user=cast.lead)
    # It is morning: whatever hour the test runs at.
    Notice.objects.owed().update(try_at=timezone.now() - timedelta(seconds=1))
    processes.worker(sink.port)
    processes.redis()
    until(lambda: str(digest.pk) in sink.references(), saying=processes.said)
    until(lambda: not Notice.objects.owed().exists(), saying=processes.said)
    assert sink.references().count(str(digest.pk)) == 1
    [body] = [one for one in sink.mails if str(digest.pk) in one]
    assert f"{MANY} actions are due or overdue" in body
