"""A withdrawal against a submit and against minutes: whoever is first, nothing is left."""

from datetime import timedelta
from functools import partial

import pytest
from django.core import mail

from alerts import workflow as alerts
from consent import workflow
from consent.models import Withdrawal
from meetings import workflow as meetings
from meetings.models import AgendaItem, Outcome
from meetings.rules import Presence
from meetings.workflow import Minutes
from referrals import workflow as referrals
from referrals.models import Referral
from register.models import Person
from register.rules import Level
from tests.conftest import Cast
from tests.consent.test_dump import together
from tests.consent.test_erasure import withdrawn
from tests.dump import dump
from tests.factories import NOW, on_register
from tests.referrals import given

pytestmark = pytest.mark.django_db(transaction=True)
TOMORROW = NOW + timedelta(days=1)
TIMES = 3


def _erased_without_a_trace(person: Person, cast: Cast, *words: str) -> None:
    mail.outbox.clear()
    workflow.approve_erasure(
        withdrawal=Withdrawal.objects.get(person=person), by=cast.auditor, at=TOMORROW
    )
    alerts.relay(at=TOMORROW + timedelta(hours=1))
    kept = dump().lower()
    for trace in (person.nhs_number, str(person.pk), person.family_name, *words):
        assert str(trace).lower() not in kept
    assert all("RED" not in one.subject for one in mail.outbox)


def test_a_withdrawal_racing_a_submit_leaves_no_row_and_no_message(cast: Cast) -> None:
    for turn in range(TIMES):
        person = on_register(cast.area, by=cast.team, lead=cast.lead, family_name=f"Zqsubmit{turn}")
        draft = given.complete(
            cast, nhs_number=person.nhs_number, family_name=person.family_name,
            birth_date=person.birth_date.isoformat(),
        )  # fmt: skip
        together(
            partial(withdrawn, cast, person),
            partial(referrals.submit, referral=draft, declared=True, by=cast.lead, at=NOW),
        )
        _erased_without_a_trace(person, cast, "Placement has ended")
        assert not Referral.objects.exists()


def test_a_withdrawal_racing_minutes_leaves_no_row_and_no_message(cast: Cast) -> None:
    for turn in range(TIMES):
        person = on_register(
            cast.area, by=cast.team, level=Level.AMBER, family_name=f"Zqminuted{turn}"
        )
        item = _discussed(cast, person)
        together(
            partial(withdrawn, cast, person),
            partial(
                meetings.record_outcome,
                item=item,
                minutes=Minutes(discussion="Zqdiscussed"),
                version=0,
                by=cast.second_team,
                at=TOMORROW,
            ),
        )
        _erased_without_a_trace(person, cast, "Zqdiscussed")
        assert not Outcome.objects.exists()


def _discussed(cast: Cast, person: Person) -> AgendaItem:
    meeting = meetings.plan(
        area=cast.area, starts_at=TOMORROW, place="Room 4", chair=cast.team, quorum=1, invite=[],
        by=cast.team, at=NOW,
    )  # fmt: skip
    meeting = meetings.open(meeting=meeting, by=cast.team, at=TOMORROW)
    meetings.record_attendance(
        meeting=meeting,
        presences={one.pk: Presence.ATTENDED for one in meeting.attendees.all()},
        by=cast.team,
        at=TOMORROW,
    )
    return AgendaItem.objects.get(meeting=meeting, person=person)
