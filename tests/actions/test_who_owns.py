"""Whoever owns an action can open, mark and answer it; no one else is offered as owner (B22)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts import workflow as accounts
from accounts.models import RoleHeld, User
from accounts.rules import AREA_ROLES, ROLE_PERMISSIONS, Permission, Role
from actions import workflow
from actions.models import Action
from actions.querysets import OWNING_ROLES, possible_owners
from core import history
from core.errors import RuleBroken
from meetings import workflow as meetings
from meetings.models import AgendaItem
from meetings.querysets import possible_owners as owners_at
from oversight import without_owner
from register import workflow as register
from register.models import Person
from tests.conftest import Cast
from tests.factories import NOW, UserFactory, give, on_register

SignIn = Callable[..., Client]
TOMORROW = NOW + timedelta(days=1)


def someone(cast: Cast, *roles: Role) -> User:
    """Return someone with these roles in the cast's area, and no other."""
    user = UserFactory.create(full_name="Sam Someone", organisation=cast.commissioning)
    for role in roles:
        give(user, role, area=cast.area if role in AREA_ROLES else None)
    return user


def agree(cast: Cast, person: Person, owner: User) -> Action:
    return workflow.agree(
        person=person, description="Find a flat", owner=owner, due_on=TOMORROW.date(),
        by=cast.team, at=NOW,
    )  # fmt: skip


def item_with(cast: Cast, person: Person, user: User) -> AgendaItem:
    """Return the person's line on an open agenda, to which `user` was invited as named partner."""
    register.name_partner(
        person=person, name="Sam", part="Pays", user=user, by=cast.team, at=NOW
    )  # fmt: skip
    meeting = meetings.plan(
        area=cast.area, starts_at=TOMORROW, place="Room 4", chair=cast.team, quorum=1,
        by=cast.team, at=NOW,
    )  # fmt: skip
    meeting = meetings.open(meeting=meeting, by=cast.team, at=TOMORROW)
    return AgendaItem.objects.filter(meeting=meeting).about(person.pk).get()


def opens(client: Client, action: Action) -> bool:
    names = ("actions:action", "actions:mark_done")
    answers = [client.get(reverse(name, args=[action.pk])).status_code for name in names]
    return answers == [200, 200]


@pytest.mark.parametrize("role", list(Role))
def test_who_is_offered_as_owner_can_open_and_mark_their_action(
    cast: Cast, sign_in: SignIn, role: Role
) -> None:
    user, person = someone(cast, role), on_register(cast.area, by=cast.team, level="RED")
    item = item_with(cast, person, user)
    offered = {
        "area": possible_owners(cast.area.pk).filter(pk=user.pk).exists(),
        "meeting": owners_at(item).filter(pk=user.pk).exists(),
    }
    may = Permission.ACTION_DO in ROLE_PERMISSIONS[role]
    assert offered == {"area": may, "meeting": may}
    if not may:
        with pytest.raises(RuleBroken, match="no role that lets them open actions"):
            agree(cast, person, user)
        mine = agree(cast, person, cast.lead)
        with pytest.raises(RuleBroken, match="no role that lets them open actions"):
            workflow.reassign(
                action=mine, owner=user, reason="They pay", by=cast.team, at=NOW
            )  # fmt: skip
        return
    action = agree(cast, person, user)
    assert opens(sign_in(user), action)
    done = sign_in(user).post(
        reverse("actions:mark_done", args=[action.pk]), {"evidence": "Flat found"}
    )
    assert done.status_code == 302
    action.refresh_from_db()
    assert action.is_done


def test_an_owner_from_another_area_opens_their_action(cast: Cast, sign_in: SignIn) -> None:
    person = on_register(cast.area, by=cast.team)
    for user in (cast.other_area_team, cast.rep, cast.other_lead):
        assert opens(sign_in(user), agree(cast, person, user))


def test_every_owning_role_holds_all_that_an_owner_needs() -> None:
    needed = {Permission.ACTION_VIEW, Permission.ACTION_DO}
    assert set(OWNING_ROLES) == {Role.LEAD, Role.REPRESENTATIVE, Role.TEAM}
    assert all(needed <= ROLE_PERMISSIONS[role] for role in OWNING_ROLES)


@pytest.mark.parametrize("left", [Role.COMMISSIONER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_the_last_role_that_opens_actions_does_not_end_while_someone_owns_one(
    cast: Cast, left: Role
) -> None:
    user = someone(cast, Role.REPRESENTATIVE, Role.LEAD, left)
    agree(cast, on_register(cast.area, by=cast.team), user)
    first, last = user.roles.get(role=Role.LEAD), user.roles.get(role=Role.REPRESENTATIVE)
    accounts.end_role(held=first, by=cast.administrator, at=NOW)
    with pytest.raises(RuleBroken, match="They own 1 action"):
        accounts.end_role(held=last, by=cast.administrator, at=NOW)


def test_what_someone_owns_and_cannot_open_waits_for_another_owner(
    cast: Cast, sign_in: SignIn
) -> None:
    user = someone(cast, Role.REPRESENTATIVE, Role.COMMISSIONER)
    action = agree(cast, on_register(cast.area, by=cast.team), user)
    held: Any = RoleHeld.objects.get(user=user, role=Role.REPRESENTATIVE)
    held.ended_at, held.ended_by = NOW, cast.administrator  # as it could end before
    history.save(held, by=cast.administrator, at=NOW, reason="end_role")
    assert list(Action.objects.without_owner()) == [action]
    [holder] = without_owner.holders(cast.team)
    assert (holder.name, holder.actions) == (user.described, 1)
    page = sign_in(cast.team).get(reverse("oversight:without_owner")).content.decode()
    assert "Active, but has no role that lets them open actions" in page
    workflow.reassign(action=action, owner=cast.lead, reason="Lost", by=cast.team, at=NOW)
    assert not Action.objects.without_owner().exists()
