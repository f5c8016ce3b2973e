"""What was recorded after a review by mistake is struck out: the review stands where it stood."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.errors import Conflict, RuleBroken
from duties import workflow as duties
from duties.models import Duty
from register import workflow as register
from register.models import StrikeOut
from register.rules import Cause, LegalStatus, Level, RatingSource
from reviews import workflow
from reviews.models import ReportCopy, Review
from reviews.rules import STATUTORY, Recipient
from tests.conftest import Cast
from tests.duties import commencing
from tests.factories import NOW, on_register
from tests.reviews import given

TODAY = NOW.date()
SignIn = Callable[..., Client]


def strike(cast: Cast, kind: str, fact: Any, why: str = "The wrong review") -> StrikeOut:
    return register.strike_out(
        person=fact.person, kind=kind, fact_id=fact.pk, cause=Cause.MISTAKE, reason=why,
        by=cast.team, at=NOW,
    )  # fmt: skip


def closed(cast: Cast) -> Review:
    review = given.held(cast, on_register(cast.area, by=cast.team, lead=cast.lead))
    workflow.send_report(review=review, sent_on=TODAY, by=cast.team, at=NOW)
    register.rate(
        person=review.person, level=Level.AMBER, reason="After it", source=RatingSource.REVIEW,
        by=cast.team, at=NOW,
    )  # fmt: skip
    return workflow.close(review=review, by=cast.team, at=NOW)


def test_a_review_closed_by_mistake_is_open_again_and_closed_anew(cast: Cast) -> None:
    review = closed(cast)
    row = strike(cast, "review-closing", review)
    assert row.said == "CTR of 23 November 2026: closed on 23 November 2026"
    review.refresh_from_db()
    assert (review.closed_on, review.closed_by) == (None, None)
    with pytest.raises(Conflict, match="You have not changed anything"):
        strike(cast, "review-closing", review, why="Another reason")
    assert strike(cast, "review-closing", review) == row, "sent twice"
    assert workflow.close(review=review, by=cast.team, at=NOW).closed_on == TODAY
    assert duties.compare(at=NOW) == []


def test_an_escalation_waits_for_its_outcome_to_be_struck_out_first(cast: Cast) -> None:
    review = given.held(cast, on_register(cast.area, by=cast.team))
    workflow.escalate(review=review, reason="Stuck", escalated_on=TODAY, by=cast.team, at=NOW)
    decided: dict[str, Any] = {
        "outcome": "Go on",
        "oversight_on": TODAY,
        "by": cast.team,
        "at": NOW,
    }
    workflow.record_oversight(review=review, **decided)
    with pytest.raises(RuleBroken, match="Strike out the panel's decision first"):
        strike(cast, "review-escalation", review)
    strike(cast, "review-outcome", review)
    strike(cast, "review-escalation", review)
    review.refresh_from_db()
    assert (review.escalated_on, review.escalation_reason) == (None, "")
    assert (review.oversight_on, review.oversight_outcome) == (None, "")
    workflow.escalate(review=review, reason="Stuck", escalated_on=TODAY, by=cast.team, at=NOW)


def test_what_a_closed_review_leans_on_waits_for_its_closing(cast: Cast) -> None:
    review = given.held(cast, on_register(cast.area, by=cast.team), unowned=("Find a flat",))
    left = workflow.leave_recommendation(
        recommendation=review.recommendations.get(), reason="Has one", by=cast.team, at=NOW
    )
    workflow.send_report(review=review, sent_on=TODAY, by=cast.team, at=NOW)
    register.rate(
        person=review.person, level=Level.AMBER, reason="After it", source=RatingSource.REVIEW,
        by=cast.team, at=NOW,
    )  # fmt: skip
    workflow.close(review=review, by=cast.team, at=NOW)
    with pytest.raises(RuleBroken, match="Strike out its closing first"):
        strike(cast, "recommendation-left", left)
    strike(cast, "review-closing", review)
    strike(cast, "recommendation-left", left)
    left.refresh_from_db()
    assert not left.is_settled
    assert workflow.left_to_do(review)


def _answer(cast: Cast, copy: ReportCopy) -> None:
    workflow.record_regard(copy=copy, regard="We do", regard_on=TODAY, by=cast.team, at=NOW)


def test_the_duty_that_all_four_answer_is_open_again_until_the_right_answer_is_there(
    cast: Cast,
) -> None:
    stay = commencing.detained(cast, on_register(cast.area, by=cast.team))
    assert stay.legal_status == LegalStatus.SECTION_3
    commencing.commence(cast)
    review = given.held(cast, stay.person)
    workflow.send_report(review=review, sent_on=TODAY, by=cast.team, at=NOW)
    copies = list(review.copies.filter(recipient__in=STATUTORY))
    asked = Duty.objects.filter(person=stay.person, rule="s125c-regard")
    assert asked.get().is_open
    for copy in copies:
        _answer(cast, copy)
    assert asked.get().status == "met"
    strike(cast, "regard", copies[0])
    copies[0].refresh_from_db()
    assert (copies[0].regard, copies[0].regard_on) == ("", None)
    assert asked.get().is_open
    _answer(cast, copies[0])
    assert asked.get().status == "met"
    assert duties.compare(at=NOW) == []


def test_a_copy_that_had_not_gone_out_is_struck_out_and_the_report_is_due_again(
    cast: Cast,
) -> None:
    stay = commencing.detained(cast, on_register(cast.area, by=cast.team))
    commencing.commence(cast)
    review = given.held(cast, stay.person)
    report = Duty.objects.filter(person=stay.person, rule="cetr-report")
    due = report.get().due_on
    workflow.send_report(review=review, sent_on=TODAY, by=cast.team, at=NOW)
    assert report.get().status == "met"
    copy = review.copies.filter(recipient__in=STATUTORY)[0]
    _answer(cast, copy)
    strike(cast, "report-copy", copy)
    review.refresh_from_db()
    assert review.report_sent_on is None
    assert (report.get().is_open, report.get().due_on) == (True, due)
    assert not review.copies.filter(pk=copy.pk).exists()
    assert ReportCopy.recorded.get(pk=copy.pk).struck_out is not None
    assert duties.compare(at=NOW) == []
    workflow.send_report(
        review=review, recipients=[Recipient(copy.recipient)], sent_on=TODAY, by=cast.team, at=NOW
    )
    assert report.get().status == "met"


def test_the_only_copy_struck_out_leaves_a_report_that_no_one_has(cast: Cast) -> None:
    review = given.held(cast, on_register(cast.area, by=cast.team))
    workflow.send_report(review=review, sent_on=TODAY, by=cast.team, at=NOW)
    for copy in list(review.copies.all()):
        strike(cast, "report-copy", copy)
    review.refresh_from_db()
    assert review.report_sent_on is None
    assert not review.copies.exists()
    assert duties.compare(at=NOW) == []


def test_the_team_strikes_each_out_from_the_page_of_the_review(cast: Cast, sign_in: SignIn) -> None:
    review = closed(cast)
    page = reverse("reviews:review", args=[review.pk])
    address = reverse("register:strike_out", args=[review.person_id, "review-closing", review.pk])
    client = sign_in(cast.team)
    assert address in client.get(page).content.decode()
    assert "closed on 23 November 2026" in client.get(address).content.decode()
    sent = {"cause": "mistake", "why": "The wrong review"}
    assert "Check before you strike this out" in client.post(address, sent).content.decode()
    for _ in range(2):
        assert client.post(address, sent | {"checked": "yes"}).status_code == 302
    review.refresh_from_db()
    assert review.closed_on is None
    assert StrikeOut.objects.count() == 1
    assert address not in client.get(page).content.decode()


def test_nobody_else_is_offered_to_strike_it_out(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.lead).get(reverse("reviews:review", args=[closed(cast).pk]))
    assert "Closed" in page.content.decode()
    assert "Strike out" not in page.content.decode()
