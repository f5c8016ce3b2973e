"""A DSR team gives roles and manages accounts within its own areas, and nowhere else."""

import pytest

from accounts import workflow
from accounts.forms import GiveRoleForm
from accounts.models import User
from accounts.rules import Permission, Role
from core.errors import RuleBroken
from tests.conftest import Cast
from tests.factories import NOW, CommissionerFactory


def _manageable(user: User) -> set[User]:
    return set(User.objects.permitted(user, Permission.ACCOUNT_MANAGE))


def test_nobody_gives_themselves_a_role(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="yourself"):
        workflow.give_role(
            user=cast.team, role=Role.COMMISSIONER, organisation=cast.commissioning, area=None,
            by=cast.team, at=NOW,
        )  # fmt: skip


def test_a_team_makes_commissioners_of_its_own_board_only(cast: Cast) -> None:
    national = CommissionerFactory.create()
    for organisation, refused in ((cast.commissioning, False), (national, True)):
        form = GiveRoleForm(
            {"role": "commissioner", "organisation": str(organisation.pk)},
            giver=cast.team,
            user=cast.lead,
        )
        form.is_valid()
        assert ("organisation" in form.errors) is refused


def test_a_team_does_not_manage_somebody_who_also_works_elsewhere(cast: Cast) -> None:
    assert cast.lead in _manageable(cast.team)
    workflow.give_role(
        user=cast.lead, role=Role.LEAD, organisation=cast.commissioning, area=cast.other_area,
        by=cast.administrator, at=NOW,
    )  # fmt: skip
    assert cast.lead not in _manageable(cast.team)
    assert cast.lead in _manageable(cast.administrator)


def test_a_team_does_not_manage_an_administrator_who_once_worked_here(cast: Cast) -> None:
    held = workflow.give_role(
        user=cast.administrator, role=Role.LEAD, organisation=cast.commissioning, area=cast.area,
        by=cast.team, at=NOW,
    )  # fmt: skip
    workflow.end_role(held=held, by=cast.team, at=NOW)
    assert cast.administrator not in _manageable(cast.team)
