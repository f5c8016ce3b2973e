"""Two people at the same moment: one stay, one move, one leave, and nothing half done."""

import re
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connections

from actions.models import Action
from core.errors import RuleBroken
from core.models import AuditEvent
from register import workflow
from register.models import Entry, ExtendedLeave, InpatientStanding, InpatientStay, Transfer
from register.rules import ClosureReason, Reopening, Security
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.register.closing import busy
from tests.register.stays import admission, stay_of
from tests.waiting import PATIENCE, ended

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(deed: Callable[[], Any], times: int = 4) -> tuple[int, list[str]]:
    """Do `deed` so many times at once; return how often it was done, and what was said."""
    start, done, said = threading.Barrier(times), list[Any](), list[str]()

    def do() -> None:
        start.wait(PATIENCE)
        try:
            done.append(deed())
        except RuleBroken as refused:
            said.append(refused.message)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do) for _ in range(times)]
    for thread in threads:
        thread.start()
    ended(threads, saying="two callers wait for each other")
    return len(done), said


def test_of_several_who_admit_somebody_at_once_one_does(cast: Cast) -> None:
    person, typed = on_register(cast.area, by=cast.team), admission(cast)
    done, said = at_once(lambda: workflow.admit(person=person, details=typed, by=cast.team, at=NOW))
    assert (done, set(said)) == (1, {"This person is already in hospital."})
    assert InpatientStay.objects.count() == InpatientStanding.objects.count() == 1


def test_of_several_who_record_a_move_or_a_leave_at_once_one_does(cast: Cast) -> None:
    stay = stay_of(cast)
    details = workflow.TransferDetails(
        moved_on=NOW.date(), hospital=stay.hospital, ward="Birch", security=Security.LOW,
        unit_inadequate=False,
    )  # fmt: skip
    done, said = at_once(
        lambda: workflow.transfer(stay=stay, details=details, by=cast.team, at=NOW)
    )
    assert (done, len(said), Transfer.objects.count()) == (1, 3, 1)
    done, said = at_once(
        lambda: workflow.start_leave(
            stay=stay, started_on=NOW.date(), note="", by=cast.team, at=NOW
        )
    )
    assert (done, len(said), ExtendedLeave.objects.count()) == (1, 3, 1)


def test_of_several_who_close_or_reopen_at_once_one_does_and_the_others_are_told(
    cast: Cast,
) -> None:
    one = busy(cast)
    seen = Entry.objects.get(person=one.person).pk
    users = iter([cast.team, cast.second_team])
    done, said = at_once(
        lambda: workflow.close(
            person=one.person, reason=ClosureReason.DIED, seen=seen, by=next(users), at=NOW
        ),
        times=2,
    )
    assert done == 1
    assert "closed this record on 23 November 2026" in said[0]
    entry = Entry.objects.get(pk=seen)
    again = iter([cast.team, cast.second_team])
    done, said = at_once(
        lambda: workflow.reopen(
            entry=entry, how=Reopening.ERROR, words="x", by=next(again), at=NOW
        ),
        times=2,
    )
    assert (done, said) == (1, ["Someone has already reopened this record. Nothing was changed."])
    assert AuditEvent.objects.filter(kind="register.reopened").count() == 1
    assert Action.objects.unfinished().count() == 3


def test_of_several_who_put_a_move_right_at_once_one_does_and_the_others_are_told(
    cast: Cast,
) -> None:
    stay = stay_of(cast)
    details = workflow.TransferDetails(
        moved_on=NOW.date(), hospital=stay.hospital, ward="Birch", security=Security.LOW,
        unit_inadequate=False,
    )  # fmt: skip
    wrong = workflow.transfer(stay=stay, details=details, by=cast.team, at=NOW)
    wards = iter(("Ash", "Elm", "Fir", "Yew"))
    done, said = at_once(
        lambda: workflow.correct_transfer(
            move=wrong, details=replace(details, ward=next(wards)), why="The letter was misread",
            by=cast.team, at=NOW,
        )
    )  # fmt: skip
    assert (done, len(said), Transfer.objects.count()) == (1, 3, 1)
    assert all(re.search(r"this record (right|out) on", one) for one in said)
    stay.refresh_from_db()
    assert stay.ward == Transfer.objects.get().ward
