"""Corrections are told together: one email for many, at once where they bear on RED."""

from datetime import datetime, timedelta
from smtplib import SMTPServerDisconnected
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from alerts import health, workflow
from alerts.models import Notice
from alerts.rules import GATHER_FOR
from register import workflow as register
from register.models import InpatientStay, Person
from register.rules import Cause, ConcernKind, LegalStatus, Level
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.register.stays import admission

WHY = "It was about someone else"
SOON = NOW + timedelta(minutes=1)
TOLD = NOW + GATHER_FOR
"""When what was put right at `NOW` is told."""


def sent_to(cast: Cast, at: datetime, member: str = "lead") -> list[Any]:
    mail.outbox.clear()
    workflow.relay(at=at)
    return [one for one in mail.outbox if one.to == [getattr(cast, member).email]]


def stay_with_concerns(cast: Cast, person: Person, concerns: int) -> InpatientStay:
    """A stay of which as many concerns were recorded; what was owed until then has gone."""
    stay = register.admit(person=person, details=admission(cast), by=cast.team, at=NOW)
    for number in range(concerns):
        register.record_concern(
            stay=stay, kind=ConcernKind.OTHER, seen_on=NOW.date(), note=f"Canary {number}",
            by=cast.team, at=NOW,
        )  # fmt: skip
    workflow.relay(at=NOW)
    return stay


def strike(cast: Cast, person: Person, kind: str, fact: Any, at: datetime = NOW) -> None:
    register.strike_out(
        person=person, kind=kind, fact_id=fact.pk, cause=Cause.MISTAKE, reason=WHY,
        by=cast.team, at=at,
    )  # fmt: skip


def strike_concerns(cast: Cast, stay: InpatientStay, at: datetime = NOW) -> None:
    for concern in stay.concerns.order_by("raised_at", "pk"):
        strike(cast, stay.person, "concern", concern, at)


@pytest.fixture
def stay(cast: Cast) -> InpatientStay:
    person = on_register(cast.area, by=cast.team, lead=cast.lead, family_name="Canarybird")
    return stay_with_concerns(cast, person, 3)


def put_status_right(cast: Cast, stay: InpatientStay) -> None:
    change = register.record_status(
        stay=stay, changed_on=stay.admitted_on, legal_status=LegalStatus.SECTION_3,
        by=cast.team, at=NOW,
    )  # fmt: skip
    register.correct_status(
        change=change, changed_on=NOW.date(), legal_status=LegalStatus.SECTION_3, why=WHY,
        by=cast.team, at=NOW,
    )  # fmt: skip


def test_many_corrections_are_one_email_a_while_later(cast: Cast, stay: InpatientStay) -> None:
    strike_concerns(cast, stay)
    put_status_right(cast, stay)
    assert not sent_to(cast, TOLD - timedelta(seconds=1))
    [message] = sent_to(cast, TOLD)
    assert "1 put right, 3 struck out" in message.body
    assert cast.area.name in message.body
    assert message.body.count(f"/people/{stay.person_id}/") == 1
    assert not sent_to(cast, TOLD + timedelta(hours=1))


def test_in_the_service_each_correction_is_a_notice_of_its_own(
    cast: Cast, stay: InpatientStay
) -> None:
    strike_concerns(cast, stay)
    sent_to(cast, TOLD)
    told = Notice.objects.filter(kind="record_struck_out", user=cast.lead)
    assert list(told.values_list("mailed_at", flat=True)) == [TOLD] * 3


def test_the_email_has_a_line_for_each_person_and_names_no_one(
    cast: Cast, stay: InpatientStay
) -> None:
    other = on_register(cast.area, by=cast.team, lead=cast.lead, family_name="Canaryfinch")
    strike_concerns(cast, stay)
    strike_concerns(cast, stay_with_concerns(cast, other, 1))
    [message] = sent_to(cast, TOLD)
    said = message.subject + message.body + str(message.alternatives)
    assert "Canary" not in said
    for line, person in (("3 struck out", stay.person_id), ("1 struck out", other.pk)):
        assert f"- {line}" in message.body
        assert f'/people/{person}/"' in message.alternatives[0][0]


def test_one_correction_alone_is_told_in_its_own_words(cast: Cast, stay: InpatientStay) -> None:
    strike(cast, stay.person, "concern", stay.concerns.first())
    [message] = sent_to(cast, TOLD)
    assert "was recorded by mistake" in message.subject
    assert "What was struck out: a concern" in message.body


def test_what_is_corrected_meanwhile_comes_in_the_same_email(
    cast: Cast, stay: InpatientStay
) -> None:
    first, second, third = stay.concerns.all()
    strike(cast, stay.person, "concern", first, NOW)
    strike(cast, stay.person, "concern", second, TOLD - timedelta(minutes=1))
    [message] = sent_to(cast, TOLD)
    assert "2 struck out" in message.body
    strike(cast, stay.person, "concern", third, TOLD)
    assert not sent_to(cast, TOLD)
    assert len(sent_to(cast, TOLD + GATHER_FOR)) == 1


