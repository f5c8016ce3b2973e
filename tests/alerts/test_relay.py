"""The relay: nothing owed is lost, nothing goes out about somebody who withdrew."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection, transaction

from alerts import workflow
from alerts.models import Notice
from core import heartbeats, history
from register import workflow as register
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.waiting import PATIENCE

LATER = NOW + timedelta(minutes=1)


def test_what_is_owed_is_sent_once(cast: Cast) -> None:
    on_register(cast.area, by=cast.team, level=Level.RED)
    owed = Notice.objects.owed().count()
    assert workflow.relay(at=NOW) == owed
    assert workflow.relay(at=NOW) == 0
    assert len(mail.outbox) == owed


def test_owing_the_same_thing_twice_makes_one_notice(cast: Cast) -> None:
    for _ in range(2):
        workflow.owe(kind="security", key="same", at=NOW, to=[cast.lead])
    assert Notice.objects.filter(user=cast.lead).count() == 1


def test_a_mail_server_that_is_away_delays_and_loses_nothing(cast: Cast) -> None:
    workflow.owe(kind="security", key="a", at=NOW, to=[cast.lead])

    def away(self: EmailMessage, *args: Any, **kwargs: Any) -> int:
        raise SMTPServerDisconnected

    with patch.object(EmailMessage, "send", away):
        assert workflow.relay(at=NOW) == 0
    assert workflow.relay(at=NOW + timedelta(seconds=59)) == 0
    assert workflow.relay(at=NOW + timedelta(seconds=61)) == 1
    assert Notice.objects.get(user=cast.lead).attempts == 1


def test_nothing_is_sent_about_somebody_restricted_after_it_was_owed(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    register.restrict(person_id=person.pk, by=cast.team, at=LATER)
    workflow.relay(at=LATER)
    assert not any("RED" in message.subject for message in mail.outbox)
    assert not Notice.objects.owed().filter(person_id=person.pk).exists()


def test_the_lead_is_told_without_detail_that_support_must_go_on(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead, family_name="Canarybird")
    register.restrict(person_id=person.pk, by=cast.team, at=LATER)
    workflow.relay(at=LATER)
    [told] = [m for m in mail.outbox if m.to == [cast.lead.email]]
    assert "must not be compromised" in told.body
    assert "Canarybird" not in told.body
    assert str(person.pk) not in told.body


def test_somebody_whose_account_closed_is_not_mailed(cast: Cast) -> None:
    workflow.owe(kind="security", key="a", at=NOW, to=[cast.leaver])
    assert not Notice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_owing_a_notice_wakes_a_listener_only_when_it_commits(cast: Cast) -> None:
    with heartbeats.own_connection() as heard:
        heard.execute("LISTEN dsr_owed")
        workflow.owe(kind="security", key="a", at=NOW, to=[cast.lead])
        assert len(list(heard.notifies(timeout=PATIENCE, stop_after=1))) == 1
    connection.close()


def test_a_mail_that_cannot_be_made_stops_no_other(cast: Cast) -> None:
    cast.lead.email = "x@\u200b.example"
    history.save(cast.lead, by=None, at=NOW)
    workflow.owe(kind="security", key="a", at=NOW, to=[cast.lead])
    workflow.owe(kind="security", key="b", at=NOW + timedelta(seconds=1), to=[cast.rep])

    def refuse(message: EmailMessage, *args: Any, **kwargs: Any) -> int:
        if message.to == [cast.lead.email]:
            raise UnicodeError("label empty")
        return 1

    with patch.object(EmailMessage, "send", refuse):
        assert workflow.relay(at=LATER) == 1
    assert Notice.objects.get(user=cast.rep).mailed_at == LATER
    stuck = Notice.objects.get(user=cast.lead)
    assert stuck.attempts == 1
    assert stuck.try_at > LATER


@pytest.mark.django_db(transaction=True)
def test_a_slow_mail_server_holds_nobody_but_the_person_of_the_mail_being_sent(
    cast: Cast,
) -> None:
    with transaction.atomic():
        first = on_register(cast.area, by=cast.team, level=Level.AMBER)
        second = on_register(cast.area, by=cast.team, level=Level.AMBER)
    rated: list[object] = []

    def slow(message: EmailMessage, *args: Any, **kwargs: Any) -> int:
        """While a mail goes out, rate everybody whom no mail is about at this moment."""
        with heartbeats.own_connection() as other:
            free = other.execute(
                "SELECT id FROM register_person WHERE id = ANY(%s) FOR UPDATE SKIP LOCKED",
                [[first.pk, second.pk]],
            ).fetchall()
        rated.append(len(free))
        return 1

    with patch.object(EmailMessage, "send", slow):
        workflow.relay(at=LATER)
    assert set(rated) == {1}
