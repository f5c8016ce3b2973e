"""Several events as one step, and new records with their history in two statements."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from core import events, history
from core.models import AuditEvent
from duties.models import Duty
from referrals import workflow
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals import given


def test_what_is_put_off_is_done_once_at_the_end() -> None:
    done: list[str] = []
    with events.one_step():
        events.defer_to_end("a", lambda: done.append("first"))
        events.defer_to_end("b", lambda: done.append("other"))
        with events.one_step():
            events.defer_to_end("a", lambda: done.append("last"))
        assert done == []
    assert done == ["last", "other"]


def test_without_a_step_it_is_done_at_once() -> None:
    done: list[str] = []
    events.defer_to_end("a", lambda: done.append("now"))
    assert done == ["now"]


def test_nothing_is_done_of_a_step_that_fails() -> None:
    done: list[str] = []

    def fail() -> None:
        with events.one_step():
            events.defer_to_end("a", lambda: done.append("never"))
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        fail()
    events.defer_to_end("b", lambda: done.append("after"))
    assert done == ["after"]


def test_a_referral_raises_its_duties_in_as_many_statements_as_one(cast: Cast) -> None:
    draft = given.complete(cast)
    with CaptureQueriesContext(connection) as queries:
        sent = workflow.submit(referral=draft, declared=True, by=cast.lead, at=NOW)
    asked = [q["sql"] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) <= 70, len(asked)
    assert Duty.objects.filter(person=sent.person).count() >= 3
    told = AuditEvent.objects.filter(kind="duties.worked_out", person_id=sent.person_id)
    assert len(told.get().facts["raise"]) == Duty.history.count()
    assert set(Duty.history.values_list("history_change_reason", flat=True)) == {"raise"}


@pytest.mark.django_db(transaction=True)
def test_new_records_are_saved_inside_a_transaction_only() -> None:
    with pytest.raises(RuntimeError, match="inside a transaction"):
        history.save_new([], by=None, at=NOW)
    with transaction.atomic():
        history.save_new([], by=None, at=NOW)
