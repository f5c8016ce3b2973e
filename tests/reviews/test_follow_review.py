"""What follows a review: copies of its report, recommendations, escalation, closing."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from actions.models import Action
from core.errors import RuleBroken
from core.models import AuditEvent
from duties import workflow as duties
from duties.models import Duty
from register import workflow as register
from register.models import Person
from register.rules import LegalStatus, Level, RatingSource
from register.workflow.stay_days import detained_on
from reviews import workflow
from reviews.details import Recommended, ReviewDetails
from reviews.models import ReportCopy, Review
from reviews.rules import STATUTORY, Recipient
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.reviews.given import HELD, TODAY, held
from tests.reviews.test_record_review import admit

LATER = NOW + timedelta(days=1)


def in_hospital(cast: Cast) -> Review:
    person = on_register(cast.area, by=cast.team)
    admit(cast, person, on=date(2026, 11, 2))
    return held(cast, person)


def send(cast: Cast, review: Review, *to: Recipient) -> Review:
    return workflow.send_report(review=review, recipients=to, sent_on=TODAY, by=cast.team, at=NOW)


def told(kind: str) -> int:
    return AuditEvent.objects.filter(kind=f"reviews.{kind}").count()


def test_the_report_counts_as_sent_once_all_four_have_it(cast: Cast) -> None:
    review = in_hospital(cast)
    send(cast, review, Recipient.PERSON, *STATUTORY[:3])
    assert (told("report_copy_sent"), told("report_sent")) == (4, 0)
    assert Duty.objects.get(rule="cetr-report").is_open
    review = send(cast, review, STATUTORY[3])
    assert (told("report_copy_sent"), told("report_sent")) == (5, 1)
    assert review.report_sent_on == TODAY
    assert Duty.objects.get(rule="cetr-report").status == "met"


def test_in_the_community_the_policy_says_who_must_have_it(cast: Cast) -> None:
    review = held(cast, on_register(cast.area, by=cast.team))
    assert send(cast, review, Recipient.COMMISSIONER).report_sent_on is None
    assert send(cast, review, Recipient.PERSON).report_sent_on == TODAY
    send(cast, review, Recipient.FAMILY)
    assert told("report_sent") == 1


def test_nobody_is_sent_the_same_copy_twice(cast: Cast) -> None:
    review = in_hospital(cast)
    send(cast, review, Recipient.CLINICIAN)
    with pytest.raises(RuleBroken, match="already") as refused:
        send(cast, review, Recipient.FAMILY, Recipient.CLINICIAN)
    assert refused.value.field == "recipients"
    assert ReportCopy.objects.count() == 1


@pytest.mark.parametrize("days", [-1, 1])
def test_a_report_before_its_review_or_in_the_future_is_refused(cast: Cast, days: int) -> None:
    review = in_hospital(cast)
    with pytest.raises(RuleBroken) as refused:
        workflow.send_report(
            review=review, sent_on=TODAY + timedelta(days=days), by=cast.team, at=NOW
        )
    assert refused.value.field == "sent_on"
    assert not ReportCopy.objects.exists()


def test_those_whom_statute_names_answer_and_others_need_not(cast: Cast) -> None:
    review = in_hospital(cast)
    send(cast, review, Recipient.COMMISSIONER, Recipient.FAMILY)
    given: dict[str, Any] = {"regard": "We fund the flat", "by": cast.team, "at": NOW}
    copy = review.copies.get(recipient=Recipient.COMMISSIONER)
    with pytest.raises(RuleBroken, match="on or after"):
        workflow.record_regard(copy=copy, regard_on=TODAY - timedelta(days=1), **given)
    copy = workflow.record_regard(copy=copy, regard_on=TODAY, **given)
    assert (copy.regard, copy.regard_on) == ("We fund the flat", TODAY)
    family = review.copies.get(recipient=Recipient.FAMILY)
    with pytest.raises(RuleBroken, match="statute"):
        workflow.record_regard(copy=family, regard_on=TODAY, **given)
    assert "flat" not in str(list(AuditEvent.objects.values_list("facts")))


def test_what_was_found_is_kept_under_the_lines_of_enquiry(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    review = held(cast, person, findings={"medication": "Reviewed", "health": " ", "odd": "x"})
    assert [(one.code, one.heading) for one in review.findings.all()] == [
        ("medication", "Medication")
    ]


def test_a_recommendation_without_an_owner_becomes_an_action_or_has_a_reason(
    cast: Cast,
) -> None:
    person = on_register(cast.area, by=cast.team)
    review = held(cast, person, unowned=("Find a flat", " ", "Ask the court"))
    first, second = review.recommendations.all()
    wanted = Recommended(description="Find a flat", owner=cast.lead, due_on=date(2026, 12, 4))
    workflow.agree_recommendation(recommendation=first, wanted=wanted, by=cast.team, at=NOW)
    assert Action.objects.get().origin_id == review.pk
    with pytest.raises(RuleBroken, match="already"):
        workflow.agree_recommendation(recommendation=first, wanted=wanted, by=cast.team, at=NOW)
    with pytest.raises(RuleBroken, match="why"):
        workflow.leave_recommendation(recommendation=second, reason="", by=cast.team, at=NOW)
    workflow.leave_recommendation(recommendation=second, reason="Not lawful", by=cast.team, at=NOW)
    assert not review.recommendations.unsettled().exists()


def rate(cast: Cast, person: Person, **changed: Any) -> None:
    values = {"level": Level.GREEN, "reason": "As found", "by": cast.team, "at": LATER} | changed
    register.rate(person=person, **values)


def test_a_review_is_closed_only_when_nothing_is_left(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    review = held(cast, person, unowned=("Find a flat",))
    left = workflow.left_to_do(review)
    assert [words.split()[0] for words in left] == ["Send", "Review", "Agree"]
    with pytest.raises(RuleBroken, match="cannot be closed yet"):
        workflow.close(review=review, by=cast.team, at=NOW)
    workflow.send_report(review=review, sent_on=TODAY, by=cast.team, at=NOW)
    workflow.leave_recommendation(
        recommendation=review.recommendations.get(), reason="Found", by=cast.team, at=NOW
    )
    with pytest.raises(RuleBroken, match="Review the rating"):
        workflow.close(review=review, by=cast.team, at=NOW)
    rate(cast, person)
    review = workflow.close(review=review, by=cast.team, at=LATER)
    assert (review.closed_on, review.closed_by) == (LATER.date(), cast.team)
    with pytest.raises(RuleBroken, match="already closed"):
        workflow.close(review=review, by=cast.team, at=LATER)


def test_a_rating_because_of_the_review_counts_though_it_is_recorded_after_it(
    cast: Cast,
) -> None:
    person = on_register(cast.area, by=cast.team, at=NOW - timedelta(days=9))
    before = NOW - timedelta(hours=1)
    rate(cast, person, at=before)
    review = held(cast, person)
    review = workflow.send_report(review=review, sent_on=TODAY, by=cast.team, at=NOW)
    assert any("rating" in words for words in workflow.left_to_do(review))
    rate(cast, person, at=NOW, source=RatingSource.REVIEW)
    assert workflow.left_to_do(review) == []


def test_an_emergency_protocol_is_closed_without_report_or_rating(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    details = ReviewDetails(held_on=TODAY, chair="Chris Chair", emergency=True)
    review = workflow.record_review(person=person, details=details, by=cast.team, at=NOW)
    assert workflow.close(review=review, by=cast.team, at=NOW).closed_on == TODAY


def test_an_escalated_review_waits_for_the_oversight_panel(cast: Cast) -> None:
    review = held(cast, on_register(cast.area, by=cast.team))
    common: dict[str, Any] = {"by": cast.team, "at": NOW}
    with pytest.raises(RuleBroken, match="has not been escalated"):
        workflow.record_oversight(review=review, outcome="x", oversight_on=TODAY, **common)
    with pytest.raises(RuleBroken) as refused:
        workflow.escalate(review=review, reason=" ", escalated_on=TODAY, **common)
    assert refused.value.field == "reason"
    review = workflow.escalate(review=review, reason="Not safe", escalated_on=TODAY, **common)
    assert "Record what the oversight panel decided" in workflow.left_to_do(review)
    with pytest.raises(RuleBroken, match="on or after"):
        workflow.record_oversight(
            review=review, outcome="Move", oversight_on=TODAY - timedelta(days=1), **common
        )
    review = workflow.record_oversight(
        review=review, outcome="Move her this week", oversight_on=TODAY, **common
    )
    assert review.oversight_outcome == "Move her this week"
    assert "Record what the oversight panel decided" not in workflow.left_to_do(review)


def test_recommended_in_the_same_breath_nothing_is_kept_when_one_is_refused(cast: Cast) -> None:
    late = Recommended(description="Late", owner=cast.lead, due_on=date(2026, 1, 1))
    details = replace(HELD, unowned=("Find a flat",), recommendations=(late,))
    with pytest.raises(RuleBroken):
        workflow.record_review(
            person=on_register(cast.area, by=cast.team), details=details, by=cast.team, at=NOW
        )
    assert not Review.objects.exists()


def test_of_two_reviews_without_a_report_the_second_stays_due_when_the_first_is_sent(
    cast: Cast,
) -> None:
    person = on_register(cast.area, by=cast.team)
    first = held(cast, person, held_on=TODAY - timedelta(days=4))
    second = held(cast, person)
    workflow.send_report(review=first, sent_on=TODAY, by=cast.team, at=NOW)
    duty = Duty.objects.open().get(rule="cetr-report")
    assert duty.due_on == TODAY + timedelta(days=13)
    assert not duties.compare(at=NOW)
    workflow.send_report(review=second, sent_on=TODAY, by=cast.team, at=LATER)
    assert not Duty.objects.open().filter(rule="cetr-report").exists()


def test_whichever_report_goes_first_the_other_keeps_its_own_day(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    held(cast, person, held_on=TODAY - timedelta(days=4))
    second = held(cast, person)
    workflow.send_report(review=second, sent_on=TODAY, by=cast.team, at=NOW)
    assert Duty.objects.open().get(rule="cetr-report").due_on == TODAY + timedelta(days=9)


def discharge(cast: Cast, person: Person) -> None:
    register.discharge(
        stay=person.stays.get(), discharged_on=TODAY, destination="Home", level=Level.RED,
        reason="Out", by=cast.team, at=NOW,
    )  # fmt: skip


def test_regard_is_owed_for_a_detained_patients_report_sent_after_the_discharge(
    cast: Cast, settings: Any
) -> None:
    settings.DSR_STATUTE_COMMENCED_ON = "2026-01-01"
    review = in_hospital(cast)
    discharge(cast, review.person)
    send(cast, review, Recipient.PERSON, *STATUTORY)
    assert Duty.objects.open().filter(rule="s125c-regard").count() == 1


def test_no_regard_is_owed_for_a_review_in_the_community_before_the_detention(
    cast: Cast, settings: Any
) -> None:
    settings.DSR_STATUTE_COMMENCED_ON = "2026-01-01"
    person = on_register(cast.area, by=cast.team)
    review = held(cast, person, held_on=date(2026, 10, 30))
    admit(cast, person, on=date(2026, 11, 2))
    workflow.send_report(review=review, sent_on=TODAY, by=cast.team, at=NOW)
    assert not Duty.objects.filter(rule="s125c-regard").exists()


def test_whether_a_stay_was_a_detention_is_judged_on_the_day_asked_about(cast: Cast) -> None:
    review = in_hospital(cast)
    stay = review.person.stays.get()
    register.record_status(
        stay=stay, changed_on=TODAY, legal_status=LegalStatus.INFORMAL, by=cast.team, at=NOW
    )
    stay.refresh_from_db()
    assert not detained_on(stay, TODAY)
    assert detained_on(stay, TODAY - timedelta(days=1))
