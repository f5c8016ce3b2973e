"""Nobody's account closes while somebody depends on them."""

from datetime import timedelta

import pytest

from accounts import workflow
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
