"""Agreeing an action and carrying it to its end."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from actions import workflow
from actions.models import Action
from core.errors import RuleBroken
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
