"""The last DSR team member of an area goes only once someone else takes its alerts (A23)."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from accounts import workflow
from accounts.models import Area, RoleHeld, User
from accounts.rules import LockReason, Permission, Role
from alerts import red
from alerts import workflow as alerts
from alerts.models import Escalation, Notice
from core.errors import RuleBroken
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW, handed_over, on_register
from tests.referrals import given
from tests.waiting import until

SignIn = Callable[..., Client]
ALONE = "only DSR team member"


def told(kind: str) -> set[User | None]:
    return {notice.user for notice in Notice.objects.filter(kind=kind)}


def alone(cast: Cast) -> None:
    """Leave `cast.team` as the only member of the area's team."""
    held = RoleHeld.objects.current().get(user=cast.second_team)
    workflow.end_role(held=held, by=cast.administrator, at=NOW)


def without_team(cast: Cast) -> None:
    """Take the area's whole team away, by locks, which ask no one."""
    for user in (cast.team, cast.second_team):
        workflow.lock(user=user, why=LockReason.OTHER, by=cast.administrator, at=NOW)


@pytest.mark.parametrize("verb", ["deactivate", "end_role"])
def test_the_last_cannot_go_whichever_verb_ends_the_role(cast: Cast, verb: str) -> None:
    alone(cast)
    held = RoleHeld.objects.current().get(user=cast.team)
    asked: dict[str, Any] = {"held": held} if verb == "end_role" else {"user": cast.team}
    with pytest.raises(RuleBroken, match=ALONE) as refused:
        getattr(workflow, verb)(**asked, by=cast.administrator, at=NOW)
    assert cast.area.name in refused.value.message
    assert User.objects.get(pk=cast.team.pk).holds(Permission.ALERT_VIEW)


@pytest.mark.parametrize("verb", ["deactivate", "end_role"])
def test_the_last_goes_once_somebody_is_named_who_then_has_the_alerts(
    cast: Cast, verb: str
) -> None:
    alone(cast)
    on_register(cast.area, by=cast.team, level=Level.RED)
    held = RoleHeld.objects.current().get(user=cast.team)
    asked: dict[str, Any] = {"held": held} if verb == "end_role" else {"user": cast.team}
    getattr(workflow, verb)(**asked, by=cast.administrator, at=NOW, alerts_to=cast.rep)
    [alert] = red.for_user(User.objects.get(pk=cast.rep.pk), Permission.ALERT_VIEW)
    assert alert.waits
    assert told("red_unread") == {cast.rep}
    assert not User.objects.get(pk=cast.team.pk).holds(Permission.ALERT_VIEW)


def test_one_who_holds_the_role_for_two_organisations_may_lose_one(cast: Cast) -> None:
    alone(cast)
    held = workflow.give_role(
        user=cast.team, role=Role.TEAM, organisation=cast.commissioning, area=cast.area,
        by=cast.administrator, at=NOW, confirmed=True,
    )  # fmt: skip
    workflow.end_role(held=held, by=cast.administrator, at=NOW)


def test_a_locked_colleague_counts_for_nothing(cast: Cast) -> None:
    workflow.lock(user=cast.second_team, why=LockReason.LEFT, by=cast.administrator, at=NOW)
    with pytest.raises(RuleBroken, match=ALONE):
        workflow.deactivate(user=cast.team, by=cast.administrator, at=NOW)


@pytest.mark.parametrize("name", ["deactivate", "end_role"])
def test_the_page_says_so_and_asks_who_takes_the_alerts(
    cast: Cast, sign_in: SignIn, name: str
) -> None:
    alone(cast)
    client = sign_in(cast.administrator)
    held = RoleHeld.objects.current().get(user=cast.team)
    address = reverse(f"accounts:{name}", args=[held.pk if name == "end_role" else cast.team.pk])
    page = client.get(address).content.decode()
    assert ALONE in page
    assert "Rae Representative" in page
    assert "Ola Otherteam" in page
    assert "Tara Team (" not in page
    page = client.post(address, {}).content.decode()
    assert "Select who takes the alerts" in page
    page = client.post(address, {"alerts_to": cast.rep.pk}).content.decode()
    assert "Confirm that they belong to the DSR team" in page
    answer = client.post(address, {"alerts_to": cast.rep.pk, "confirm_team": "on"})
    assert answer.status_code == 302
    assert set(User.objects.team_of(cast.area.pk)) == {cast.rep}
    assert not Area.objects.without_team().exists()


