"""Many at once: one person, one referral, one decision."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from consent.models import Decision
from core.errors import RuleBroken
from core.models import AuditEvent
from referrals import workflow
from referrals.models import Referral, SubmittedCopy
from register.models import Entry, Person
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals import given

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """Run all calls at the same time; a broken rule is a result."""

    def run(call: Callable[[], Any]) -> Any:
        try:
            return call()
        except RuleBroken as broken:
            return broken
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(calls)) as pool:
        return list(pool.map(run, calls))


def test_twenty_referrals_for_one_nhs_number_make_one_person(cast: Cast) -> None:
    number = next(given.NUMBERS)
    drafts = [given.complete(cast, nhs_number=number) for _ in range(20)]
    results = at_once(
        [partial(workflow.submit, referral=one, declared=True, by=cast.lead, at=NOW)
         for one in drafts]
    )  # fmt: skip
    assert all(isinstance(one, Referral) for one in results), results
    assert Person.objects.count() == 1
    assert SubmittedCopy.objects.count() == 20
    assert Referral.objects.filter(person_was_known=True).count() == 19
    assert Decision.objects.current().count() == 1


def test_one_referral_sent_from_many_windows_is_sent_once(cast: Cast) -> None:
    draft = given.complete(cast)
    at_once(
        [lambda: workflow.submit(referral=draft, declared=True, by=cast.lead, at=NOW)] * 6
    )  # fmt: skip
    assert AuditEvent.objects.filter(kind="referrals.submitted").count() == 1
    assert SubmittedCopy.objects.count() == 1


def test_one_first_page_sent_many_times_starts_one_draft(cast: Cast) -> None:
    key = uuid4()
    results = at_once([lambda: given.started(cast, key=key)] * 6)
    assert len({one.pk for one in results}) == 1


def test_two_decisions_at_once_are_one_decision(cast: Cast) -> None:
    referral = given.sent(cast)
    results = at_once(
        [
            lambda: workflow.accept(
                referral=referral, level=Level.RED, reason="", by=cast.team, at=NOW
            ),
            lambda: workflow.decline(
                referral=referral, advice="No", by=cast.second_team, at=NOW
            ),
        ]
    )  # fmt: skip
    assert sum(isinstance(one, RuleBroken) for one in results) == 1
    assert Entry.objects.count() == (Referral.objects.get().state == "accepted")
