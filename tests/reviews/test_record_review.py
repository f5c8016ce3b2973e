"""Recording a C(E)TR or an emergency protocol: what it needs, and what follows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from actions.models import Action
from core.errors import RuleBroken
from core.models import AuditEvent
from duties.models import Duty
from register import workflow as register
from register.models import Person
from register.rules import LegalStatus, Level, Security
from reviews import workflow
from reviews.details import Recommended, ReviewDetails
from reviews.models import Review
from tests.conftest import Cast
from tests.factories import NOW, OrganisationFactory, on_register

TODAY = NOW.date()
CHILD = date(2012, 3, 1)
TWENTY = date(2006, 5, 1)
HELD = ReviewDetails(
    held_on=TODAY,
    chair="Chris Chair",
    clinical_expert="Cleo Clinician",
    expert_by_experience="Eli Expert",
    consent="consent",
    safe="Yes",
    current_care="Good",
    future_plan="Being made",
    hospital_needed="No",
)


def admit(cast: Cast, person: Person, on: date = TODAY) -> None:
    details = register.AdmissionDetails(
        hospital=OrganisationFactory(),
        commissioner=cast.commissioning,
        admitted_on=on,
        security=Security.NON_SECURE,
        legal_status=LegalStatus.SECTION_3,
        planned=False,
    )
    register.admit(person=person, details=details, by=cast.team, at=NOW)


def record(cast: Cast, person: Person, details: ReviewDetails = HELD, key: str = "") -> Review:
    return workflow.record_review(person=person, details=details, by=cast.team, at=NOW, key=key)


@pytest.mark.parametrize(
    ("birth_date", "plan", "kind"),
    [
        (CHILD, None, "CETR"),
        (date(2008, 11, 24), None, "CETR"),
        (TWENTY, True, "CETR"),
        (TWENTY, False, "CTR"),
        (date(1980, 1, 1), None, "CTR"),
    ],
)
def test_age_and_plan_decide_what_a_review_is(
    cast: Cast, birth_date: date, plan: bool | None, kind: str
) -> None:
    person = on_register(cast.area, by=cast.team, birth_date=birth_date, ehc_plan=plan)
    assert record(cast, person).kind == kind


def test_where_only_the_plan_decides_nobody_guesses(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, birth_date=TWENTY, ehc_plan=None)
    with pytest.raises(RuleBroken) as refused:
        record(cast, person)
    assert refused.value.field == "ehc_plan"
    assert record(cast, person, replace(HELD, ehc_plan=True)).kind == "CETR"


@pytest.mark.parametrize(
    "missing",
    ["chair", "clinical_expert", "expert_by_experience", "consent", "safe", "hospital_needed"],
)
def test_a_review_without_its_panel_consent_or_answers_is_refused(cast: Cast, missing: str) -> None:
    person = on_register(cast.area, by=cast.team)
    with pytest.raises(RuleBroken) as refused:
        record(cast, person, replace(HELD, **{missing: ""}))
    assert refused.value.field == missing
    assert not Review.objects.exists()


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), date(1980, 1, 1)])
def test_a_review_in_the_future_or_before_birth_is_refused(cast: Cast, day: date) -> None:
    with pytest.raises(RuleBroken) as refused:
        record(cast, on_register(cast.area, by=cast.team), replace(HELD, held_on=day))
    assert refused.value.field == "held_on"


def test_an_emergency_protocol_needs_no_experts_and_stops_no_clock(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    review = record(cast, person, ReviewDetails(held_on=TODAY, chair="Chris Chair", emergency=True))
    assert review.kind == "LAEP"
    assert Duty.objects.get(rule="red-cetr").is_open
    assert Duty.objects.get(rule="laep-follow-up-ctr").due_on == date(2026, 12, 21)
    assert not Duty.objects.filter(rule="cetr-rating-review").exists()


def test_a_review_meets_what_red_asks_for_and_asks_for_a_rating_review(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    record(cast, person)
    assert Duty.objects.get(rule="red-cetr").status == "met"
    assert Duty.objects.get(rule="cetr-rating-review").due_on == TODAY
    assert Duty.objects.get(rule="cetr-report").due_on == date(2026, 12, 6)
    register.rate(person=person, level=Level.AMBER, reason="After the CTR", by=cast.team, at=NOW)
    assert Duty.objects.get(rule="cetr-rating-review").status == "met"


def test_a_review_held_before_red_does_not_meet_what_red_asks_for(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    record(cast, person, replace(HELD, held_on=TODAY - timedelta(days=60)))
    assert Duty.objects.get(rule="red-cetr").is_open


def test_a_recommendation_becomes_an_action_with_owner_and_date(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    due = date(2026, 12, 11)
    wanted = Recommended(description="Find a flat", owner=cast.lead, due_on=due)
    review = record(cast, person, replace(HELD, recommendations=(wanted,)))
    action = Action.objects.get()
    assert (action.origin, action.origin_id) == ("review", review.pk)
    assert (action.owner, action.due_on) == (cast.lead, due)


def test_a_recommendation_due_in_the_past_refuses_the_whole_review(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    wanted = Recommended(description="Late", owner=cast.lead, due_on=date(2026, 1, 1))
    with pytest.raises(RuleBroken) as refused:
        record(cast, person, replace(HELD, recommendations=(wanted,)))
    assert refused.value.field == "row1_due_on"
    assert not Review.objects.exists()


def test_the_same_form_sent_twice_is_one_review(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    assert record(cast, person, key="form:1") == record(cast, person, key="form:1")
    assert AuditEvent.objects.filter(kind="reviews.held").count() == 1


def test_in_hospital_the_next_one_is_due_in_its_turn(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    admit(cast, person)
    assert record(cast, person).setting == "inpatient"
    assert Duty.objects.get(rule="post-admission-ctr").status == "met"
    assert Duty.objects.get(rule="repeat-ctr-not-secure").due_on == date(2027, 5, 23)


def test_the_statutory_windows_stay_where_the_first_meeting_put_them(
    cast: Cast, settings: object
) -> None:
    settings.DSR_STATUTE_COMMENCED_ON = "2026-01-01"  # type: ignore[attr-defined]
    person = on_register(cast.area, by=cast.team)
    admit(cast, person, on=date(2026, 10, 1))
    record(cast, person, replace(HELD, held_on=date(2026, 10, 20)))
    assert Duty.objects.open().get(rule="s125-repeat").due_on == date(2027, 10, 19)


def test_no_word_of_a_review_reaches_the_audit_trail(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    record(cast, person, replace(HELD, safe="Canary words"))
    assert "Canary" not in str(list(AuditEvent.objects.values_list("facts")))


def test_sending_the_report_meets_its_duty_once(cast: Cast) -> None:
    review = record(cast, on_register(cast.area, by=cast.team))
    with pytest.raises(RuleBroken, match="on or after"):
        workflow.send_report(review=review, sent_on=TODAY - timedelta(days=1), by=cast.team, at=NOW)
    workflow.send_report(review=review, sent_on=TODAY, by=cast.team, at=NOW)
    assert Duty.objects.get(rule="cetr-report").status == "met"
    with pytest.raises(RuleBroken, match="already"):
        workflow.send_report(review=review, sent_on=TODAY, by=cast.team, at=NOW)
