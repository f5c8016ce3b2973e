"""What the team wrote around a person's referrals, for a subject-access copy."""

from uuid import UUID

from django.db.models import Q

from core.copies import Sheet, Told, earlier, told
from referrals.copies import COPY, TOOL
from referrals.models import (
    InclusionRequest,
    LetterGiven,
    NamingRequest,
    Redirect,
    SubmittedCopy,
    ToolResult,
)
from register.models import Person

REDIRECT = Sheet(
    {
        "from_area": "From the area",
        "to_area": "To the area",
        "reason": "Why",
        "state": "Where it stands",
        "due_on": "To be answered by",
        "words": "Why it was returned",
    },
    leave={"referral", "reminders"},
)
LETTER = Sheet(
    {"about": "What it said", "easy_read": "In easy read", "way": "How", "by": "By", "at": "On"},
    leave={"referral"},
)
NAMING = Sheet(
    {
        "asked_by": "Who asked",
        "part": "Their part",
        "reason": "Why",
        "state": "Where it stands",
        "words": "Why not",
    },
    leave={"person"},
)
ASKED = Sheet(
    {
        "asker": "Who asked",
        "asker_name": "Their name",
        "contact": "How to reach them",
        "given_name": "First name as typed",
        "family_name": "Last name as typed",
        "agrees": "Whether the person agrees",
        "words": "What they wrote",
    },
    others={"asker_name", "contact"},
    leave={"key", "referral"},
)


def copy_around(person_id: UUID) -> Told:
    """Return redirects, letters and requests about the person."""
    about = Q(referral__person=person_id)
    redirects = Redirect.objects.filter(about)
    naming = NamingRequest.objects.filter(person=person_id)
    joined = about & ~Q(person=person_id)
    person = Person.everyone.get(pk=person_id)
    asked = InclusionRequest.objects.about(person) | InclusionRequest.objects.filter(about)
    return {
        "What a referral said that was joined to this record": told(
            SubmittedCopy.objects.filter(joined), COPY
        ),
        "Clinical support tools of referrals joined to this record": told(
            ToolResult.objects.filter(joined), TOOL
        ),
        "Referrals passed on to another area": told(redirects, REDIRECT),
        "Referrals passed on, before they were changed": earlier(redirects, REDIRECT),
        "Letters about referrals": told(LetterGiven.objects.filter(about), LETTER),
        "Requests to be named on the record": told(naming, NAMING),
        "Requests to be named, before they were changed": earlier(naming, NAMING),
        "Requests to be included": told(asked.distinct(), ASKED),
    }
