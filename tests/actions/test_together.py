"""Several actions at once: each is changed or left with a reason; a leaver leaves nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import workflow as accounts
from actions import ladders, workflow
from actions.models import Action, Chase
from core.errors import RuleBroken
from register import workflow as register
from tests.actions.test_agree import DUE, LATER, agreed
from tests.actions.test_pages import dated
from tests.conftest import Cast
from tests.factories import NOW

SignIn = Callable[..., Client]


def done(cast: Cast, **changed: object) -> Action:
    action = agreed(cast, **changed)
    return workflow.mark_done(action=action, evidence="Rang", by=cast.lead, at=NOW)


def test_several_are_confirmed_and_what_cannot_be_is_left_with_the_reason(cast: Cast) -> None:
    first, second, todo, gone = done(cast), done(cast), agreed(cast), done(cast)
    register.restrict(person_id=gone.person_id, by=cast.team, at=NOW)
    came = workflow.confirm_many(actions=[first, todo, gone, second], by=cast.team, at=NOW)
    assert {one.pk for one in came.changed} == {first.pk, second.pk}
    assert {one.action.pk for one in came.refused} == {todo.pk, gone.pk}
    assert all(one.why for one in came.refused)
    assert set(Action.objects.values_list("pk", "status")) == {
        (first.pk, "closed"), (second.pk, "closed"), (todo.pk, "open"), (gone.pk, "done"),
    }  # fmt: skip


def test_the_team_confirms_several_on_one_page(cast: Cast, sign_in: SignIn) -> None:
    first, second = done(cast), done(cast)
    client = sign_in(cast.team)
    assert b"Rang" in client.get("/actions/confirm/").content
    workflow.confirm(action=second, by=cast.second_team, at=NOW)
    page = client.post(
        "/actions/confirm/", {"actions": [str(first.pk), str(second.pk)]}, follow=True
    )
    assert b"1 action is closed" in page.content
    assert b"already closed" in page.content


def test_the_words_of_an_action_never_go_into_a_cookie(cast: Cast, sign_in: SignIn) -> None:
    action = agreed(cast, description="Canary words")
    answer = sign_in(cast.team).post("/actions/confirm/", {"actions": [str(action.pk)]})
    assert answer.status_code == 302
    assert "messages" not in answer.cookies
    assert "Canary" not in str(answer.cookies)
    assert "Canary" in answer.wsgi_request.session["_messages"]


def test_nothing_ticked_is_said_and_nothing_is_closed(cast: Cast, sign_in: SignIn) -> None:
    action = done(cast)
    page = sign_in(cast.team).post("/actions/confirm/", {})
    assert b"Select at least one action" in page.content
    action.refresh_from_db()
    assert action.status == "done"


def test_nobody_confirms_what_is_in_another_area(cast: Cast, sign_in: SignIn) -> None:
    action = done(cast)
    page = sign_in(cast.other_area_team).post("/actions/confirm/", {"actions": [str(action.pk)]})
    assert page.status_code == 200
    action.refresh_from_db()
    assert action.status == "done"


def test_confirming_shows_any_number_in_the_same_queries(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.team)
    client.get("/actions/confirm/")
    counts = []
    for _ in range(2):
        done(cast)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/actions/confirm/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_account_closes_only_once_everything_was_handed_over(
    cast: Cast, sign_in: SignIn
) -> None:
    todo, waiting = agreed(cast, owner=cast.other_lead), done(cast, owner=cast.other_lead)
    with pytest.raises(RuleBroken, match="2 actions that are not finished"):
        accounts.deactivate(user=cast.other_lead, by=cast.administrator, at=NOW)
    client = sign_in(cast.team)
    owners = client.get("/actions/owners/").content
    assert b"Otto Otherlead" in owners
    page = client.post(
        f"/actions/owners/{cast.other_lead.pk}/hand-over/",
        {
            "actions": [str(todo.pk), str(waiting.pk)],
            "owner": str(cast.rep.pk),
            "reason": "Leaves on Friday",
            "checked": "yes",
        },
        follow=True,
    )
    assert b"2 actions have another owner now" in page.content
    todo.refresh_from_db()
    waiting.refresh_from_db()
    assert (todo.owner, waiting.owner) == (cast.rep, cast.rep)
    assert (todo.status, waiting.status) == ("open", "done")
    accounts.deactivate(user=cast.other_lead, by=cast.administrator, at=NOW)
    left = client.get(f"/actions/owners/{cast.other_lead.pk}/hand-over/")
    assert b"There is nothing left to hand over" in left.content


def test_overdue_actions_are_asked_a_new_date_before_anything_is_promised(
    cast: Cast, sign_in: SignIn, clock: Any
) -> None:
    late, todo = agreed(cast, owner=cast.other_lead), agreed(cast, owner=cast.other_lead)
    clock.move_to(NOW + timedelta(days=60))
    client = sign_in(cast.team)
    address = f"/actions/owners/{cast.other_lead.pk}/hand-over/"
    typed = {
        "actions": [str(late.pk), str(todo.pk)], "owner": str(cast.rep.pk), "reason": "Leaves",
    }  # fmt: skip
    page = client.post(address, typed).content.decode()
    assert "2 of these actions are overdue. Enter a new due date for them" in page
    assert "Yes, " not in page
    late.refresh_from_db()
    assert late.owner == cast.other_lead
    dated = typed | {"due_on_day": "4", "due_on_month": "2", "due_on_year": "2027"}
    page = client.post(address, dated | {"checked": "yes"}, follow=True).content.decode()
    assert "2 actions have another owner now" in page
    assert "Left as it was" not in page


def test_what_is_about_somebody_restricted_keeps_no_account_open(cast: Cast) -> None:
    action = agreed(cast, owner=cast.other_lead)
    register.restrict(person_id=action.person_id, by=cast.team, at=NOW)
    accounts.deactivate(user=cast.other_lead, by=cast.administrator, at=NOW)
    register.unrestrict(person_id=action.person_id, by=cast.team, at=NOW)
    workflow.chase(on=DUE, at=NOW)
    told = {cast.team.pk, cast.second_team.pk}
    assert set(Chase.objects.get(action=action).to) == told


def test_what_is_overdue_is_handed_over_with_a_new_date_and_left_without(
    cast: Cast, sign_in: SignIn, clock: Any
) -> None:
    late, soon = agreed(cast), agreed(cast, due_on=DUE + timedelta(days=60))
    clock.move_to(NOW + timedelta(days=21))
    given = {"owner": cast.rep, "reason": "Leaves", "by": cast.team, "at": timezone.now()}
    came = workflow.hand_over(actions=[late], **given)
    assert "new due date" in came.refused[0].why
    day = timezone.localdate() + timedelta(days=7)
    page = sign_in(cast.team).post(
        f"/actions/owners/{cast.lead.pk}/hand-over/",
        {
            "actions": [str(late.pk), str(soon.pk)], "owner": str(cast.rep.pk),
            "reason": "Leaves", "checked": "yes", **dated("due_on", day),
        },
    )  # fmt: skip
    assert page.status_code == 302
    kept = Action.objects.filter(owner=cast.rep).values_list("pk", "due_on")
    assert set(kept) == {(late.pk, day), (soon.pk, DUE + timedelta(days=60))}


def test_what_is_handed_over_stays_in_its_area(cast: Cast) -> None:
    action = agreed(cast)
    came = workflow.hand_over(
        actions=[action], owner=cast.other_area_team, reason="Leaves", by=cast.team, at=NOW
    )
    assert "does not work in the person" in came.refused[0].why
    action.refresh_from_db()
    assert action.owner == cast.lead


def test_an_owner_moves_the_date_a_few_times_and_then_the_team_decides(cast: Cast) -> None:
    action = agreed(cast)
    day = DUE
    for _ in range(ladders.current().extensions_by_owner):
        day = day.replace(day=day.day + 1)
        workflow.extend(action=action, due_on=day, reason="Slow", by=cast.lead, at=LATER)
    day = day.replace(day=day.day + 1)
    with pytest.raises(RuleBroken, match="Ask the DSR team"):
        workflow.extend(action=action, due_on=day, reason="Slow", by=cast.lead, at=LATER)
    action.refresh_from_db()
    assert action.due_on < day
    workflow.extend(action=action, due_on=day, reason="Agreed", by=cast.team, at=LATER)
