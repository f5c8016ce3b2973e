"""Asking for a review, arranging it, its papers, and what ends it early."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.errors import Conflict, RuleBroken
from core.models import AuditEvent
from duties.models import Duty
from register import workflow as register
from register.models import Person
from register.rules import ClosureReason, Level
from reviews import workflow
from reviews.details import ReviewDetails
from reviews.models import ReviewRequest
from reviews.rules import Organiser, RequestState
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.reviews.given import (
    ARRANGED,
    ASKED,
    HELD,
    PLANNED,
    TODAY,
    arranged,
    asked,
    consents,
    held,
)
from tests.reviews.test_record_review import CHILD, TWENTY, admit


def test_a_request_is_recorded_and_the_duty_stays_open_until_the_review_is_held(
    cast: Cast,
) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    request = asked(cast, person)
    assert (request.state, request.kind, request.setting) == ("asked", "CTR", "community")
    assert Duty.objects.get(rule="red-cetr").is_open
    workflow.arrange(request=request, details=ARRANGED, by=cast.team, at=NOW)
    assert Duty.objects.get(rule="red-cetr").is_open
    review = held(cast, person)
    assert Duty.objects.get(rule="red-cetr").status == "met"
    assert review.request == request
    assert review.requested_by == "family"
    request.refresh_from_db()
    assert (request.state, request.ended_on) == ("held", TODAY)


@pytest.mark.parametrize(
    ("birth_date", "plan", "kind"),
    [(CHILD, None, "CETR"), (TWENTY, True, "CETR"), (TWENTY, False, "CTR")],
)
def test_age_and_plan_decide_what_is_asked_for(
    cast: Cast, birth_date: date, plan: bool | None, kind: str
) -> None:
    person = on_register(cast.area, by=cast.team, birth_date=birth_date, ehc_plan=plan)
    assert asked(cast, person).kind == kind


def test_where_only_the_plan_decides_it_is_asked(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, birth_date=TWENTY, ehc_plan=None)
    with pytest.raises(RuleBroken) as refused:
        asked(cast, person)
    assert refused.value.field == "ehc_plan"
    assert asked(cast, person, ehc_plan=True).kind == "CETR"


def test_somebody_turning_18_before_the_day_has_another_review(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, birth_date=date(2008, 12, 1), ehc_plan=False)
    request = asked(cast, person)
    assert request.kind == "CETR"
    request = workflow.arrange(request=request, details=ARRANGED, by=cast.team, at=NOW)
    assert request.kind == "CTR"


def test_in_hospital_the_organiser_follows_from_age_and_ward(cast: Cast) -> None:
    adult = on_register(cast.area, by=cast.team)
    admit(cast, adult)
    assert asked(cast, adult).organiser == Organiser.ICB
    young = on_register(cast.area, by=cast.team, birth_date=CHILD)
    admit(cast, young)
    request = asked(cast, young)
    assert (request.organiser, request.setting) == (Organiser.NHS_ENGLAND, "inpatient")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"asked_on": TODAY + timedelta(days=1)}, "asked_on"),
        ({"asked_on": date(1980, 1, 1)}, "asked_on"),
        ({"reason": "  "}, "reason"),
    ],
)
def test_a_request_that_cannot_be_is_refused(
    cast: Cast, changed: dict[str, object], field: str
) -> None:
    person = on_register(cast.area, by=cast.team)
    with pytest.raises(RuleBroken) as refused:
        asked(cast, person, **changed)
    assert refused.value.field == field
    assert not ReviewRequest.objects.exists()


def test_one_review_is_asked_for_at_a_time_and_a_form_sent_twice_is_one_request(
    cast: Cast,
) -> None:
    person = on_register(cast.area, by=cast.team)
    first, again = (
        workflow.request_review(person=person, details=ASKED, by=cast.lead, at=NOW, key="form:1")
        for _ in range(2)
    )
    assert first == again
    with pytest.raises(RuleBroken, match="already"):
        asked(cast, person)
    assert AuditEvent.objects.filter(kind="reviews.requested").count() == 1


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + timedelta(days=400)])
def test_a_date_in_the_past_or_too_far_away_is_refused(cast: Cast, day: date) -> None:
    request = asked(cast, on_register(cast.area, by=cast.team))
    with pytest.raises(RuleBroken) as refused:
        workflow.arrange(
            request=request, details=replace(ARRANGED, planned_on=day), by=cast.team, at=NOW
        )
    assert refused.value.field == "planned_on"
    request.refresh_from_db()
    assert request.state == "asked"


def test_arrangements_change_and_the_papers_are_listed_once(cast: Cast) -> None:
    request = arranged(cast, on_register(cast.area, by=cast.team))
    codes = {paper.code for paper in request.papers.all()}
    assert {"planner", "previous-report"} <= codes
    assert "ehc-plan" not in codes
    later = replace(ARRANGED, planned_on=PLANNED + timedelta(days=7), chair="")
    request = workflow.arrange(request=request, details=later, by=cast.team, at=NOW)
    assert (request.planned_on, request.chair) == (PLANNED + timedelta(days=7), "")
    assert {paper.code for paper in request.papers.all()} == codes


def test_what_another_has_changed_is_not_overwritten(cast: Cast) -> None:
    request = asked(cast, on_register(cast.area, by=cast.team))
    shown = request.version
    workflow.arrange(request=request, details=ARRANGED, by=cast.team, at=NOW, version=shown)
    with pytest.raises(Conflict):
        workflow.arrange(
            request=request, details=ARRANGED, by=cast.second_team, at=NOW, version=shown
        )


def papers(cast: Cast, request: ReviewRequest, received: list[str], sent: list[str]) -> None:
    workflow.record_papers(
        request=request, received=received, circulated=sent, by=cast.team, at=NOW
    )


def test_without_consent_papers_may_come_and_the_panel_is_sent_none(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    consents(cast, person, keyworker=True)
    request = arranged(cast, person)
    papers(cast, request, ["planner"], [])
    with pytest.raises(RuleBroken, match="must not read") as refused:
        papers(cast, request, ["planner"], ["planner"])
    assert refused.value.field == "circulated"
    assert not request.papers.filter(circulated_on__isnull=False).exists()
    consents(cast, person, days=1, cetr=True)
    request.refresh_from_db()
    workflow.record_papers(
        request=request, received=["planner"], circulated=["planner"], by=cast.team,
        at=NOW + timedelta(days=1),
    )  # fmt: skip
    assert request.papers.get(code="planner").circulated_on == TODAY + timedelta(days=1)


def test_a_paper_is_not_sent_before_it_came(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    consents(cast, person, cetr=True)
    request = arranged(cast, person)
    with pytest.raises(RuleBroken, match="must have come"):
        papers(cast, request, [], ["planner"])


def test_withdrawing_consent_to_it_stops_the_review_and_leaves_the_duty(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    consents(cast, person, cetr=True)
    request = arranged(cast, person)
    consents(cast, person, days=1, cetr=False, keyworker=True)
    request.refresh_from_db()
    assert request.state == RequestState.STOPPED
    assert AuditEvent.objects.filter(kind="reviews.stopped").count() == 1
    assert Duty.objects.get(rule="red-cetr").is_open


def test_a_decision_that_never_covered_it_stops_nothing(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    consents(cast, person, keyworker=True)
    request = arranged(cast, person)
    consents(cast, person, days=1, keyworker=False)
    request.refresh_from_db()
    assert request.state == RequestState.ARRANGED


def test_a_request_is_declined_and_an_arranged_review_cancelled_with_a_reason(
    cast: Cast,
) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    request = asked(cast, person)
    with pytest.raises(RuleBroken, match="why"):
        workflow.decline(request=request, reason=" ", by=cast.team, at=NOW)
    workflow.decline(request=request, reason="Held last week elsewhere", by=cast.team, at=NOW)
    with pytest.raises(RuleBroken, match="declined"):
        workflow.arrange(request=request, details=ARRANGED, by=cast.team, at=NOW)
    other = arranged(cast, person)
    with pytest.raises(RuleBroken, match="already been arranged"):
        workflow.decline(request=other, reason="Late", by=cast.team, at=NOW)
    workflow.cancel(request=other, reason="The chair fell ill", by=cast.team, at=NOW)
    assert Duty.objects.get(rule="red-cetr").is_open
    assert "ill" not in str(list(AuditEvent.objects.values_list("facts")))


def test_an_emergency_protocol_leaves_the_request_open(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    request = arranged(cast, person)
    details = ReviewDetails(held_on=TODAY, chair="Chris Chair", emergency=True)
    review = workflow.record_review(person=person, details=details, by=cast.team, at=NOW)
    request.refresh_from_db()
    assert review.request is None
    assert request.state == RequestState.ARRANGED


def test_an_older_review_recorded_late_does_not_answer_a_request(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    request = asked(cast, person)
    assert held(cast, person, held_on=TODAY - timedelta(days=3)).request is None
    request.refresh_from_db()
    assert request.is_open


def test_the_day_of_a_review_cannot_lie_before_its_request_or_the_admission(
    cast: Cast,
) -> None:
    person = on_register(cast.area, by=cast.team)
    request = asked(cast, person)
    _refused_on(cast, person, request, TODAY - timedelta(days=1), "asked for")
    workflow.decline(request=request, reason="Now in hospital", by=cast.team, at=NOW)
    admit(cast, person, on=TODAY - timedelta(days=2))
    early = asked(cast, person, asked_on=TODAY - timedelta(days=5))
    _refused_on(cast, person, early, TODAY - timedelta(days=3), "admission")


def _refused_on(cast: Cast, person: Person, request: ReviewRequest, day: date, words: str) -> None:
    with pytest.raises(RuleBroken, match=words) as refused:
        workflow.record_review(
            person=person, details=replace(HELD, held_on=day), request=request, by=cast.team, at=NOW
        )
    assert refused.value.field == "held_on"


def test_a_review_is_recorded_once_for_a_request(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    request = arranged(cast, person)
    held(cast, person)
    with pytest.raises(RuleBroken, match="not waiting"):
        workflow.record_review(person=person, details=HELD, request=request, by=cast.team, at=NOW)


@pytest.mark.parametrize("make", [asked, arranged])
def test_a_review_is_called_off_for_somebody_who_leaves_the_register(
    cast: Cast, make: Callable[..., ReviewRequest]
) -> None:
    person = on_register(cast.area, by=cast.team)
    request = make(cast, person)
    register.close(person=person, reason=ClosureReason.DIED, by=cast.team, at=NOW)
    request.refresh_from_db()
    assert request.state == RequestState.CANCELLED
    assert request.end_reason == "The person has died."
    assert request.ended_on == TODAY
    told = AuditEvent.objects.get(kind="reviews.cancelled")
    assert "left the register" not in str(told.facts)
