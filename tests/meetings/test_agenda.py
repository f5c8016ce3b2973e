"""The agenda built from the register: who is on it, why, and what it costs."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation
from actions import workflow as actions
from core.errors import RuleBroken
from meetings import agenda, workflow
from meetings.models import AgendaItem, Meeting
from meetings.rules import Reason
from register import workflow as register
from register.models import InpatientStay, Person
from register.rules import LegalStatus, Level, Security
from tests.conftest import Cast
from tests.factories import NOW
from tests.meetings.conftest import NEXT_MONTH, TOMORROW, decide

TODAY = NOW.date()
Plan = Callable[..., Meeting]
Somebody = Callable[..., Person]


def on_it(meeting: Meeting, on: date = TODAY) -> dict[object, list[Reason]]:
    return {
        line.person_id: [why.reason for why in line.whys] for line in agenda.live(meeting, on=on)
    }


def admitted(person: Person, cast: Cast, hospital: Organisation | None = None) -> InpatientStay:
    return register.admit(
        person=person,
        details=register.AdmissionDetails(
            hospital=hospital or cast.commissioning,
            commissioner=cast.commissioning,
            admitted_on=TODAY - timedelta(days=3),
            security=Security.NON_SECURE,
            legal_status=LegalStatus.INFORMAL,
            planned=True,
        ),
        by=cast.team,
        at=NOW,
    )


def test_red_and_amber_of_the_area_are_on_it_and_green_is_not(
    cast: Cast, plan: Plan, somebody: Somebody
) -> None:
    red, amber = somebody(Level.RED), somebody(Level.AMBER)
    somebody(Level.GREEN)
    somebody(Level.RED, area=cast.other_area)
    assert on_it(plan()) == {red.pk: [Reason.RED], amber.pk: [Reason.AMBER]}


def test_one_line_a_person_with_every_reason_in_the_order_of_the_sections(
    cast: Cast, plan: Plan, somebody: Somebody
) -> None:
    amber, red = somebody(Level.AMBER), somebody(Level.RED)
    for days in (1, 3):
        actions.agree(
            person=amber, description="Call", owner=cast.lead, due_on=TODAY + timedelta(days=days),
            by=cast.team, at=NOW,
        )  # fmt: skip
    lines = agenda.live(plan(), on=TODAY + timedelta(days=7))
    assert [line.person_id for line in lines] == [amber.pk, red.pk]
    assert lines[0].why_words == (
        "2 overdue actions, the oldest due 24 November 2026; Rated AMBER 23 November 2026"
    )
    assert [heading for heading, _ in agenda.sections(lines)] == ["Overdue actions", "RED"]


def test_somebody_green_with_an_overdue_action_is_on_it(
    cast: Cast, plan: Plan, somebody: Somebody
) -> None:
    green = somebody(Level.GREEN)
    actions.agree(
        person=green, description="Call", owner=cast.lead, due_on=TODAY, by=cast.team, at=NOW
    )
    assert on_it(plan(), on=TODAY) == {}
    assert on_it(plan(), on=TODAY + timedelta(days=1)) == {green.pk: [Reason.OVERDUE]}


def test_an_inpatient_with_something_due_is_on_it_and_a_recent_discharge_too(
    cast: Cast, plan: Plan, somebody: Somebody
) -> None:
    blue, left = somebody(Level.GREEN), somebody(Level.GREEN)
    admitted(blue, cast)
    stay = admitted(left, cast)
    register.discharge(
        stay=stay, discharged_on=TODAY, destination="Home", level=Level.GREEN, reason="Settled",
        by=cast.team, at=NOW,
    )  # fmt: skip
    assert on_it(plan()) == {blue.pk: [Reason.BLUE], left.pk: [Reason.DISCHARGED]}


def test_somebody_restricted_is_not_on_it_and_vanishes_from_an_opened_one(
    cast: Cast, plan: Plan, opened: Plan, somebody: Somebody
) -> None:
    person, other = somebody(Level.RED), somebody(Level.AMBER)
    meeting = opened()
    assert AgendaItem.objects.permitted(cast.team, _view()).count() == 2
    register.restrict(person_id=person.pk, by=cast.team, at=TOMORROW)
    assert on_it(plan(starts_at=NEXT_MONTH)) == {other.pk: [Reason.AMBER]}
    seen = AgendaItem.objects.permitted(cast.team, _view())
    assert [item.person_id for item in seen] == [other.pk]
    decide(meeting, other, by=cast.team)
    assert workflow.close(meeting=meeting, by=cast.team, at=TOMORROW).is_held


def _view() -> "object":
    from accounts.rules import Permission

    return Permission.MEETING_VIEW


def test_added_and_taken_off_by_hand_needs_a_reason_and_the_last_word_counts(
    cast: Cast, plan: Plan, somebody: Somebody
) -> None:
    green, amber = somebody(Level.GREEN), somebody(Level.AMBER)
    meeting = plan()
    with pytest.raises(RuleBroken, match="why you are adding them"):
        workflow.add_person(meeting=meeting, person=green, reason=" ", by=cast.team, at=NOW)
    workflow.add_person(meeting=meeting, person=green, reason="Moved home", by=cast.team, at=NOW)
    workflow.remove_person(meeting=meeting, person=amber, reason="Away", by=cast.team, at=NOW)
    assert on_it(meeting) == {green.pk: [Reason.ADDED]}
    workflow.add_person(meeting=meeting, person=amber, reason="Back", by=cast.team, at=NOW)
    assert on_it(meeting)[amber.pk] == [Reason.AMBER, Reason.ADDED]


def test_somebody_red_cannot_be_taken_off(cast: Cast, plan: Plan, somebody: Somebody) -> None:
    red = somebody(Level.RED)
    meeting = plan()
    with pytest.raises(RuleBroken, match="rated RED stays"):
        workflow.remove_person(meeting=meeting, person=red, reason="Busy", by=cast.team, at=NOW)
    assert red.pk in on_it(meeting)


def test_somebody_taken_off_and_then_rated_red_is_back(
    cast: Cast, plan: Plan, somebody: Somebody
) -> None:
    amber = somebody(Level.AMBER)
    meeting = plan()
    workflow.remove_person(meeting=meeting, person=amber, reason="Away", by=cast.team, at=NOW)
    register.rate(person=amber, level=Level.RED, reason="Crisis", by=cast.team, at=NOW)
    assert on_it(meeting) == {amber.pk: [Reason.RED]}


def test_the_number_of_queries_does_not_grow_with_the_area(
    cast: Cast, plan: Plan, somebody: Somebody
) -> None:
    meeting = plan()
    counts = []
    for _ in range(2):
        for level in (Level.RED, Level.AMBER, Level.AMBER):
            somebody(level)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            agenda.live(meeting, on=TODAY)
        counts.append(len(queries))
    assert counts == [12, 12]
