"""A stolen laptop: locked in one step, all that its owner held given to others, unlocked later."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import workflow as accounts
from accounts.models import RoleHeld, User
from accounts.rules import Permission
from actions import workflow as actions
from register.models import Person
from register.rules import Level
from tests.conftest import Cast
from tests.factories import on_register
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_an_account_is_locked_emptied_and_unlocked(cast: Cast, walk: Callable[..., Walker]) -> None:
    now = timezone.now()
    people = [
        on_register(cast.area, by=cast.team, lead=cast.lead, level=Level.AMBER, at=now)
        for _ in range(3)
    ]
    actions.agree(
        person=people[0], description="Ring the school", owner=cast.lead, by=cast.team,
        due_on=timezone.localdate() + timedelta(days=7), at=now,
    )  # fmt: skip
    thief, team = walk(cast.lead), walk(cast.team)
    thief.visit("/people/").sees("People on the register")

    team.visit("/accounts/users/").follow("Lena Lead").follow("Lock now")
    team.page.get_by_label("Their device is lost or stolen").check()
    team.press("Lock this account now").sees("The account is locked", "Locked by", "Tara Team")
    thief.visit("/people/").sees("Sign in").sees_nothing_of("People on the register")

    team.visit("/home/").sees("people and actions without an owner")
    team.page.locator("main a[href='/oversight/without-owner/']").first.click()
    team.look().sees("Lena Lead", "Their device is lost or stolen")
    team.follow(f"the people whom {cast.lead.described} led")
    team.answer(lead=cast.other_lead.pk).press("Continue")
    team.sees(f"{cast.other_lead.described} will become the lead professional of 3 people")
    team.press("Change your choices")
    assert team.page.locator("[name=people]:checked").count() == 3
    team.press("Continue").press("Hand over").sees("3 people have Otto Otherlead")
    team.follow(f"the actions that {cast.lead.described} owned")
    team.answer(owner=cast.rep.pk, reason="Laptop stolen").press("Continue")
    team.press("Hand over").sees("Every person and action in your areas has an owner")
    assert set(Person.objects.values_list("lead_professional", flat=True)) == {cast.other_lead.pk}

    team.visit(f"/accounts/users/{cast.lead.pk}/").follow("Unlock")
    team.answer(note="The laptop was found").press("Unlock this account").sees("Active")


def test_the_last_of_a_team_goes_once_another_takes_the_alerts(
    cast: Cast, walk: Callable[..., Walker]
) -> None:
    held = RoleHeld.objects.current().get(user=cast.second_team)
    accounts.end_role(held=held, by=cast.administrator, at=timezone.now())
    administrator = walk(cast.administrator)
    administrator.visit(f"/accounts/users/{cast.team.pk}/").follow("Deactivate")
    administrator.sees("Tara Team is the only DSR team member")
    administrator.answer(alerts_to=cast.rep.pk, confirm_team="on")
    administrator.press("Deactivate this account").sees("The account is deactivated")
    assert User.objects.get(pk=cast.rep.pk).holds(Permission.ALERT_VIEW)
    administrator.visit("/accounts/areas/").sees_nothing_of("No DSR team")
