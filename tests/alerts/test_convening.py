"""A RED alert is open until an urgent meeting is convened or somebody says by name why not."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.rules import Permission
from alerts import red, workflow
from alerts.models import Acknowledgement, NotConvened
from core.errors import RuleBroken
from core.models import AuditEvent
from duties.models import Duty
from meetings import workflow as meetings
from register import workflow as register
from register.models import Person
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW, on_register

LATER = NOW + timedelta(minutes=5)


def _alert(cast: Cast) -> red.Alert:
    [alert] = red.for_user(cast.team, Permission.ALERT_VIEW)
    return alert


def _convene(person: Person, cast: Cast):
    return meetings.convene_urgent(
        person=person, starts_at=NOW + timedelta(hours=3), place="Room 4", chair=cast.team,
        reason="Crisis at home", by=cast.team, at=NOW,
    )  # fmt: skip


def _urgent_duties(person: Person):
    return Duty.objects.filter(person=person, rule="red-urgent-meeting")


def test_an_acknowledged_alert_is_open_until_a_meeting_is_convened(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    workflow.acknowledge(alert=_alert(cast), by=cast.second_team, at=LATER)
    assert _alert(cast).is_open
    meeting = _convene(person, cast)
    assert not _alert(cast).needs_meeting
    assert not _alert(cast).is_open
    meetings.cancel(meeting=meeting, reason="Room gone", by=cast.team, at=LATER)
    assert _alert(cast).is_open


def test_a_named_person_says_why_not_and_the_duty_is_waived(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    assert _urgent_duties(person).get().is_open
    workflow.decline_meeting(
        alert=_alert(cast), reason="Met this morning", by=cast.second_team, at=LATER
    )
    alert = _alert(cast)
    assert not alert.is_open
    assert alert.declined_by == cast.second_team.full_name
    assert alert.declined_reason == "Met this morning"
    duty = _urgent_duties(person).get()
    assert (duty.status, duty.reason) == ("waived", "Met this morning")
    assert AuditEvent.objects.filter(kind="alerts.meeting_declined", person_id=person.pk).exists()
    assert Acknowledgement.objects.get().by == cast.second_team


def test_it_is_not_said_twice_without_words_or_once_a_meeting_is_convened(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    with pytest.raises(RuleBroken, match="why no urgent meeting"):
        workflow.decline_meeting(alert=_alert(cast), reason=" ", by=cast.team, at=LATER)
    assert not NotConvened.objects.exists()
    first = _alert(cast)
    workflow.decline_meeting(alert=first, reason="Met already", by=cast.team, at=LATER)
    with pytest.raises(RuleBroken, match="already said"):
        workflow.decline_meeting(alert=first, reason="Again", by=cast.second_team, at=LATER)
    _convene(person, cast)
    with pytest.raises(RuleBroken, match="already convened"):
        workflow.decline_meeting(alert=_alert(cast), reason="No", by=cast.team, at=LATER)
    assert NotConvened.objects.count() == 1


def test_the_next_red_rating_is_an_alert_of_its_own(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    workflow.decline_meeting(alert=_alert(cast), reason="Met already", by=cast.team, at=LATER)
    day = LATER + timedelta(days=1)
    register.rate(person=person, level=Level.AMBER, reason="Calmer", by=cast.team, at=day)
    register.rate(
        person=person, level=Level.RED, reason="Again", by=cast.team, at=day + timedelta(hours=1)
    )
    assert _alert(cast).needs_meeting


def test_the_page_asks_for_the_reason_and_the_list_shows_it(cast: Cast, sign_in) -> None:
    on_register(cast.area, by=cast.team, level=Level.RED)
    client = sign_in(cast.team)
    alert = _alert(cast)
    address = reverse("alerts:decline_meeting", args=[alert.subject.value, alert.subject_id])
    assert "1 needs an urgent meeting" in client.get(
        reverse("alerts:red")
    ).content.decode().replace("\n", " ")
    assert "Enter why no urgent meeting" in client.post(address, {"reason": ""}).content.decode()
    assert client.post(address, {"reason": "Already in hospital care"}).status_code == 302
    assert "Already in hospital care" in client.get(reverse("alerts:red")).content.decode()


def _still_red(person: Person, cast: Cast, *, after: timedelta) -> None:
    register.rate(
        person=person, level=Level.RED, reason="Still at risk", by=cast.team, at=NOW + after
    )


def test_a_meeting_that_leaves_somebody_red_has_dealt_with_the_alert(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    meeting = _convene(person, cast)
    _still_red(person, cast, after=timedelta(hours=3, minutes=20))
    alert = _alert(cast)
    assert alert.meeting_id == meeting.pk
    assert not alert.is_open


def test_a_reason_against_a_meeting_holds_while_the_person_stays_red(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    workflow.decline_meeting(alert=_alert(cast), reason="Met already", by=cast.team, at=LATER)
    _still_red(person, cast, after=timedelta(days=1))
    alert = _alert(cast)
    assert alert.declined_reason == "Met already"
    assert not alert.needs_meeting


def test_declining_looks_again_at_what_was_convened_meanwhile(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    read_before = _alert(cast)
    _convene(person, cast)
    with pytest.raises(RuleBroken, match="already convened"):
        workflow.decline_meeting(alert=read_before, reason="No need", by=cast.team, at=LATER)
    assert not NotConvened.objects.exists()


def test_declining_an_alert_that_has_changed_meanwhile_is_refused(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    read_before = _alert(cast)
    register.rate(person=person, level=Level.AMBER, reason="Calmer", by=cast.team, at=LATER)
    with pytest.raises(RuleBroken, match="has changed since"):
        workflow.decline_meeting(alert=read_before, reason="No need", by=cast.team, at=LATER)
