"""What reviews and visits say about a person in a subject-access copy."""

from uuid import UUID

from core.copies import Sheet, Told, earlier, told
from reviews.models import KeyworkerReferral, OversightVisit, Review
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
    },
    others={"others"},
    leave={"key"},
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


def copy_of(person_id: UUID) -> Told:
    """Return every review, keyworker decision and visit."""
    reviews = Review.objects.filter(person=person_id)
    return {
        "Reviews": told(reviews, REVIEW),
        "Reviews, before they were changed": earlier(reviews, REVIEW),
        "Decisions about a keyworker": told(
            KeyworkerReferral.objects.filter(person=person_id), KEYWORKER
        ),
        "Visits by the commissioner": told(OversightVisit.objects.filter(person=person_id), VISIT),
    }
