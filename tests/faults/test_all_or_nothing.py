"""A verb that fails at any of its writes has written nothing at all."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from consent import rules as consent_rules
from consent import workflow as consent
from referrals import workflow as referrals
from register import workflow as register
from register.models import Person
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.referrals import given

WRITES = ("INSERT", "UPDATE", "DELETE")
Verb = Callable[[], Any]


class _Failed(Exception):
    """The disk is full, say."""


class _FailsAt:
    """Lets so many writes pass and fails at the next."""

    def __init__(self, number: int) -> None:
        self.left, self.seen = number, 0

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if str(sql).lstrip().startswith(WRITES):
            self.seen += 1
            if self.seen > self.left:
                raise _Failed
        return execute(sql, params, many, context)


def _tables() -> dict[str, int]:
    """Return how many rows each table has."""
    names = sorted(model._meta.db_table for model in apps.get_models(include_auto_created=True))
    counts = ", ".join(f'(SELECT count(*) FROM "{name}")' for name in dict.fromkeys(names))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return dict(zip(dict.fromkeys(names), cursor.fetchone(), strict=True))


def _rated(cast: Cast, person: Person) -> Verb:
    return lambda: register.rate(
        person=person, level=Level.RED, reason="Worse", by=cast.team, at=NOW
    )


def _withdrawn(cast: Cast, person: Person) -> Verb:
    return lambda: consent.withdraw(
        person=person,
        channel=consent_rules.Channel.PHONE,
        requester=consent_rules.Requester.PERSON,
        identity_checked=True,
        by=cast.team,
        at=NOW,
    )


def _submitted(cast: Cast, _: Person) -> Verb:
    draft = given.complete(cast)
    return lambda: referrals.submit(referral=draft, declared=True, by=cast.lead, at=NOW)


def _accepted(cast: Cast, _: Person) -> Verb:
    sent = given.sent(cast)
    return lambda: referrals.accept(referral=sent, level=Level.RED, reason="", by=cast.team, at=NOW)


@pytest.mark.parametrize("make", [_rated, _withdrawn, _submitted, _accepted])
def test_a_verb_that_fails_at_any_write_leaves_nothing(
    cast: Cast, make: Callable[[Cast, Person], Verb]
) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead, level=Level.AMBER)
    verb = make(cast, person)
    before = _tables()
    passed, number = False, 0
    while not passed:
        fault = _FailsAt(number)
        try:
            with transaction.atomic(), connection.execute_wrapper(fault):
                verb()
                passed = True
        except _Failed:
            assert _tables() == before, f"failed at write {number + 1}, yet something stayed"
        number += 1
        assert number < 200
    assert number > 8, "the verb hardly writes anything"
    assert _tables() != before