def test_each_recipient_has_an_email_of_their_own(cast: Cast, stay: InpatientStay) -> None:
    for concern in stay.concerns.all():
        workflow.owe(
            kind="rating_kept", key=str(concern.pk), at=NOW, to=[cast.rep],
            person_id=stay.person_id,
        )  # fmt: skip
    workflow.relay(at=NOW)
    strike_concerns(cast, stay)
    workflow.relay(at=TOLD)
    to = sorted(one.to[0] for one in mail.outbox if "corrected" in one.subject)
    assert to == sorted([cast.lead.email, cast.rep.email])


def test_a_correction_of_red_goes_at_once_and_alone(cast: Cast, stay: InpatientStay) -> None:
    other = on_register(cast.area, by=cast.team, lead=cast.lead, level=Level.AMBER)
    wrong = register.rate(person=other, level=Level.RED, reason="Crisis", by=cast.team, at=NOW)
    workflow.relay(at=NOW)
    strike_concerns(cast, stay, SOON)
    strike(cast, other, "rating", wrong, SOON)
    [message] = sent_to(cast, SOON)
    assert "What was struck out: a rating" in message.body
    [message] = sent_to(cast, SOON + GATHER_FOR)
    assert "3 struck out" in message.body


def test_a_rating_put_right_as_red_goes_at_once(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead, level=Level.GREEN)
    given = register.rate(person=person, level=Level.AMBER, reason="Worse", by=cast.team, at=NOW)
    workflow.relay(at=NOW)
    register.correct_rating(
        rating=given, level=Level.RED, reason="Crisis", why=WHY, by=cast.team, at=SOON
    )
    assert [one for one in sent_to(cast, SOON) if "put right" in one.subject]


@pytest.mark.parametrize("kind", ["rating", "stay"])
def test_a_mistake_that_had_hidden_a_red_is_told_at_once(cast: Cast, kind: str) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead, level=Level.RED)
    hid: Any = (
        register.rate(person=person, level=Level.AMBER, reason="Better", by=cast.team, at=NOW)
        if kind == "rating"
        else register.admit(person=person, details=admission(cast), by=cast.team, at=NOW)
    )
    workflow.relay(at=NOW)
    strike(cast, person, kind, hid, SOON)
    assert [one for one in sent_to(cast, SOON) if "by mistake" in one.subject]


def test_other_corrections_about_someone_red_can_wait(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead, level=Level.RED)
    involved = register.name_partner(
        person=person, name="Pat", part="Advocate", organisation=None, user=None, contact="",
        attends_cetr=False, by=cast.team, at=NOW,
    )  # fmt: skip
    workflow.relay(at=NOW)
    strike(cast, person, "partner", involved)
    assert not [one for one in sent_to(cast, NOW) if "by mistake" in one.subject]


# Nothing is lost ---------------------------------------------------------------------------------


def test_a_mail_server_that_is_away_delays_them_all_and_loses_none(
    cast: Cast, stay: InpatientStay
) -> None:
    strike_concerns(cast, stay)

    def away(self: EmailMessage, *args: Any, **kwargs: Any) -> int:
        raise SMTPServerDisconnected

    with patch.object(EmailMessage, "send", away):
        assert workflow.relay(at=TOLD) == 0
    assert not sent_to(cast, TOLD + timedelta(seconds=59))
    [message] = sent_to(cast, TOLD + timedelta(seconds=60))
    assert "3 struck out" in message.body


def test_a_relay_that_dies_while_it_sends_leaves_all_of_them_owed(
    cast: Cast, stay: InpatientStay
) -> None:
    strike_concerns(cast, stay)

    def dies(self: EmailMessage, *args: Any, **kwargs: Any) -> int:
        raise SystemExit

    with patch.object(EmailMessage, "send", dies), pytest.raises(SystemExit):
        workflow.relay(at=TOLD)
    [message] = sent_to(cast, TOLD)
    assert "3 struck out" in message.body


def test_someone_restricted_meanwhile_is_left_out_of_the_email(
    cast: Cast, stay: InpatientStay
) -> None:
    other = on_register(cast.area, by=cast.team, lead=cast.lead)
    strike_concerns(cast, stay)
    strike_concerns(cast, stay_with_concerns(cast, other, 2))
    register.restrict(person_id=stay.person_id, by=cast.team, at=SOON)
    [message] = [one for one in sent_to(cast, TOLD) if "corrected" in one.subject]
    assert "2 struck out" in message.body
    assert "3 struck out" not in message.body
    assert str(stay.person_id) not in message.body


def test_what_is_gathered_does_not_count_as_late(cast: Cast, stay: InpatientStay) -> None:
    strike_concerns(cast, stay)
    assert health._outbox(TOLD).well
    assert not health._outbox(TOLD + timedelta(minutes=6)).well


def test_very_many_people_are_counted_and_not_listed(cast: Cast) -> None:
    for _ in range(23):
        person = on_register(cast.area, by=cast.team, lead=cast.lead)
        workflow.owe(
            kind="record_struck_out", key=str(person.pk), at=NOW, to=[cast.lead],
            person_id=person.pk,
        )  # fmt: skip
    [message] = [one for one in sent_to(cast, TOLD) if "corrected" in one.subject]
    assert message.body.count("/people/") == 20
    assert "Corrections about 3 more people" in message.body
    assert "/alerts/" in message.body
