"""Minutes moved to the right person wait to be checked: the team is told, and finds them."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from alerts import workflow as alerts
from alerts.models import Notice
from alerts.rules import GATHER_FOR
from meetings import workflow
from meetings.models import MovedMinutes
from register import workflow as register
from tests.conftest import Cast
from tests.meetings.wrong_person import (
    LATER,
    Make,
    SignIn,
    Somebody,
    check,
    move,
    moved_minutes,
)

TOLD = LATER + GATHER_FOR
LIST = reverse("meetings:to_check")


@pytest.fixture
def moved_after(cast: Cast, opened: Make, somebody: Somebody) -> Callable[..., Any]:
    """Return a function that moves minutes of a meeting that has ended."""
    return partial(moved_minutes, cast, opened, somebody)


def sent_to(user: Any, at: Any) -> list[Any]:
    mail.outbox.clear()
    alerts.relay(at=at)
    return [one for one in mail.outbox if one.to == [user.email] and "checked" in one.subject]


def test_the_team_of_the_right_person_is_told_and_not_at_once(
    cast: Cast, moved_after: Any, sign_in: SignIn
) -> None:
    meeting, _wrong, right, _moved = moved_after()
    told = Notice.objects.filter(kind="minutes_to_check")
    assert [one.user for one in told] == [cast.second_team], "not who moved them"
    assert not sent_to(cast.second_team, LATER)
    [message] = sent_to(cast.second_team, TOLD)
    assert right.name not in message.body
    page = reverse("meetings:minutes", args=[meeting.pk, right.pk])
    assert page in message.body
    shown = sign_in(cast.second_team).get(reverse("alerts:notices")).content.decode()
    assert "Minutes are waiting to be checked" in shown
    assert page in shown


@pytest.mark.parametrize("used", [True, False])
def test_no_one_is_asked_to_check_what_has_been_dealt_with(
    cast: Cast, moved_after: Any, sign_in: SignIn, used: bool
) -> None:
    *_, moved = moved_after()
    if used:
        check(moved, cast)
    else:
        workflow.set_aside(moved=moved, by=cast.team, at=LATER)
    assert not sent_to(cast.second_team, TOLD)
    assert "no minutes to check" in sign_in(cast.team).get(LIST).content.decode()


def test_a_notice_read_later_leads_to_the_list(
    cast: Cast, moved_after: Any, sign_in: SignIn
) -> None:
    *_, moved = moved_after()
    alerts.relay(at=TOLD)
    workflow.set_aside(moved=moved, by=cast.team, at=TOLD + timedelta(minutes=1))
    shown = sign_in(cast.second_team).get(reverse("alerts:notices")).content.decode()
    assert f'{LIST}">Minutes are waiting to be checked' in shown


def test_they_are_listed_and_counted_in_my_work(
    cast: Cast, moved_after: Any, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    clock.move_to(LATER)
    client = sign_in(cast.second_team)
    home = reverse("oversight:home")
    assert LIST not in client.get(home).content.decode()
    meeting, wrong, right, _moved = moved_after()
    shown = client.get(home).content.decode()
    assert LIST in shown
    assert "set of moved minutes to check" in shown
    listed = client.get(LIST).content.decode()
    assert right.name in listed
    assert wrong.name not in listed
    assert reverse("meetings:minutes", args=[meeting.pk, right.pk]) in listed
    assert right.name not in sign_in(cast.other_area_team).get(LIST).content.decode()


def test_someone_who_is_hidden_is_neither_listed_nor_told_about(
    cast: Cast, moved_after: Any, sign_in: SignIn
) -> None:
    _meeting, _wrong, right, _moved = moved_after()
    register.restrict(person_id=right.pk, by=cast.team, at=LATER)
    assert not sent_to(cast.second_team, TOLD)
    client = sign_in(cast.team)
    assert right.name not in client.get(LIST).content.decode()
    assert LIST not in client.get(reverse("oversight:home")).content.decode()


def test_what_is_moved_twice_is_told_once(cast: Cast, moved_after: Any) -> None:
    _meeting, _wrong, right, moved = moved_after()
    move(moved.outcome, right, cast)
    assert MovedMinutes.objects.count() == 1
    assert Notice.objects.filter(kind="minutes_to_check").count() == 1