def test_red_in_an_area_without_a_team_goes_up_the_moment_it_is_raised(cast: Cast) -> None:
    without_team(cast)
    person = on_register(cast.area, by=cast.other_area_team, level=Level.RED)
    assert told("red_no_team") == {cast.commissioner}
    assert told("area_without_team") == {cast.administrator}
    assert all(one.urgent and one.person_id == person.pk
               for one in Notice.objects.filter(kind="red_no_team"))  # fmt: skip
    assert [one.step for one in Escalation.objects.all()] == ["first"]
    assert alerts.escalate(at=NOW + timedelta(hours=2)) == 0
    assert alerts.escalate(at=NOW + timedelta(hours=5)) == 1


def test_a_red_referral_goes_up_at_once_too(cast: Cast) -> None:
    without_team(cast)
    given.sent(cast)
    assert told("red_no_team") == {cast.commissioner}


def test_red_that_moves_to_an_area_without_a_team_goes_up_at_once(cast: Cast) -> None:
    workflow.lock(
        user=cast.other_area_team, why=LockReason.OTHER, by=cast.administrator, at=NOW
    )  # fmt: skip
    person = on_register(cast.area, by=cast.team, level=Level.RED, lead=cast.lead)
    assert not Escalation.objects.exists()
    handed_over(person, to=cast.other_area, by=cast.team)
    assert told("red_no_team") == {cast.other_commissioner}


def test_what_waits_goes_up_when_the_last_of_the_team_is_locked(cast: Cast) -> None:
    alone(cast)
    on_register(cast.area, by=cast.team, level=Level.RED)
    assert not Escalation.objects.exists()
    workflow.lock(user=cast.team, why=LockReason.DEVICE, by=cast.administrator, at=NOW)
    assert told("red_no_team") == {cast.commissioner}


def test_the_team_is_told_of_what_waits_when_it_is_back(cast: Cast) -> None:
    without_team(cast)
    on_register(cast.area, by=cast.other_area_team, level=Level.RED)
    workflow.unlock(user=cast.team, note="Found", by=cast.administrator, at=NOW)
    assert told("red_unread") == {cast.team}


def test_where_there_is_a_team_nothing_goes_up_early(cast: Cast) -> None:
    on_register(cast.area, by=cast.team, level=Level.RED)
    assert not Escalation.objects.exists()
    assert not Notice.objects.filter(kind__in=["red_no_team", "area_without_team"]).exists()


def test_administrators_see_which_area_has_no_team(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.administrator)
    assert b"without a DSR team" not in client.get("/home/").content
    without_team(cast)
    assert b"area without a DSR team" in client.get("/home/").content
    assert b"No DSR team" in client.get("/accounts/areas/").content
    told = client.get("/health/").json()["teams"]
    assert told == {"well": False, "says": "1 area has no active DSR team member"}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_each_others_colleague_away_one_is_refused(cast: Cast) -> None:
    came: dict[str, str] = {}

    def do(user: User) -> None:
        try:
            workflow.deactivate(user=user, by=cast.administrator, at=NOW)
            came[user.full_name] = "gone"
        except RuleBroken as refused:
            came[user.full_name] = refused.message
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=(one,)) for one in (cast.team, cast.second_team)]
    for thread in threads:
        thread.start()
    until(lambda: len(came) == 2, saying="both end")
    for thread in threads:
        thread.join()
    assert sorted(answer == "gone" for answer in came.values()) == [False, True]
    assert User.objects.team_of(cast.area.pk).count() == 1
