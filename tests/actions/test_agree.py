"""Agreeing an action and carrying it to its end."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from actions import ladders, workflow
from actions.models import Action, Chase
from alerts.models import Notice
from core.errors import Conflict, RuleBroken
from core.models import AuditEvent
from register import workflow as register
from register.models import Person, Standing
from tests.conftest import Cast
from tests.factories import NOW, on_register

DUE = date(2026, 12, 4)
LATER = NOW + timedelta(days=1)


def agreed(cast: Cast, person: Person | None = None, **changed: object) -> Action:
    values: dict[str, object] = {
        "person": person or on_register(cast.area, by=cast.team, lead=cast.lead),
        "description": "Ring the housing officer",
        "owner": cast.lead,
        "due_on": DUE,
        "by": cast.team,
        "at": NOW,
    } | changed
    return workflow.agree(**values)


def test_an_agreed_action_has_one_owner_a_date_and_a_service(cast: Cast) -> None:
    action = agreed(cast)
    assert (action.owner, action.due_on, action.status) == (cast.lead, DUE, "open")
    assert action.organisation == cast.lead.organisation
    assert action.history.count() == 1


def test_the_words_of_an_action_never_reach_the_audit_trail(cast: Cast) -> None:
    action = agreed(cast, description="Canary words")
    event = AuditEvent.objects.get(kind="actions.agreed")
    assert event.facts["action"] == str(action.pk)
    assert "Canary" not in str(event.facts)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"due_on": date(2026, 11, 22)}, "due_on"),
        ({"due_on": date(2036, 11, 22)}, "due_on"),
        ({"description": "  "}, "description"),
    ],
)
def test_an_action_that_nobody_could_chase_is_refused(
    cast: Cast, changed: dict[str, object], field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        agreed(cast, **changed)
    assert refused.value.field == field
    assert not Action.objects.exists()


def test_a_leaver_cannot_own_an_action(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="active"):
        agreed(cast, owner=cast.leaver)


def test_the_same_form_sent_twice_makes_one_action(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    key = f"form:{uuid4()}"
    assert agreed(cast, person, key=key) == agreed(cast, person, key=key)
    assert Action.objects.count() == 1


def test_the_same_form_sent_again_is_the_same_action_whatever_became_of_it(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    key = f"form:{uuid4()}"
    action = agreed(cast, person, key=key)
    workflow.reassign(action=action, owner=cast.rep, reason="On leave", by=cast.team, at=LATER)
    assert agreed(cast, person, key=key) == action


@pytest.mark.parametrize("what", ["person", "description", "owner", "due_on"])
def test_another_action_sent_with_a_used_key_is_refused_and_not_swallowed(
    cast: Cast, what: str
) -> None:
    person = on_register(cast.area, by=cast.team)
    other: dict[str, object] = {
        "person": on_register(cast.area, by=cast.team), "description": "Visit",
        "owner": cast.rep, "due_on": DUE + timedelta(days=1),
    }  # fmt: skip
    agreed(cast, person, key="form:1")
    with pytest.raises(Conflict, match="sent before"):
        agreed(cast, **{"person": person, "key": "form:1", what: other[what]})
    assert Action.objects.count() == 1


def test_after_that_the_page_agrees_the_other_action_when_sent_again(
    cast: Cast, sign_in: Callable[..., Client]
) -> None:
    person = on_register(cast.area, by=cast.team)
    client = sign_in(cast.team)
    address = reverse("actions:agree", args=[person.pk])
    typed = {
        "description": "Ring", "owner": str(cast.lead.pk), "token": str(uuid4()),
        "due_on_day": "4", "due_on_month": "12", "due_on_year": "2026",
    }  # fmt: skip
    assert client.post(address, typed).status_code == 302
    page = client.post(address, typed | {"description": "Visit"})
    assert b"Something else was agreed" in page.content
    fresh = page.context["form"]["token"].value()
    answer = client.post(address, typed | {"description": "Visit", "token": fresh})
    assert answer.status_code == 302
    assert set(Action.objects.values_list("description", flat=True)) == {"Ring", "Visit"}


def test_nothing_is_agreed_about_somebody_restricted(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    register.restrict(person_id=person.pk, by=cast.team, at=NOW)
    with pytest.raises(register.NotAvailable):
        agreed(cast, person)


def test_done_by_the_owner_is_not_closed_until_the_team_confirms(cast: Cast) -> None:
    action = agreed(cast)
    action = workflow.mark_done(action=action, evidence="Called on Friday", by=cast.lead, at=LATER)
    assert action.status == "done"
    action = workflow.confirm(action=action, by=cast.team, at=LATER)
    assert (action.status, action.ended_by) == ("closed", cast.team)
    assert action.history.count() == 3


def test_an_action_not_done_yet_cannot_be_confirmed(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="not been marked as done"):
        workflow.confirm(action=agreed(cast), by=cast.team, at=LATER)


def test_an_action_needs_evidence_to_be_done(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="what was done"):
        workflow.mark_done(action=agreed(cast), evidence=" ", by=cast.lead, at=LATER)


def test_an_action_sent_back_is_to_do_again_and_keeps_its_evidence(cast: Cast) -> None:
    action = workflow.mark_done(action=agreed(cast), evidence="Rang", by=cast.lead, at=LATER)
    action = workflow.send_back(action=action, reason="No answer yet", by=cast.team, at=LATER)
    assert (action.status, action.evidence, action.done_at) == ("open", "Rang", None)


def test_an_extension_is_counted_and_only_goes_forward(cast: Cast) -> None:
    action = agreed(cast)
    with pytest.raises(RuleBroken, match="later"):
        workflow.extend(action=action, due_on=DUE, reason="Slow", by=cast.lead, at=LATER)
    action = workflow.extend(
        action=action, due_on=DUE + timedelta(days=7), reason="Slow", by=cast.lead, at=LATER
    )
    assert (action.times_extended, action.first_due_on) == (1, DUE)


def test_an_owner_moves_a_date_by_ninety_days_at_most_and_the_team_further(cast: Cast) -> None:
    action, most = agreed(cast), timedelta(days=ladders.current().extension_days)
    late = DUE + most + timedelta(days=1)
    with pytest.raises(RuleBroken, match="within 90 days") as refused:
        workflow.extend(action=action, due_on=late, reason="Busy", by=cast.lead, at=LATER)
    assert refused.value.field == "due_on"
    action = workflow.extend(
        action=action, due_on=DUE + most, reason="Busy", by=cast.lead, at=LATER
    )
    overdue = NOW + timedelta(days=200)
    longest = overdue.date() + most
    action = workflow.extend(action=action, due_on=longest, reason="Busy", by=cast.lead, at=overdue)
    further = longest + most + timedelta(days=1)
    action = workflow.extend(
        action=action, due_on=further, reason="Agreed", by=cast.team, at=overdue
    )
    assert action.due_on == further


def test_the_team_hears_of_a_date_that_an_owner_moves_and_the_owner_of_the_teams(
    cast: Cast,
) -> None:
    action = agreed(cast)
    told = Notice.objects.filter(kind="action_extended")
    for day, by in ((5, cast.lead), (6, cast.team)):
        before = set(told.values_list("pk", flat=True))
        workflow.extend(action=action, due_on=DUE.replace(day=day), reason="Slow", by=by, at=LATER)
        asked = {one.user for one in told.exclude(pk__in=before)}
        assert asked == ({cast.team, cast.second_team} if by == cast.lead else {cast.lead})


def test_the_owner_hears_that_an_action_is_cancelled(cast: Cast) -> None:
    workflow.cancel(action=agreed(cast), reason="Moved", by=cast.team, at=LATER)
    assert Notice.objects.get(kind="action_cancelled").user == cast.lead


OVERDUE = NOW + timedelta(days=21)


def test_what_is_overdue_goes_to_another_owner_with_a_new_date_only_and_is_chased_again(
    cast: Cast,
) -> None:
    action = agreed(cast)
    workflow.chase(on=OVERDUE.date(), at=OVERDUE)
    given = {"action": action, "owner": cast.rep, "reason": "Left", "by": cast.team}
    with pytest.raises(RuleBroken, match="overdue") as refused:
        workflow.reassign(**given, at=OVERDUE)
    assert refused.value.field == "due_on"
    action.refresh_from_db()
    assert action.owner == cast.lead
    day = OVERDUE + timedelta(days=2)
    workflow.reassign(**given, due_on=day.date(), at=OVERDUE)
    workflow.chase(on=day.date(), at=day)
    last = Chase.objects.filter(action=action).order_by("-on").first()
    assert last is not None
    assert (last.step, last.to) == ("due", [cast.rep.pk])


def test_what_is_sent_back_after_its_date_needs_a_new_one(cast: Cast) -> None:
    action = workflow.mark_done(action=agreed(cast), evidence="Rang", by=cast.lead, at=LATER)
    given = {"action": action, "reason": "No answer", "by": cast.team, "at": OVERDUE}
    with pytest.raises(RuleBroken, match="overdue") as refused:
        workflow.send_back(**given)
    assert refused.value.field == "due_on"
    action = workflow.send_back(**given, due_on=OVERDUE.date())
    assert (action.status, action.due_on) == ("open", OVERDUE.date())


def test_what_is_done_changes_hands_without_a_new_date(cast: Cast) -> None:
    action = workflow.mark_done(action=agreed(cast), evidence="Rang", by=cast.lead, at=LATER)
    action = workflow.reassign(
        action=action, owner=cast.rep, reason="Left", by=cast.team, at=OVERDUE
    )
    assert (action.owner, action.due_on) == (cast.rep, DUE)


def test_a_reassigned_action_has_the_new_owner_only(cast: Cast) -> None:
    action = workflow.reassign(
        action=agreed(cast), owner=cast.rep, reason="On leave", by=cast.team, at=LATER
    )
    assert (action.owner, action.organisation) == (cast.rep, cast.rep.organisation)


def test_a_cancelled_action_says_why_and_stays_cancelled(cast: Cast) -> None:
    action = workflow.cancel(action=agreed(cast), reason="Moved", by=cast.team, at=LATER)
    assert (action.status, action.note) == ("cancelled", "Moved")
    with pytest.raises(RuleBroken, match="cancelled"):
        workflow.mark_done(action=action, evidence="Done", by=cast.lead, at=LATER)


def test_the_register_knows_when_the_next_thing_is_due(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    action = agreed(cast, person, due_on=date(2026, 11, 24))
    assert Standing.objects.get(person=person).next_due_on == date(2026, 11, 24)
    workflow.mark_done(action=action, evidence="Rang", by=cast.lead, at=LATER)
    assert Standing.objects.get(person=person).next_due_on > date(2026, 11, 24)
