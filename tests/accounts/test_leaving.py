"""Nobody's account closes while somebody depends on them."""

from datetime import timedelta

import pytest

from accounts import workflow
from accounts.models import User
from accounts.rules import Permission, Role
from actions import workflow as actions
from core.errors import RuleBroken
from tests.conftest import Cast
from tests.factories import NOW, on_register


def test_somebody_who_leads_people_cannot_leave_until_another_leads(cast: Cast) -> None:
    on_register(cast.area, by=cast.team, lead=cast.lead)
    with pytest.raises(RuleBroken, match="lead 1 person"):
        workflow.deactivate(user=cast.lead, by=cast.administrator, at=NOW)
    cast.lead.refresh_from_db()
    assert cast.lead.is_active


def test_somebody_who_owns_an_unfinished_action_cannot_leave(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    actions.agree(
        person=person, description="Visit at home", owner=cast.rep,
        due_on=NOW.date() + timedelta(days=7), by=cast.team, at=NOW,
    )  # fmt: skip
    with pytest.raises(RuleBroken, match="own 1 action"):
        workflow.deactivate(user=cast.rep, by=cast.administrator, at=NOW)


def test_somebody_on_whom_nobody_depends_can_leave(cast: Cast) -> None:
    workflow.deactivate(user=cast.other_lead, by=cast.administrator, at=NOW)
    cast.other_lead.refresh_from_db()
    assert not cast.other_lead.is_active


def test_no_power_of_a_leaver_comes_back_with_the_account(cast: Cast) -> None:
    workflow.deactivate(user=cast.commissioner, by=cast.administrator, at=NOW)
    back = workflow.reactivate(user=cast.commissioner, by=cast.administrator, at=NOW)
    assert not back.roles.filter(ended_at__isnull=True).exists()
    assert not User.objects.get(pk=back.pk).holds(Permission.OVERSIGHT_VIEW)


def test_a_leaver_who_asks_again_gets_what_is_approved_and_nothing_else(cast: Cast) -> None:
    workflow.give_role(
        user=cast.other_lead, role=Role.TEAM, organisation=cast.commissioning,
        area=cast.other_area, by=cast.administrator, at=NOW, confirmed=True,
    )  # fmt: skip
    workflow.deactivate(user=cast.other_lead, by=cast.administrator, at=NOW)
    again = workflow.open_account(
        email=cast.other_lead.email, full_name="Otto Otherlead", job_title="Nurse",
        organisation=cast.commissioning, by=cast.team, at=NOW,
    )  # fmt: skip
    assert not again.roles.filter(ended_at__isnull=True).exists()


def test_a_password_set_too_late_does_not_open_a_closed_account(cast: Cast) -> None:
    stale = User.objects.get(pk=cast.other_lead.pk)
    workflow.deactivate(user=cast.other_lead, by=cast.administrator, at=NOW)
    with pytest.raises(RuleBroken):
        workflow.set_password(user=stale, password="correct horse battery", by=stale, at=NOW)
    assert not User.objects.get(pk=stale.pk).is_active
