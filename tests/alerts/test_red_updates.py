"""An update that rates somebody RED alarms as a RED referral does, until the team answers it."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.rules import Permission
from alerts import red, workflow
from alerts.models import Notice
from alerts.rules import Subject
from core.dates import add_working_days, local_day
from core.errors import RuleBroken
from duties.models import Duty
from duties.rules import DutyStatus
from referrals import workflow as referrals
from referrals.models import Update
from register import workflow as register
from register.models import Person
from register.rules import ClosureReason, Level
from tests.access.people import seen_by_all
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals import given

LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def person(cast: Cast) -> Person:
    return seen_by_all(cast, level=Level.GREEN)


@pytest.fixture
def update(cast: Cast, person: Person) -> Update:
    return given.updated(person, by=cast.lead, level=Level.RED)


def alerts_of(cast: Cast) -> list[red.Alert]:
    return red.for_user(cast.team, Permission.ALERT_VIEW)


def test_a_red_update_is_on_the_red_list_and_told_urgently(cast: Cast, update: Update) -> None:
    [alert] = alerts_of(cast)
    assert (alert.subject, alert.subject_id) == (Subject.UPDATE, update.pk)
    assert alert.waits
    told = Notice.objects.filter(kind="red_update")
    assert {notice.user for notice in told} == {cast.team, cast.second_team}
    assert all(notice.urgent for notice in told)
    assert not Notice.objects.filter(kind="rating_asked").exists()


def test_nobody_acknowledging_it_climbs_the_ladder(cast: Cast, update: Update) -> None:
    assert workflow.escalate(at=NOW + timedelta(minutes=61)) == 1
    workflow.acknowledge(alert=alerts_of(cast)[0], by=cast.team, at=LATER)
    assert workflow.escalate(at=NOW + timedelta(hours=5)) == 0
    assert alerts_of(cast)[0].acknowledged_by == "Tara Team"


def test_it_stays_on_the_list_until_it_is_answered(cast: Cast, update: Update) -> None:
    referrals.keep_rating(update=update, words="Seen today", by=cast.team, at=LATER)
    assert alerts_of(cast) == []


def test_rating_the_person_red_leaves_one_alert_that_of_the_rating(
    cast: Cast, update: Update
) -> None:
    register.rate(
        person=update.person, level=Level.RED, reason="As asked", by=cast.team, at=LATER
    )  # fmt: skip
    [alert] = alerts_of(cast)
    assert alert.subject is Subject.RATING


def test_an_update_about_somebody_who_is_red_already_is_no_second_alert(cast: Cast) -> None:
    person = seen_by_all(cast, level=Level.RED)
    given.updated(person, by=cast.lead, level=Level.RED, answer="current")
    [alert] = alerts_of(cast)
    assert alert.subject is Subject.RATING


def test_leaving_the_register_takes_it_off_the_list(
    cast: Cast, person: Person, update: Update
) -> None:
    register.close(person=person, reason=ClosureReason.DIED, by=cast.team, at=LATER)
    assert alerts_of(cast) == []


def test_a_meeting_is_not_declined_before_the_update_is_answered(
    cast: Cast, update: Update
) -> None:
    [alert] = alerts_of(cast)
    with pytest.raises(RuleBroken, match="whether the rating changes"):
        workflow.decline_meeting(alert=alert, reason="None", by=cast.team, at=LATER)


def test_the_page_leads_to_the_update(cast: Cast, update: Update, sign_in: Any) -> None:
    client = sign_in(cast.team)
    page = client.get("/alerts/red/").content.decode()
    assert f"/updates/sent/{update.pk}/" in page
    assert "Rated RED in an update, not yet answered" in page
    address = f"/alerts/red/update/{update.pk}/acknowledge/"
    assert client.post(address).status_code == 302
    assert "Tara Team" in client.get("/alerts/red/").content.decode()


@pytest.mark.parametrize(
    ("level", "rule", "days"),
    [(Level.RED, "update-rating-red", 1), (Level.AMBER, "update-rating", 2)],
)
def test_what_an_update_asks_is_due(
    cast: Cast, person: Person, level: Level, rule: str, days: int
) -> None:
    update = given.updated(person, by=cast.lead, level=level)
    duty = Duty.objects.open().get(person=person, rule__startswith="update-rating")
    assert duty.rule == rule
    assert duty.due_on == add_working_days(local_day(NOW), days)
    referrals.keep_rating(update=update, words="Seen today", by=cast.team, at=LATER)
    duty.refresh_from_db()
    assert duty.status == DutyStatus.MET


def test_a_new_rating_answers_what_is_due(cast: Cast, person: Person, update: Update) -> None:
    register.rate(person=person, level=Level.AMBER, reason="Less", by=cast.team, at=LATER)
    duty = Duty.objects.get(person=person, rule="update-rating-red")
    assert duty.status == DutyStatus.MET
