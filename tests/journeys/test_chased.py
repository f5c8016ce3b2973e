"""An action chased to its end: answered by a link without an account, covered, handed over."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from actions import links, workflow
from actions.models import Action, Cover
from register.rules import Level
from tests.conftest import Cast
from tests.factories import on_register
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_somebody_without_an_account_answers_and_the_team_confirms(
    cast: Cast, walk: Callable[..., Walker]
) -> None:
    person = on_register(
        cast.area, by=cast.team, level=Level.AMBER, at=timezone.now(), family_name="Fernworthy"
    )
    due = timezone.localdate() + timedelta(days=7)
    team, outside = walk(cast.team), walk(None)

    team.visit(f"/actions/agree/{person.pk}/")
    team.page.get_by_text("The owner has no account").click()
    team.answer(
        description="Find a school place", contact_name="Nora Noaccount",
        contact_email="nora@school.example", contact_service=cast.commissioning.pk, due_on=due,
    ).press("Agree this action").sees("Nora Noaccount", "No account")  # fmt: skip

    action = Action.objects.get()
    link = links.answer_url(action)
    outside.visit(link).sees(action.reference)
    outside.sees_nothing_of("Fernworthy", "school place")
    outside.page.get_by_role("button", name="Send my answer").click()
    outside.look().sees("There is a problem")
    outside.answer(kind="done", words="A place is found").press("Send my answer")
    outside.sees("We have your answer")
    outside.visit(link).sees("This link does not work", "used already")

    team.visit("/actions/confirm/").sees("A place is found")
    team.page.get_by_label("Find a school place").check()
    team.press("Confirm and close those ticked").sees("1 action is closed")


def test_a_colleague_covers_and_then_takes_over(cast: Cast, walk: Callable[..., Walker]) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER, at=timezone.now())
    today = timezone.localdate()
    workflow.agree(
        person=person, description="Ring the school", owner=cast.lead, by=cast.team,
        due_on=today, at=timezone.now(),
    )  # fmt: skip
    lead, colleague, team = walk(cast.lead), walk(cast.other_lead), walk(cast.team)

    lead.visit("/actions/").follow("Absence and cover").follow("Arrange cover")
    lead.answer(
        covered_by=cast.other_lead.pk, starts_on=today, ends_on=today + timedelta(days=3)
    ).press("Arrange cover").sees("Otto Otherlead", "Away now")
    assert Cover.objects.get().user == cast.lead

    colleague.visit("/actions/?tab=covering").follow("Ring the school")
    colleague.sees("covered by Otto Otherlead")

    team.visit("/actions/?tab=area").follow("Action owners and handover")
    team.follow(f"Hand over the actions of {cast.lead.described}")
    team.answer(owner=cast.rep.pk, reason="Leaves on Friday").press("Continue")
    team.sees(f"{cast.rep.described} will own 1 action").press("Hand over")
    team.sees("1 action has another owner now")
    assert Action.objects.get().owner == cast.rep
