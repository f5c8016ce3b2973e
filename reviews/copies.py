"""What reviews and visits say about a person in a subject-access copy."""

from collections.abc import Iterator
from uuid import UUID

from core.copies import Line, Sheet, Told, earlier, told
from reviews import policy
from reviews.models import (
    Finding,
    KeyworkerFollowUp,
    KeyworkerReferral,
    OversightVisit,
    Recommendation,
    ReportCopy,
    Review,
    ReviewPaper,
    ReviewRequest,
)
from reviews.rules import FOUR_QUESTIONS

REVIEW = Sheet(
    {
        **FOUR_QUESTIONS,
        "kind": "Kind of review",
        "setting": "Where the person was",
        "requested_by": "Who asked for it",
        "chair_is_delegate": "The chair stood in for the commissioner",
        "expert_by_experience": "Expert by experience",
        "others": "Who else took part",
        "consent": "How consent was shown",
        "report_sent_on": "Report sent on",
        "escalated_on": "Put before the oversight panel on",
        "escalation_reason": "Why it was put before the oversight panel",
        "oversight_on": "Day on which the oversight panel decided",
        "oversight_outcome": "What the oversight panel decided",
        "closed_on": "Closed on",
    },
    others={"others"},
    leave={"key"},
)
REQUEST = Sheet(
    {
        "kind": "Kind of review",
        "setting": "Where the person was",
        "requester": "Who asked for it",
        "reason": "Why it was asked for",
        "ehc_plan": "There was an education, health and care plan",
        "planned_on": "Arranged for",
        "chair_is_delegate": "The chair stands in for the commissioner",
        "expert_by_experience": "Expert by experience",
        "others": "Who else was invited",
        "end_reason": "Why it was declined or cancelled",
        "ended_on": "Held, declined, cancelled or stopped on",
    },
    others={"others"},
    leave={"key", "version"},
)
FINDING = Sheet({"heading": "About", "words": "What was found"}, leave={"code"})
RECOMMENDATION = Sheet(
    {"words": "What was recommended", "left_reason": "Why it became no action"}, leave={"number"}
)
COPY = Sheet(
    {
        "recipient": "Who was sent a copy of the report",
        "sent_on": "When",
        "resent_on": "When they were sent the corrected report",
        "regard": "What they answered",
        "regard_on": "When they answered",
    },
    leave={"resent_at"},
)
NEWS = Sheet(
    {
        "state": "What the keyworker service said",
        "reason": "Why",
        "service": "Service",
        "happened_on": "When",
        "next_on": "When the service is asked again",
    }
)
KEYWORKER = Sheet({"outcome": "What was decided", "reason": "Why"})
VISIT = Sheet(
    {
        "visited_on": "Day of the visit",
        "saw_person": "The person was seen",
        "not_seen_reason": "Why the person was not seen",
        "account": "What was seen, heard and asked",
    },
    leave={"key"},
)


def _of_paper(row: ReviewPaper) -> Iterator[Line]:
    paper = policy.current().papers.get(row.code)
    yield Line("Paper", paper.title if paper else row.code)


PAPER = Sheet(
    {"received_on": "Came on", "circulated_on": "Sent to the panel on"},
    leave={"code"},
    more=_of_paper,
)


def copy_of(person_id: UUID) -> Told:
    """Return every request, review with what followed it, keyworker decision and visit."""
    requests = ReviewRequest.objects.filter(person=person_id)
    papers = ReviewPaper.objects.filter(person=person_id)
    reviews = Review.recorded.filter(person=person_id)
    recommended = Recommendation.objects.filter(person=person_id)
    copies = ReportCopy.recorded.filter(person=person_id)
    return {
        "Requests for a review": told(requests, REQUEST),
        "Requests for a review, before they were changed": earlier(requests, REQUEST),
        "Papers for the panel of a review": told(papers, PAPER),
        "Papers for the panel, before they were changed": earlier(papers, PAPER),
        "Reviews": told(reviews, REVIEW),
        "Reviews, before they were changed": earlier(reviews, REVIEW),
        "What reviews found": told(Finding.recorded.filter(person=person_id), FINDING),
        "Recommendations without an owner": told(recommended, RECOMMENDATION),
        "Recommendations, before they were changed": earlier(recommended, RECOMMENDATION),
        "Copies of reports": told(copies, COPY),
        "Copies of reports, before they were changed": earlier(copies, COPY),
        "Decisions about a keyworker": told(
            KeyworkerReferral.recorded.filter(person=person_id), KEYWORKER
        ),
        "What the keyworker service said": told(
            KeyworkerFollowUp.recorded.filter(person=person_id), NEWS
        ),
        "Visits by the commissioner": told(OversightVisit.recorded.filter(person=person_id), VISIT),
    }
