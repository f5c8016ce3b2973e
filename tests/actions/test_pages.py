"""The pages of actions and duties: who sees which, what each verb's page does."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actions import workflow
from actions.models import Action
from core.models import ReadLog
from duties.models import Duty
from register import workflow as register
from register.rules import Level
from tests.actions.test_agree import agreed
from tests.conftest import Cast
from tests.factories import NOW, on_register

SignIn = Callable[..., Client]


def dated(name: str, day: date) -> dict[str, str]:
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }


def test_an_owner_sees_their_actions_and_the_page_is_in_the_read_log(
    cast: Cast, sign_in: SignIn
) -> None:
    action = agreed(cast)
    page = sign_in(cast.lead).get("/actions/")
    assert b"Ring the housing officer" in page.content
    assert ReadLog.objects.latest("id").persons == [action.person_id]


@pytest.mark.parametrize("member", ["other_lead", "rep", "other_area_team"])
def test_an_action_about_nobody_of_ones_own_is_not_found(
    cast: Cast, sign_in: SignIn, member: str
) -> None:
    action = agreed(cast)
    assert sign_in(getattr(cast, member)).get(f"/actions/{action.pk}/").status_code == 404


@pytest.mark.parametrize("member", ["commissioner", "auditor", "administrator", "pending"])
def test_an_action_is_not_the_job_of_those_without_the_permission(
    cast: Cast, sign_in: SignIn, member: str
) -> None:
    action = agreed(cast)
    assert sign_in(getattr(cast, member)).get(f"/actions/{action.pk}/").status_code == 403


def test_a_representative_sees_and_does_the_actions_of_their_service(
    cast: Cast, sign_in: SignIn
) -> None:
    action = agreed(cast, organisation=cast.rep.organisation)
    client = sign_in(cast.rep)
    assert b"Ring the housing" in client.get("/actions/?tab=service").content
    client.post(f"/actions/{action.pk}/mark-done/", {"evidence": "Rang on Friday"})
    action.refresh_from_db()
    assert (action.status, action.done_by) == ("done", cast.rep)


def test_an_owner_cannot_confirm_their_own_action(cast: Cast, sign_in: SignIn) -> None:
    action = agreed(cast)
    workflow.mark_done(action=action, evidence="Rang", by=cast.lead, at=NOW)
    assert sign_in(cast.lead).post(f"/actions/{action.pk}/confirm/").status_code == 403


def test_the_team_confirms_returns_and_cancels(cast: Cast, sign_in: SignIn) -> None:
    action = workflow.mark_done(action=agreed(cast), evidence="Rang", by=cast.lead, at=NOW)
    client = sign_in(cast.team)
    assert b"Confirm and close" in client.get(f"/actions/{action.pk}/").content
    client.post(f"/actions/{action.pk}/send-back/", {"reason": "Not settled"})
    client.post(f"/actions/{action.pk}/cancel/", {"reason": "Moved away"})
    action.refresh_from_db()
    assert action.status == "cancelled"


def test_what_was_typed_is_kept_when_a_date_is_in_the_past(cast: Cast, sign_in: SignIn) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    page = sign_in(cast.team).post(
        f"/actions/agree/{person.pk}/",
        {"description": "Visit at home", "owner": cast.lead.pk} | dated("due_on", date(2026, 1, 1)),
    )
    assert b"Visit at home" in page.content
    assert b"must be today or in the future" in page.content
    assert not Action.objects.exists()


def test_a_form_sent_twice_makes_one_action(cast: Cast, sign_in: SignIn) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    client, sent = (
        sign_in(cast.lead),
        {"description": "Visit", "owner": cast.lead.pk, "token": str(uuid4())}
        | dated("due_on", date(2026, 12, 4)),
    )
    first = client.post(f"/actions/agree/{person.pk}/", sent)
    second = client.post(f"/actions/agree/{person.pk}/", sent)
    assert first.url == second.url  # type: ignore[attr-defined]
    assert Action.objects.count() == 1


def test_more_time_needs_a_reason_and_is_counted(cast: Cast, sign_in: SignIn) -> None:
    action = agreed(cast)
    client = sign_in(cast.lead)
    later = dated("due_on", date(2026, 12, 18))
    assert b"Enter why more time" in client.post(f"/actions/{action.pk}/extend/", later).content
    client.post(f"/actions/{action.pk}/extend/", later | {"reason": "Waiting"})
    action.refresh_from_db()
    assert action.times_extended == 1


def test_the_team_gives_an_action_to_somebody_else(cast: Cast, sign_in: SignIn) -> None:
    action = agreed(cast)
    sign_in(cast.team).post(
        f"/actions/{action.pk}/reassign/", {"owner": cast.rep.pk, "reason": "On leave"}
    )
    action.refresh_from_db()
    assert action.owner == cast.rep


def test_nobody_outside_the_area_can_be_made_an_owner(cast: Cast, sign_in: SignIn) -> None:
    action = agreed(cast)
    page = sign_in(cast.team).post(
        f"/actions/{action.pk}/reassign/", {"owner": cast.other_area_team.pk, "reason": "Help"}
    )
    assert b"Select an answer from the list" in page.content


def test_an_action_about_somebody_restricted_is_gone(cast: Cast, sign_in: SignIn) -> None:
    action = agreed(cast)
    register.restrict(person_id=action.person_id, by=cast.team, at=NOW)
    client = sign_in(cast.lead)
    assert client.get(f"/actions/{action.pk}/").status_code == 404
    assert b"Ring the housing" not in client.get("/actions/").content


def test_duties_are_listed_for_the_team_and_waived_with_a_reason(
    cast: Cast, sign_in: SignIn
) -> None:
    on_register(cast.area, by=cast.team, level=Level.RED)
    client = sign_in(cast.team)
    assert b"Hold an urgent meeting" in client.get("/actions/duties/").content
    assert client.get("/actions/duties/?show=undated").status_code == 200
    assert client.get("/actions/duties/?show=overdue").status_code == 200
    duty = Duty.objects.get(rule="red-cetr")
    assert b"Enter why" in client.post(f"/actions/duties/{duty.pk}/waive/", {}).content
    client.post(f"/actions/duties/{duty.pk}/waive/", {"reason": "Held elsewhere"})
    duty.refresh_from_db()
    assert duty.status == "waived"


def test_the_policy_page_says_every_rule_with_its_source(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.commissioner).get("/actions/policy/").content.decode()
    assert "S42 Mental Health Act 2025" in page
    assert "not in force" in page
    assert "Unverified" in page


def test_the_persons_page_says_what_must_happen_next(cast: Cast, sign_in: SignIn) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead, level=Level.RED)
    agreed(cast, person)
    page = sign_in(cast.team).get(f"/people/{person.pk}/").content.decode()
    assert "What must happen next" in page
    assert "A CTR must take place" in page
    assert "Ring the housing officer" in page


@pytest.mark.parametrize("address", ["/actions/?tab=area", "/actions/duties/"])
def test_a_worklist_takes_the_same_queries_at_any_length(
    cast: Cast, sign_in: SignIn, address: str
) -> None:
    client = sign_in(cast.team)
    counts = []
    for many in (2, 12):
        for _ in range(many):
            agreed(cast, on_register(cast.area, by=cast.team, level=Level.RED))
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_long_list_goes_on_from_page_to_page(cast: Cast, sign_in: SignIn) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    for number in range(52):
        agreed(cast, person, description=f"Action {number}")
    client = sign_in(cast.lead)
    first = client.get("/actions/")
    following = first.context["page"].following
    second = client.get(f"/actions/?after={following}")
    assert (len(first.context["rows"]), len(second.context["rows"])) == (50, 2)
