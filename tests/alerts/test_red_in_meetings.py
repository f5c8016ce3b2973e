"""RED agreed in a meeting: an urgent one has seen to its own alert, a tracking one has not."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from accounts.rules import Permission
from alerts import red, workflow
from alerts.models import Acknowledgement, Notice
from core.models import AuditEvent
from duties.models import Duty
from meetings import workflow as meetings
from meetings.models import Meeting, Outcome
from meetings.rules.after import Ruling
from register import workflow as register
from register.models import Person, Standing
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.meetings.conftest import attended, decide, opened, plan  # noqa: F401

STARTS = NOW + timedelta(hours=3)
AGREED = STARTS + timedelta(minutes=20)


def alert_of(cast: Cast) -> red.Alert:
    [alert] = red.for_user(cast.team, Permission.ALERT_VIEW)
    return alert


def convened(person: Person, cast: Cast) -> Meeting:
    return meetings.convene_urgent(
        person=person, starts_at=STARTS, place="Room 4", chair=cast.team, quorum=1,
        reason="Crisis at home", by=cast.team, at=NOW,
    )  # fmt: skip


def urgent(person: Person, cast: Cast) -> Meeting:
    return began(convened(person, cast), cast)


def began(meeting: Meeting, cast: Cast) -> Meeting:
    return attended(meetings.open(meeting=meeting, by=cast.team, at=STARTS), cast.team, at=STARTS)


def rate(person: Person, cast: Cast, level: Level, at: datetime) -> None:
    register.rate(person=person, level=level, reason="As discussed", by=cast.team, at=at)


def calmer_before_it_met(cast: Cast) -> tuple[Person, Meeting]:
    """Return somebody for whom an urgent meeting was convened, rated AMBER before it opened."""
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    meeting = convened(person, cast)
    rate(person, cast, Level.AMBER, NOW + timedelta(hours=1))
    workflow.relay(at=STARTS)
    return person, began(meeting, cast)


def owed_at(moment: datetime) -> set[str]:
    rows = Notice.objects.filter(kind="red_rating", made_at=moment, cancelled_at__isnull=True)
    return {str(one.user) for one in rows}


def test_an_urgent_meeting_that_agrees_red_again_raises_no_alert_and_keeps_since(
    cast: Cast,
) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    meeting = urgent(person, cast)
    notices = Notice.objects.filter(kind="red_rating").count()
    decide(meeting, person, by=cast.team, level=Level.RED, at=AGREED)
    alert = alert_of(cast)
    assert (alert.since, alert.raised_at) == (NOW, AGREED)
    assert not alert.is_open
    assert alert.acknowledged_by == cast.team.full_name
    assert not alert.acknowledged_in_meeting
    assert Notice.objects.filter(kind="red_rating").count() == notices
    assert workflow.escalate(at=AGREED + timedelta(days=2)) == 0


def test_red_agreed_in_the_urgent_meeting_asks_its_chair_for_nothing(cast: Cast) -> None:
    person, meeting = calmer_before_it_met(cast)
    decide(meeting, person, by=cast.team, level=Level.RED, at=AGREED)
    alert = alert_of(cast)
    assert alert.since == AGREED
    assert not alert.waits
    assert not alert.needs_meeting
    assert alert.meeting_id == meeting.pk
    assert alert.acknowledged_in_meeting
    assert owed_at(AGREED) == set()
    seen = Acknowledgement.objects.get(subject_id=Standing.objects.get(person=person).rating_id)
    assert (seen.by, seen.at) == (cast.team, AGREED)
    assert AuditEvent.objects.filter(kind="alerts.acknowledged", person_id=person.pk).exists()
    assert workflow.escalate(at=AGREED + timedelta(days=2)) == 0


def test_it_stays_settled_once_the_meeting_is_over_and_the_words_are_saved_again(
    cast: Cast,
) -> None:
    person, meeting = calmer_before_it_met(cast)
    decide(meeting, person, by=cast.team, level=Level.RED, at=AGREED)
    decide(meeting, person, by=cast.team, level=Level.RED, at=AGREED, headline="Still in crisis")
    meetings.close(meeting=meeting, by=cast.team, at=AGREED + timedelta(minutes=10))
    rate(person, cast, Level.RED, AGREED + timedelta(days=3))
    alert = alert_of(cast)
    assert alert.since == AGREED
    assert not alert.is_open
    assert alert.meeting_id == meeting.pk


def test_the_team_still_sees_the_person_on_the_red_list(cast: Cast, sign_in: Any) -> None:
    person, meeting = calmer_before_it_met(cast)
    decide(meeting, person, by=cast.team, level=Level.RED, at=AGREED)
    page = sign_in(cast.second_team).get(reverse("alerts:red")).content.decode()
    assert person.name in page
    assert "in the urgent meeting" in page
    assert reverse("meetings:meeting", args=[meeting.pk]) in page


def test_red_agreed_in_a_tracking_meeting_alerts_as_any_other_red_does(
    cast: Cast,
    opened: Callable[..., Meeting],  # noqa: F811
) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER)
    at = NOW + timedelta(days=1, minutes=20)
    decide(opened(), person, by=cast.team, level=Level.RED, at=at)
    alert = alert_of(cast)
    assert alert.waits
    assert alert.needs_meeting
    assert owed_at(at) == {str(cast.team), str(cast.second_team)}


def test_red_given_outside_an_urgent_meeting_that_was_left_open_alerts_as_any_other(
    cast: Cast,
) -> None:
    person, meeting = calmer_before_it_met(cast)
    later = AGREED + timedelta(days=1)
    decide(meeting, person, by=cast.team, level=Level.AMBER, at=AGREED)
    rate(person, cast, Level.RED, later)
    alert = alert_of(cast)
    assert alert.waits
    assert alert.needs_meeting
    assert owed_at(later) == {str(cast.team), str(cast.second_team)}


def test_the_next_red_after_an_urgent_meeting_is_an_alert_of_its_own(cast: Cast) -> None:
    person, meeting = calmer_before_it_met(cast)
    decide(meeting, person, by=cast.team, level=Level.RED, at=AGREED)
    meetings.close(meeting=meeting, by=cast.team, at=AGREED + timedelta(minutes=10))
    rate(person, cast, Level.AMBER, AGREED + timedelta(days=3))
    rate(person, cast, Level.RED, AGREED + timedelta(days=4))
    alert = alert_of(cast)
    assert alert.waits
    assert alert.needs_meeting


def alone(cast: Cast) -> tuple[Person, Meeting]:
    """Return someone RED, after an urgent meeting of three services to which one came."""
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    workflow.acknowledge(alert=alert_of(cast), by=cast.team, at=NOW)
    meeting = meetings.convene_urgent(
        person=person, starts_at=STARTS, place="Room 4", chair=cast.team, quorum=3,
        reason="Crisis at home", by=cast.team, at=NOW,
    )  # fmt: skip
    assert not alert_of(cast).is_open
    began(meeting, cast)
    decide(meeting, person, by=cast.team, level=Level.RED, at=AGREED)
    meetings.close(meeting=meeting, by=cast.team, at=AGREED + timedelta(minutes=10))
    return person, meeting


def test_an_urgent_meeting_held_without_its_quorum_leaves_the_alert_open(cast: Cast) -> None:
    person, _ = alone(cast)
    assert Duty.objects.open().filter(person=person, rule="red-urgent-meeting").exists()
    alert = alert_of(cast)
    assert alert.needs_meeting
    assert alert.meet_by is not None


def test_it_counts_once_it_is_ratified(cast: Cast) -> None:
    person, meeting = alone(cast)
    outcome = Outcome.objects.get(item__meeting=meeting)
    meetings.ratify(
        outcome=outcome, ruling=Ruling.RATIFIED, by=cast.team, at=AGREED + timedelta(hours=1),
        follows=Standing.objects.get(person=person).rating_id,
    )  # fmt: skip
    assert not Duty.objects.open().filter(person=person, rule="red-urgent-meeting").exists()
    assert alert_of(cast).meeting_id == meeting.pk
