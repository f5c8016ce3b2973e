"""The weekly sample of GREEN: drawn once a week, on the next agenda, looked at by somebody."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions import workflow as actions
from core.errors import RuleBroken
from core.models import AuditEvent
from meetings import agenda, workflow
from meetings.drift import Looked, Sign
from meetings.drifting import known_green
from meetings.forms.drift import OUTCOMES
from meetings.models import AgendaItem, DriftSample, Meeting
from meetings.rules import Reason
from meetings.workflow import NewAction
from register import workflow as register
from register.models import Person, Rating
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW
from tests.meetings.conftest import TOMORROW, decide

Somebody = Callable[..., Person]
Plan = Callable[..., Meeting]
NEXT_WEEK = NOW + timedelta(days=7)


def _drawn(cast: Cast, at: Any = NOW) -> list[DriftSample]:
    return workflow.draw_sample(area=cast.area, at=at)


def test_green_without_a_lead_or_partners_is_drawn_and_nobody_else(
    cast: Cast, somebody: Somebody
) -> None:
    green = somebody(Level.GREEN)
    somebody(Level.AMBER)
    somebody(Level.GREEN, area=cast.other_area)
    hidden = somebody(Level.GREEN)
    register.restrict(person_id=hidden.pk, by=cast.team, at=NOW)
    [sample] = _drawn(cast)
    assert sample.person_id == green.pk
    assert {one.sign for one in sample.drifts} == {Sign.NO_LEAD, Sign.NO_PARTNERS}
    assert AuditEvent.objects.filter(kind="meetings.drift_drawn", actor=None).count() == 1


def test_drawing_twice_in_a_week_draws_nobody_more_and_whoever_was_drawn_rests(
    cast: Cast, somebody: Somebody, settings: Any
) -> None:
    settings.DSR_DRIFT_SAMPLE = 1
    for _ in range(2):
        somebody(Level.GREEN)
    [first] = _drawn(cast)
    assert _drawn(cast) == [first]
    assert workflow.draw_everywhere(at=NOW) == 0
    [second] = _drawn(cast, NEXT_WEEK)
    assert second.person_id != first.person_id
    assert workflow.draw_everywhere(at=NOW + timedelta(days=14)) == 0
    assert workflow.draw_everywhere(at=NOW + timedelta(weeks=12)) == 1


def test_nobody_is_rated_by_it(cast: Cast, somebody: Somebody) -> None:
    somebody(Level.GREEN)
    before = Rating.objects.count()
    _drawn(cast)
    assert Rating.objects.count() == before


def test_the_sample_is_on_the_next_agenda_until_somebody_has_looked(
    cast: Cast, plan: Plan, somebody: Somebody
) -> None:
    green = somebody(Level.GREEN)
    [sample] = _drawn(cast)
    meeting = plan()
    [line] = agenda.live(meeting, on=NOW.date())
    assert line.reason is Reason.DRIFT
    assert "no one leads" in line.why_words
    workflow.look_at(
        sample=sample, outcome=Looked.NO_CHANGE, note="Rang the family", by=cast.team, at=NOW
    )
    assert agenda.live(meeting, on=NOW.date()) == []
    assert AuditEvent.objects.filter(
        kind="meetings.drift_looked_at", person_id=green.pk, facts__outcome="no_change"
    ).exists()


def test_why_they_were_drawn_is_frozen_with_the_agenda(
    cast: Cast, opened: Plan, somebody: Somebody
) -> None:
    green = somebody(Level.GREEN)
    _drawn(cast)
    opened()
    words = AgendaItem.objects.get(person=green).why_words
    assert words == "Weekly sample of GREEN: no one leads, no one is named for a C(E)TR"


def test_an_outcome_is_noted_only_when_it_is_there(cast: Cast, somebody: Somebody) -> None:
    green = somebody(Level.GREEN)
    [sample] = _drawn(cast)
    given = {"sample": sample, "note": "", "by": cast.team, "at": TOMORROW}
    with pytest.raises(RuleBroken, match="what you looked at"):
        workflow.look_at(outcome=Looked.NO_CHANGE, **given)
    with pytest.raises(RuleBroken, match="Rate the person first"):
        workflow.look_at(outcome=Looked.RATED, **given)
    with pytest.raises(RuleBroken, match="Agree the action first"):
        workflow.look_at(outcome=Looked.ACTION, **given)
    with pytest.raises(RuleBroken, match="Select what came"):
        workflow.look_at(outcome=Looked.WAITING, **given)
    sample.refresh_from_db()
    assert sample.is_waiting
    actions.agree(
        person=green, description="Name a lead", owner=cast.team,
        due_on=TOMORROW.date() + timedelta(days=7), by=cast.team, at=TOMORROW,
    )  # fmt: skip
    workflow.look_at(outcome=Looked.ACTION, **given)
    with pytest.raises(RuleBroken, match="already recorded"):
        workflow.look_at(outcome=Looked.ACTION, **given)


def test_a_new_rating_or_a_meeting_counts_as_having_looked(
    cast: Cast, opened: Plan, somebody: Somebody
) -> None:
    rated, met = somebody(Level.GREEN), somebody(Level.GREEN)
    _drawn(cast)
    register.rate(person=rated, level=Level.AMBER, reason="Worse", by=cast.team, at=NOW)
    assert DriftSample.objects.get(person=rated).outcome == Looked.RATED
    meeting = opened()
    decide(meeting, rated, by=cast.team)
    decide(meeting, met, by=cast.team, agreed_level="", reason="", discussion="All well")
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW)
    sample = DriftSample.objects.get(person=met)
    assert (sample.outcome, sample.looked_by) == (Looked.DISCUSSED, cast.team)


def test_a_meeting_that_agreed_an_action_is_noted_as_that(
    cast: Cast, opened: Plan, somebody: Somebody
) -> None:
    met = somebody(Level.GREEN)
    _drawn(cast)
    meeting = opened()
    due = TOMORROW.date() + timedelta(days=7)
    action = NewAction(description="Visit today", owner=cast.lead, due_on=due, key="k")
    worse = {"agreed_level": "", "reason": "", "discussion": "Worse, no contact"}
    decide(meeting, met, by=cast.team, action=action, **worse)
    workflow.close(meeting=meeting, by=cast.team, at=TOMORROW + timedelta(hours=1))
    assert DriftSample.objects.get(person=met).outcome == Looked.ACTION


def test_that_it_was_discussed_is_not_for_anybody_to_choose(cast: Cast, somebody: Somebody) -> None:
    somebody(Level.GREEN)
    [sample] = _drawn(cast)
    assert Looked.DISCUSSED not in dict(OUTCOMES)
    with pytest.raises(RuleBroken, match="Select what came"):
        workflow.look_at(
            sample=sample, outcome=Looked.DISCUSSED, note="", by=cast.team, at=TOMORROW
        )


def test_reading_an_area_is_one_query_whatever_its_size(cast: Cast, somebody: Somebody) -> None:
    counts = []
    for _ in range(2):
        for _ in range(3):
            somebody(Level.GREEN)
        with CaptureQueriesContext(connection) as queries:
            found = list(known_green(cast.area.pk, on=NOW.date()))
        counts.append((len(found), len(queries)))
    assert counts == [(3, 1), (6, 1)]


def test_contact_is_what_a_colleague_did_and_not_the_service_itself(
    cast: Cast, somebody: Somebody
) -> None:
    green = somebody(Level.GREEN)
    later = NOW + timedelta(days=60)
    workflow.draw_sample(area=cast.other_area, at=later)
    [known] = known_green(cast.area.pk, on=later.date())
    assert known.contact_on == NOW.date()
    register.name_partner(
        person=green, name="Pat", part="Nurse", attends_cetr=True, by=cast.team, at=later
    )
    [known] = known_green(cast.area.pk, on=later.date())
    assert (known.contact_on, known.partners) == (later.date(), 1)


def test_the_team_looks_on_the_page(cast: Cast, sign_in: Any, somebody: Somebody) -> None:
    green = somebody(Level.GREEN)
    client = sign_in(cast.team)
    assert "There is no one to check" in client.get(reverse("meetings:sample")).content.decode()
    [sample] = _drawn(cast)
    page = client.get(reverse("meetings:sample")).content.decode()
    assert green.name in page
    assert "No one leads" in page
    address = reverse("meetings:look_at", args=[sample.pk])
    assert (
        "Enter what you looked at"
        in client.post(address, {"outcome": "no_change", "note": ""}).content.decode()
    )
    assert client.post(address, {"outcome": "no_change", "note": "Rang"}).status_code == 302
    assert "Rang" in client.get(reverse("meetings:sample")).content.decode()
