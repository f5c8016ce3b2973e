"""What the policy asks for, said to the person: one idea a line, no words of the trade."""

from datetime import date
from uuid import UUID

from core.dates import in_words
from core.records import Part, Plain
from duties.models import Duty

MEET = ("People will meet to plan your help.", "meeting")
REVIEW = ("People will meet you to check your care. They will ask what you want.", "meeting")
KEYWORKER = ("Someone will ask if a keyworker can help you and your family.", "person")
COLOUR = ("People will look at your colour again.", "eye")
READ = ("The team will read what was written about you, and decide.", "paper")
VISIT = ("Someone who plans your care will visit you in hospital.", "hospital")
REPORT = ("You will get the report about your care.", "paper")
ASK = ("Someone will ask you again if you want to be on the register.", "question")
NEW_TEAM = ("Someone will tell you about your new team.", "speech")
TOLD = ("Someone will tell you what was decided.", "speech")

SAID: dict[str, tuple[str, str]] = {
    "red-urgent-meeting": MEET,
    "amber-tracking-meeting": MEET,
    "discharge-tracking-meeting": MEET,
    "blue-review": MEET,
    "red-cetr": REVIEW,
    "amber-meeting-or-cetr": MEET,
    "laep-follow-up-cetr": REVIEW,
    "laep-follow-up-ctr": REVIEW,
    "post-admission-cetr": REVIEW,
    "post-admission-cetr-repeat": REVIEW,
    "post-admission-ctr": REVIEW,
    "repeat-cetr": REVIEW,
    "repeat-ctr-not-secure": REVIEW,
    "repeat-ctr-secure": REVIEW,
    "s125a-cetr": REVIEW,
    "s125b-ctr": REVIEW,
    "s125-repeat": REVIEW,
    "red-keyworker": KEYWORKER,
    "amber-keyworker": KEYWORKER,
    "blue-keyworker-humber": KEYWORKER,
    "referral-keyworker-staffordshire": KEYWORKER,
    "rating-review-red": COLOUR,
    "rating-review-amber": COLOUR,
    "rating-review-green": COLOUR,
    "cetr-rating-review": COLOUR,
    "discharge-new-rating": COLOUR,
    "referral-triage-red": READ,
    "referral-triage": READ,
    "referral-outcome-red": TOLD,
    "referral-outcome": TOLD,
    "meeting-feedback": TOLD,
    "move-told": NEW_TEAM,
    "oversight-visit-child": VISIT,
    "oversight-visit-adult": VISIT,
    "oversight-visit-child-next": VISIT,
    "oversight-visit-adult-next": VISIT,
    "cetr-report": REPORT,
    "s125-report": REPORT,
    "consent-refresh": ASK,
}
"""By policy rule. A rule that is not here concerns the team's own paperwork and is not told."""


def easy_words(person_id: UUID, *, on: date) -> list[tuple[date, Plain]]:
    """Return what is due, each with its day for sorting; the same idea is said once."""
    said: dict[str, tuple[date, Plain]] = {}
    for duty in Duty.objects.open().filter(person=person_id, floor=False):
        words, picture = SAID.get(duty.rule, ("", ""))
        day = duty.due_on or date.max
        if words and (words not in said or day < said[words][0]):
            said[words] = (day, Plain(Part.NEXT, words + by_when(duty.due_on, on), picture))
    return list(said.values())


def by_when(day: date | None, on: date) -> str:
    """Return by which day something is to happen, or that the day has passed."""
    if day is None:
        return ""
    if day < on:
        return f" This should have happened by {in_words(day)}. You can ask why it has not."
    return f" By {in_words(day)}."
