"""The canary among reviews: asked for, held, reported, escalated; a keyworker, a visit."""

from dataclasses import replace
from datetime import date

from register import workflow as register
from register.models import Person
from register.rules import LegalStatus, Security
from reviews import policy, workflow
from reviews.details import (
    ArrangeDetails,
    KeyworkerNews,
    Recommended,
    RequestDetails,
    ReviewDetails,
    VisitDetails,
)
from reviews.models import KeyworkerReferral, Review, ReviewRequest
from reviews.rules import KeyworkerOutcome, KeyworkerState, Recipient, Requester
from tests.canary import word
from tests.conftest import Cast
from tests.factories import NOW


def _request(person: Person, cast: Cast) -> ReviewRequest:
    """Return a request with its papers, after one that was declined."""
    details = RequestDetails(
        requester=Requester.FAMILY, reason=word("reason"), asked_on=NOW.date(), ehc_plan=False
    )
    gone = workflow.request_review(person=person, details=details, by=cast.lead, at=NOW)
    workflow.decline(request=gone, reason=word("declined"), by=cast.team, at=NOW)
    request = workflow.request_review(person=person, details=details, by=cast.lead, at=NOW)
    arranged = ArrangeDetails(
        planned_on=NOW.date(),
        place=word("place"),
        chair=word("planned chair"),
        clinical_expert=word("planned clinician"),
        expert_by_experience=word("planned expert"),
        others=word("invited"),
    )
    workflow.arrange(request=request, details=arranged, by=cast.team, at=NOW)
    workflow.record_papers(
        request=request, received=["planner"], circulated=[], by=cast.team, at=NOW
    )
    return request


def _follow(review: Review, cast: Cast) -> None:
    """Send the report, have it answered, settle what nobody owned, and escalate."""
    today = NOW.date()
    workflow.send_report(review=review, sent_on=today, by=cast.team, at=NOW)
    copy = review.copies.get(recipient=Recipient.COMMISSIONER)
    workflow.record_regard(copy=copy, regard=word("regard"), regard_on=today, by=cast.team, at=NOW)
    unowned, left = review.recommendations.all()
    wanted = Recommended(description=word("agreed"), owner=cast.lead, due_on=date(2026, 12, 18))
    workflow.agree_recommendation(recommendation=unowned, wanted=wanted, by=cast.team, at=NOW)
    workflow.leave_recommendation(
        recommendation=left, reason=word("left why"), by=cast.team, at=NOW
    )
    workflow.escalate(
        review=review, reason=word("escalated"), escalated_on=today, by=cast.team, at=NOW
    )
    workflow.record_oversight(
        review=review, outcome=word("outcome"), oversight_on=today, by=cast.team, at=NOW
    )


def _news(referral: KeyworkerReferral, cast: Cast) -> None:
    """Have the keyworker service answer twice."""
    today = NOW.date()
    for news in (
        KeyworkerNews(state=KeyworkerState.NOT_ACCEPTED, reason=word("refused"), happened_on=today),
        KeyworkerNews(state=KeyworkerState.ALLOCATED, service=word("service"), happened_on=today),
    ):
        workflow.follow_up_keyworker(referral=referral, news=news, by=cast.team, at=NOW)
    last = referral.follow_ups.get(state=KeyworkerState.ALLOCATED)
    service = replace(news, service=word("service indeed"))
    workflow.correct_keyworker_news(
        follow_up=last, news=service, why=word("wrong answer"), by=cast.team, at=NOW
    )
    workflow.correct_keyworker(
        decision=referral, outcome=KeyworkerOutcome(referral.outcome), decided_on=today,
        reason=word("keyworker indeed"), why=word("wrong decision"), by=cast.team, at=NOW,
    )  # fmt: skip


def fill(person: Person, cast: Cast) -> None:
    wanted = Recommended(
        description=word("recommendation"), owner=cast.lead, due_on=date(2026, 12, 18)
    )
    details = ReviewDetails(
        held_on=NOW.date(),
        chair=word("chair"),
        clinical_expert=word("clinician"),
        expert_by_experience=word("expert"),
        others=word("others"),
        consent="consent",
        safe=word("safe"),
        current_care=word("care"),
        future_plan=word("plan"),
        hospital_needed=word("hospital"),
        ehc_plan=False,
        findings={line.code: word(line.code) for line in policy.current().lines},
        recommendations=(wanted,),
        unowned=(word("unowned"), word("left")),
    )
    request = _request(person, cast)
    review = workflow.record_review(person=person, details=details, by=cast.team, at=NOW)
    assert review.request == request
    right = replace(
        details, safe=word("safe indeed"), recommendations=(), unowned=(),
        findings={line.code: word(f"{line.code} indeed") for line in policy.current().lines},
    )  # fmt: skip
    workflow.correct_review(
        review=review, details=right, version=0, why=word("wrong review"), by=cast.team, at=NOW
    )
    _follow(review, cast)
    known = workflow.decide_keyworker(
        person=person,
        outcome=KeyworkerOutcome.ALREADY_KNOWN,
        reason=word("keyworker"),
        by=cast.team,
        at=NOW,
    )
    _news(known, cast)
    admission = register.AdmissionDetails(
        hospital=cast.commissioning,
        commissioner=cast.commissioning,
        admitted_on=date(2026, 11, 21),
        security=Security.NON_SECURE,
        legal_status=LegalStatus.SECTION_2,
        planned=False,
    )
    stay = register.admit(person=person, details=admission, by=cast.team, at=NOW)
    visit = VisitDetails(
        saw_person=False, not_seen_reason=word("not seen"), account=word("account")
    )
    made = workflow.record_visit(
        stay=stay, on=NOW.date(), details=visit, by=cast.commissioner, at=NOW
    )
    workflow.correct_visit(
        visit=made, on=NOW.date(), details=replace(visit, account=word("account indeed")),
        why=word("wrong visit"), by=cast.team, at=NOW,
    )  # fmt: skip
