"""Whose actions a representative reaches: those of their service in their own area."""

from accounts.rules import Permission, Role
from actions import workflow
from actions.models import Action
from tests.conftest import Cast
from tests.factories import NOW, UserFactory, give, on_register


def test_a_representative_reaches_no_action_of_their_service_in_another_area(cast: Cast) -> None:
    service = cast.rep.organisation
    owner = give(UserFactory(organisation=service), Role.REPRESENTATIVE, area=cast.other_area)
    person = on_register(cast.other_area, by=cast.other_area_team)
    workflow.agree(
        person=person, description="Ring", owner=owner, due_on=NOW.date(),
        by=cast.other_area_team, at=NOW,
    )  # fmt: skip
    for permission in (Permission.ACTION_VIEW, Permission.ACTION_DO):
        assert not Action.objects.permitted(cast.rep, permission).exists()
        assert Action.objects.permitted(owner, permission).exists()
    assert not Action.objects.doable_by(cast.rep).exists()
    assert not Action.objects.of_service(cast.rep).exists()
    assert Action.objects.of_service(owner).exists()


def test_a_representative_reaches_the_actions_of_their_service_in_their_area(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    workflow.agree(
        person=person, description="Ring", owner=cast.lead, organisation=cast.rep.organisation,
        due_on=NOW.date(), by=cast.team, at=NOW,
    )  # fmt: skip
    assert Action.objects.permitted(cast.rep, Permission.ACTION_VIEW).exists()
    assert Action.objects.doable_by(cast.rep).exists()
    assert Action.objects.of_service(cast.rep).exists()
