"""With real commits: nothing of an erased person is in a backup, and two at once make no mess."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from consent import workflow
from consent.models import Decision, ErasureCertificate, Withdrawal
from core.errors import RuleBroken
from register import workflow as register
from register.models import Person, Rating
from register.rules import Level
from tests import canary
from tests.conftest import Cast
from tests.consent import details as a
from tests.consent.test_erasure import withdrawn
from tests.dump import dump
from tests.factories import NOW, on_register
from tests.waiting import ended

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(hours=1)


def together(*verbs: Callable[[], object]) -> list[str]:
    """Run `verbs` at the same moment, each on a connection of its own; return what refused."""
    gate, refused = threading.Barrier(len(verbs)), []

    def run(verb: Callable[[], object]) -> None:
        try:
            gate.wait()
            verb()
        except RuleBroken as broken:
            refused.append(broken.message)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[verb]) for verb in verbs]
    for thread in threads:
        thread.start()
    ended(threads, saying="two callers wait for each other")
    return refused


def test_a_backup_taken_after_the_erasure_holds_nothing_of_the_canary(cast: Cast) -> None:
    person = canary.hatch(cast)
    canary.fill_everything(person, cast)
    before = dump()
    assert canary.WORD in before
    assert person.nhs_number is not None
    assert person.nhs_number in before
    withdrawal = withdrawn(cast, person, note=canary.word("note"))
    workflow.approve_erasure(withdrawal=withdrawal, by=cast.auditor, at=LATER)
    after = dump().lower()
    for trace in (canary.WORD, person.nhs_number, str(person.pk), person.pk.hex, "01632 960 777"):
        assert trace.lower() not in after


def test_of_two_approvals_at_once_one_erases_and_one_is_told_so(cast: Cast) -> None:
    withdrawal = withdrawn(cast, on_register(cast.area, by=cast.team))
    refused = together(
        *(
            lambda by=by: workflow.approve_erasure(withdrawal=withdrawal, by=by, at=LATER)
            for by in (cast.auditor, cast.second_team)
        )
    )
    assert len(refused) == 1
    assert "already been carried out" in refused[0]
    assert ErasureCertificate.objects.count() == 1
    assert not Person.everyone.exists()


def test_of_eight_withdrawals_at_once_one_is_recorded(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    assert len(together(*[lambda: withdrawn(cast, person)] * 8)) == 7
    assert Withdrawal.objects.count() == 1


def test_a_withdrawal_racing_a_rating_and_a_decision_leaves_no_later_row(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    together(
        lambda: withdrawn(cast, person),
        lambda: register.rate(
            person=person, level=Level.RED, reason="Late", by=cast.team, at=LATER
        ),
        lambda: workflow.record(person=person, details=a.decision(), by=cast.lead, at=LATER),
    )
    withdrawal = Withdrawal.objects.get()
    rows = Rating.objects.count() + Decision.objects.count()
    for verb in (
        lambda: register.rate(person=person, level=Level.RED, reason="L", by=cast.team, at=LATER),
        lambda: workflow.record(person=person, details=a.decision(), by=cast.lead, at=LATER),
    ):
        with pytest.raises(register.NotAvailable):
            verb()
    assert Rating.objects.count() + Decision.objects.count() == rows
    workflow.approve_erasure(withdrawal=withdrawal, by=cast.auditor, at=LATER)
    assert not Rating.objects.exists()
