"""Meetings and ratings at the same moment: nobody waits for ever, and no rating is lost."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import connection, connections, transaction

from duties.models import Duty
from meetings import workflow as meetings
from register import workflow as register
from register.models import Person
from register.rules import Level
from register.workflow import entries, standing
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.waiting import PATIENCE, ended, until

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(minutes=5)
SOON = NOW + timedelta(days=2)


def plan(cast: Cast) -> Any:
    return meetings.plan(
        area=cast.area, starts_at=SOON, place="Room", chair=cast.team, by=cast.team, at=NOW,
        quorum=1,
    )  # fmt: skip


def while_being_rated(cast: Cast, person: Person, other: Callable[[], Any]) -> list[str]:
    """Do `other` while a rating of `person` has written its list row; return what went wrong."""
    written, wrong, real = threading.Event(), list[str](), standing.refresh_standing

    def slowly(whom: Person) -> Any:
        made = real(whom)
        if threading.current_thread() is rating:
            written.set()
            # Until the other reaches for what this one holds, or is done without it.
            until(lambda: not second.is_alive() or _held_up(), saying="the other does nothing")
        return made

    def do(deed: Callable[[], Any]) -> None:
        try:
            deed()
        except Exception as error:  # noqa: BLE001 - looked at in the test itself
            wrong.append(repr(error))
        finally:
            connections.close_all()

    def rate() -> None:
        with mock.patch.object(entries, "refresh_standing", slowly):
            register.rate(
                person=person, level=Level.AMBER, reason="As before", by=cast.team, at=LATER
            )

    def afterwards() -> None:
        assert written.wait(PATIENCE)
        other()

    rating, second = (threading.Thread(target=do, args=[deed]) for deed in (rate, afterwards))
    second.start()
    rating.start()
    ended([rating, second], saying="the two wait for each other")
    return wrong


def _held_up() -> bool:
    """Return whether somebody waits for a lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pid IN "
            "(SELECT pid FROM pg_stat_activity WHERE datname = current_database()))"
        )
        return bool(cursor.fetchone()[0])


def test_planning_a_meeting_and_rating_somebody_who_waits_for_it_both_happen(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER)
    assert while_being_rated(cast, person, lambda: plan(cast)) == []
    assert Duty.objects.open().get(rule="amber-tracking-meeting").due_on == SOON.date()


def test_cancelling_a_meeting_and_rating_somebody_who_waits_for_it_both_happen(
    cast: Cast,
) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER)
    meeting = plan(cast)
    refused = while_being_rated(
        cast, person,
        lambda: meetings.cancel(meeting=meeting, reason="Snow", by=cast.team, at=LATER),
    )  # fmt: skip
    assert refused == []
    assert Duty.objects.open().get(rule="amber-tracking-meeting").due_on is None


def test_cancelling_a_meeting_takes_the_people_before_the_meeting(cast: Cast) -> None:
    """The order of every verb of meetings: else minutes and a cancellation block each other."""
    on_register(cast.area, by=cast.team, level=Level.AMBER)
    meeting = plan(cast)
    seen: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        if "FOR UPDATE" in sql:
            seen.append(sql.split('FROM "')[1].split('"', maxsplit=1)[0])
        return execute(sql, *rest)

    with transaction.atomic(), connection.execute_wrapper(note):
        meetings.cancel(meeting=meeting, reason="Snow", by=cast.team, at=LATER)
    assert seen.index("register_person") < seen.index("meetings_meeting")
