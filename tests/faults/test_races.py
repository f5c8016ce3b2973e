"""Withdrawal against everything else, at the same moment: nothing is written after it."""

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from actions import workflow as actions
from alerts import workflow as alerts
from alerts.models import Notice
from consent import rules as consent_rules
from consent import workflow as consent
from core.errors import RuleBroken
from core.models import AuditEvent
from meetings import workflow as meetings
from referrals import workflow as referrals
from register import workflow as register
from register.models import Person, Rating
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW, details, on_register
from tests.referrals import given
from tests.waiting import ended

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 5
LATER = NOW + timedelta(minutes=1)
Deed = Callable[[], Any]


def at_once(*deeds: Deed) -> list[BaseException]:
    """Start all deeds at the same moment, each on its own connection; return what was refused."""
    start, refused = threading.Barrier(len(deeds)), list[BaseException]()

    def do(deed: Deed) -> None:
        start.wait()
        try:
            deed()
        except BaseException as error:  # noqa: BLE001 - looked at below, in the test's own thread
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    ended(threads, saying="two callers wait for each other")
    for error in refused:
        assert isinstance(error, RuleBroken), error
    return refused


def _withdraw(person: Person, cast: Cast) -> Any:
    return consent.withdraw(
        person=person,
        channel=consent_rules.Channel.PHONE,
        requester=consent_rules.Requester.PERSON,
        identity_checked=True,
        by=cast.team,
        at=timezone.now(),
    )


AFTER = {"register.restricted", "consent.withdrawn"}
"""What may follow the restriction itself: the record of the withdrawal, and duties that end."""


def _nothing_after_withdrawal(person: Person) -> None:
    restricted = AuditEvent.objects.get(person_id=person.pk, kind="register.restricted")
    later = AuditEvent.objects.filter(person_id=person.pk, id__gt=restricted.pk)
    kinds = {kind for kind in later.values_list("kind", flat=True) if kind not in AFTER}
    assert not {kind for kind in kinds if not kind.startswith("actions.duty_")}, kinds


def _deeds(person: Person, cast: Cast) -> list[Deed]:
    now = timezone.now()
    return [
        lambda: register.rate(
            person=person, level=Level.RED, reason="Worse", by=cast.second_team, at=timezone.now()
        ),
        lambda: actions.agree(
            person=person, description="Visit", owner=cast.lead, by=cast.team,
            due_on=(now + timedelta(days=3)).date(), at=timezone.now(),
        ),
        lambda: meetings.convene_urgent(
            person=person, starts_at=now + timedelta(days=1), place="Room", chair=cast.team,
            reason="Crisis", by=cast.team, at=timezone.now(),
        ),
    ]  # fmt: skip


def test_nothing_is_written_about_somebody_after_they_withdrew(cast: Cast) -> None:
    for _ in range(TIMES):
        person = on_register(cast.area, by=cast.team, level=Level.RED, at=timezone.now())
        at_once(partial(_withdraw, person, cast), *_deeds(person, cast))
        _nothing_after_withdrawal(person)
        with pytest.raises(RuleBroken):
            register.rate(
                person=person, level=Level.RED, reason="x", by=cast.team, at=timezone.now()
            )


def test_a_mail_is_not_sent_about_somebody_who_has_withdrawn(cast: Cast) -> None:
    from django.core import mail

    for _ in range(TIMES):
        person = on_register(cast.area, by=cast.team, level=Level.RED, at=timezone.now())
        later = timezone.now() + timedelta(minutes=1)
        at_once(partial(_withdraw, person, cast), partial(alerts.relay, at=later))
        mail.outbox.clear()
        alerts.relay(at=later + timedelta(minutes=1))
        assert not any("RED" in one.subject for one in mail.outbox)
        assert not Notice.objects.owed().filter(person_id=person.pk).exists()


def test_of_two_withdrawals_at_once_one_is_recorded(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, at=timezone.now())
    refused = at_once(*[lambda: _withdraw(person, cast)] * 4)
    assert len(refused) == 3


def test_of_several_who_accept_at_once_one_does(cast: Cast) -> None:
    sent = given.sent(cast)
    refused = at_once(
        *[
            lambda: referrals.accept(
                referral=sent, level=Level.RED, reason="", by=cast.team, at=LATER
            )
        ]
        * 4
    )
    assert len(refused) == 3
    assert Rating.objects.filter(entry__person=sent.person_id).count() == 1


def test_one_nhs_number_typed_by_many_at_once_makes_one_person(cast: Cast) -> None:
    typed = details(cast.area)
    at_once(
        *[lambda: register.add_person(details=typed, lead=None, by=cast.team, at=timezone.now())]
        * 8
    )
    assert Person.everyone.filter(nhs_number=typed.nhs_number).count() == 1


def test_of_two_ratings_that_answer_the_same_one_the_second_is_told(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER, at=timezone.now())
    seen = Rating.objects.current().get(entry__person=person).pk
    refused = at_once(
        *[
            lambda level=level: register.rate(
                person=person, level=level, reason="As I see it", follows=seen, by=cast.team,
                at=timezone.now(),
            )
            for level in (Level.RED, Level.GREEN)
        ]
    )  # fmt: skip
    assert len(refused) == 1
    assert Rating.objects.current().filter(entry__person=person).count() == 1
