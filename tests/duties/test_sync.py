"""The one writer of duties: once a step, twice without harm, two at once with one result."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connections, transaction

from core import history
from core.errors import RuleBroken
from core.models import AuditEvent
from duties import workflow
from duties.models import Duty, DutyDecision
from duties.rules import DutyStatus
from referrals import workflow as referrals
from register.rules import Level
from tests.conftest import Cast
from tests.duties.test_duties import open_rules
from tests.factories import NOW, on_register
from tests.referrals import given
from tests.waiting import ended

LATER = NOW + timedelta(hours=1)


def rows() -> list[dict[str, Any]]:
    return list(Duty.objects.order_by("pk").values())


def told() -> int:
    return AuditEvent.objects.filter(kind="duties.worked_out").count()


@pytest.mark.django_db
def test_a_sync_changes_nothing_the_second_time(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    before, events = rows(), told()
    workflow.sync(person_id=person.pk, cause=workflow.Cause(LATER))
    assert (rows(), told()) == (before, events)


@pytest.mark.django_db
def test_accepting_a_referral_works_duties_out_once(cast: Cast) -> None:
    referral = given.sent(cast, level=Level.RED)
    before = told()
    referrals.accept(referral=referral, level=Level.RED, reason="", by=cast.team, at=LATER)
    assert told() == before + 1
    assert "referral-outcome-red" in open_rules(referral.person)


@pytest.mark.django_db
def test_a_decision_struck_out_leaves_the_duty_as_it_was(cast: Cast) -> None:
    on_register(cast.area, by=cast.team, level=Level.RED)
    duty = Duty.objects.get(rule="red-cetr")
    before = rows()
    workflow.waive(duty=duty, reason="A slip", by=cast.team, at=LATER)
    assert Duty.objects.get(pk=duty.pk).status == DutyStatus.WAIVED
    decision = DutyDecision.objects.get()
    with pytest.raises(RuleBroken, match="why"):
        workflow.strike_out(decision=decision, reason=" ", by=cast.team, at=LATER)
    workflow.strike_out(decision=decision, reason="The wrong person", by=cast.team, at=LATER)
    assert rows() == before
    assert "red-cetr" in open_rules(duty.person)
    with pytest.raises(RuleBroken, match="already"):
        workflow.strike_out(decision=decision, reason="Again", by=cast.team, at=LATER)
    assert list(duty.history.values_list("history_change_reason", flat=True)) == [
        "reopen", "waived", "raise",
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_syncs_of_one_person_at_once_have_one_result(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    expected = set(Duty.objects.values_list("rule", "due_on"))
    stale = Duty.objects.get(rule="red-cetr")
    stale.due_on, stale.late_from = date(2030, 1, 1), date(2030, 1, 2)
    with transaction.atomic():
        history.save(stale, by=cast.team, at=NOW, reason="stale")
    wrong = list[str]()
    both = threading.Barrier(2)

    def sync() -> None:
        try:
            both.wait()
            workflow.sync(person_id=person.pk, cause=workflow.Cause(LATER))
        except Exception as error:  # noqa: BLE001 - looked at in the test itself
            wrong.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=sync) for _ in range(2)]
    for one in threads:
        one.start()
    ended(threads, saying="the two wait for each other")
    assert wrong == []
    assert set(Duty.objects.values_list("rule", "due_on")) == expected
    assert Duty.history.filter(history_change_reason="redate").count() == 1
