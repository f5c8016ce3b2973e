"""RED alerts: seen at once, acknowledged by name, escalated when nobody does."""

from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from accounts.rules import Permission
from alerts import red, workflow
from alerts.models import Escalation, Notice
from core.errors import RuleBroken
from referrals import workflow as referrals
from register import workflow as register
from register.models import InpatientStay, Person
from register.rules import LegalStatus, Level, Security
from tests.conftest import Cast
from tests.factories import NOW, handed_over, on_register
from tests.referrals import given

LATER = NOW + timedelta(minutes=1)


def _alert(cast: Cast) -> red.Alert:
    [alert] = red.for_user(cast.team, Permission.ALERT_VIEW)
    return alert


def test_a_red_rating_is_on_the_list_with_no_worker_and_no_mail(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    alert = _alert(cast)
    assert alert.person_id == person.pk
    assert alert.waits


def test_the_list_shows_only_ones_own_areas(cast: Cast) -> None:
    on_register(cast.area, by=cast.team, level=Level.RED)
    assert red.for_user(cast.other_area_team, Permission.ALERT_VIEW) == []
    assert red.for_user(cast.lead, Permission.ALERT_VIEW) == []


def test_a_red_rating_owes_every_team_member_of_the_area_a_mail(cast: Cast) -> None:
    on_register(cast.area, by=cast.team, level=Level.RED)
    owed = Notice.objects.filter(kind="red_rating")
    assert {notice.user for notice in owed} == {cast.team, cast.second_team}
    assert all(notice.urgent for notice in owed)


def test_a_red_mail_names_nobody(cast: Cast) -> None:
    on_register(
        cast.area, by=cast.team, level=Level.RED, family_name="Canarybird", given_name="Zebedee"
    )
    assert workflow.relay(at=NOW) >= 2
    told = "".join(f"{m.subject}{m.body}{m.alternatives}" for m in mail.outbox)
    assert "RED alert" in told
    assert "Canarybird" not in told
    assert "Zebedee" not in told


def test_a_red_person_in_hospital_is_blue_and_not_on_the_red_list(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    details = register.AdmissionDetails(
        hospital=cast.commissioning,
        commissioner=cast.commissioning,
        admitted_on=NOW.date(),
        security=Security.NON_SECURE,
        legal_status=LegalStatus.SECTION_3,
        planned=False,
    )
    register.admit(person=person, details=details, by=cast.team, at=LATER)
    assert red.for_user(cast.team, Permission.ALERT_VIEW) == []


def test_the_first_to_acknowledge_is_named_and_a_second_is_told_who(cast: Cast) -> None:
    on_register(cast.area, by=cast.team, level=Level.RED)
    workflow.acknowledge(alert=_alert(cast), by=cast.team, at=LATER)
    assert _alert(cast).acknowledged_by == "Tara Team"
    with pytest.raises(RuleBroken, match="Tara Team has already acknowledged"):
        workflow.acknowledge(alert=_alert(cast), by=cast.second_team, at=LATER)


def test_nobody_acknowledging_climbs_each_rung_once(cast: Cast) -> None:
    on_register(cast.area, by=cast.team, level=Level.RED)
    assert workflow.escalate(at=NOW + timedelta(minutes=59)) == 0
    assert workflow.escalate(at=NOW + timedelta(minutes=61)) == 1
    assert workflow.escalate(at=NOW + timedelta(minutes=61)) == 0
    assert workflow.escalate(at=NOW + timedelta(hours=5)) == 1
    told = Notice.objects.filter(kind="red_unread_commissioner")
    assert {notice.user for notice in told} == {cast.commissioner}
    assert Escalation.objects.count() == 2


def test_an_acknowledged_alert_is_not_escalated(cast: Cast) -> None:
    on_register(cast.area, by=cast.team, level=Level.RED)
    workflow.acknowledge(alert=_alert(cast), by=cast.team, at=LATER)
    assert workflow.escalate(at=NOW + timedelta(days=2)) == 0


def test_whoever_reviews_somebody_as_still_red_has_acknowledged_it(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    before = Notice.objects.count()
    register.rate(person=person, level=Level.RED, reason="Still", by=cast.second_team, at=LATER)
    assert Notice.objects.count() == before
    assert _alert(cast).acknowledged_by == "Toby Team"


def test_the_page_names_who_waits_and_acknowledging_on_it_puts_a_name(
    cast: Cast, sign_in: Any
) -> None:
    on_register(cast.area, by=cast.team, level=Level.RED, family_name="Marshwiggle")
    client = sign_in(cast.team)
    page = client.get("/alerts/red/").content.decode()
    assert "Marshwiggle" in page
    assert "No one yet" in page
    alert = _alert(cast)
    address = f"/alerts/red/rating/{alert.subject_id}/acknowledge/"
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302
    assert "Tara Team" in client.get("/alerts/red/").content.decode()


def details_of(person: Person) -> register.PersonDetails:
    names = [one.name for one in fields(register.PersonDetails)]
    return register.PersonDetails(**{name: getattr(person, name) for name in names})


def _stay(cast: Cast, person: Person) -> InpatientStay:
    details = register.AdmissionDetails(
        hospital=cast.commissioning,
        commissioner=cast.commissioning,
        admitted_on=NOW.date(),
        security=Security.NON_SECURE,
        legal_status=LegalStatus.SECTION_3,
        planned=False,
    )
    return register.admit(person=person, details=details, by=cast.team, at=NOW)


def test_somebody_discharged_as_red_is_a_new_alert_for_the_team(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER)
    stay = _stay(cast, person)
    register.rate(person=person, level=Level.RED, reason="Worse", by=cast.team, at=LATER)
    assert not Notice.objects.filter(kind="red_rating").exists()
    register.discharge(
        stay=stay, discharged_on=NOW.date(), destination="Home", level=Level.RED,
        reason="Still at risk", by=cast.team, at=LATER,
    )  # fmt: skip
    assert _alert(cast).waits
    told = Notice.objects.filter(kind="red_rating")
    assert {notice.user for notice in told} == {cast.team, cast.second_team}


def test_somebody_red_who_moves_is_a_new_alert_for_the_new_team(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED, lead=cast.lead)
    workflow.acknowledge(alert=_alert(cast), by=cast.team, at=LATER)
    handed_over(person, to=cast.other_area, by=cast.team, at=LATER)
    [alert] = red.for_user(cast.other_area_team, Permission.ALERT_VIEW)
    assert alert.waits
    assert Notice.objects.filter(kind="red_rating", user=cast.other_area_team).count() == 1
    workflow.acknowledge(alert=alert, by=cast.other_area_team, at=LATER)


def test_acknowledging_a_red_referral_in_triage_acknowledges_the_alert(cast: Cast) -> None:
    referral = given.sent(cast)
    assert referral.level == Level.RED
    referrals.acknowledge(referral=referral, by=cast.team, at=LATER)
    assert _alert(cast).acknowledged_by == "Tara Team"
    assert workflow.escalate(at=NOW + timedelta(hours=5)) == 0


def test_somebody_red_whose_record_was_closed_in_error_alarms_anew(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    owed = Notice.objects.owed().filter(kind="red_rating")
    register.restrict(person_id=person.pk, by=cast.team, at=NOW)
    assert not owed.exists()
    register.unrestrict(person_id=person.pk, by=cast.team, at=NOW)
    assert {one.user for one in owed} == {cast.team, cast.second_team}


def test_nobody_is_alarmed_anew_by_what_is_not_red_or_is_acknowledged(cast: Cast) -> None:
    calm = on_register(cast.area, by=cast.team, level=Level.AMBER)
    known = on_register(cast.area, by=cast.team, level=Level.RED)
    [alert] = red.for_user(cast.team, Permission.ALERT_VIEW)
    workflow.acknowledge(alert=alert, by=cast.team, at=NOW)
    for person in (calm, known):
        register.restrict(person_id=person.pk, by=cast.team, at=NOW)
        register.unrestrict(person_id=person.pk, by=cast.team, at=NOW)
    assert not Notice.objects.owed().filter(kind="red_rating").exists()
