"""Recording that a review was held, in one step or after a request."""

from datetime import date, datetime
from typing import Any

from django.db.models import Min

from accounts.models import User
from actions.rules import Origin
from core import events, history
from core.dates import in_words, local_day
from core.errors import RuleBroken
from register.models import InpatientStay, Person
from register.workflow import hold
from register.workflow.entries import facts_of
from register.workflow.stays import stay_facts
from reviews import policy, rules
from reviews.details import ReviewDetails
from reviews.models import Finding, Recommendation, Review, ReviewRequest
from reviews.rules import ReviewKind, Setting
from reviews.workflow.common import agree_all, level_of, stay_on
from reviews.workflow.requests import fulfil

KEPT = (
    "chair", "clinical_expert", "expert_by_experience", "others", "safe", "current_care",
    "future_plan", "hospital_needed",
)  # fmt: skip


@events.step
def record_review(
    *,
    person: Person,
    details: ReviewDetails,
    by: User,
    at: datetime,
    key: str = "",
    request: ReviewRequest | None = None,
) -> Review:
    """Record a C(E)TR or an emergency protocol; each recommendation becomes an action.

    CTR or CETR follows from age and EHC plan on the day; community or hospital from the stays
    recorded. A C(E)TR asks for a rating review, which policy raises as a duty, and answers the
    request that is open: the one named, or one made on or before its day.
    """
    person = hold(person.pk)
    known = Review.objects.filter(key=key).first() if key else None
    if known is not None:
        return known
    kind = _checked_kind(person, details, on=local_day(at))
    answered = _answered(person, kind, details.held_on, request)
    stay = stay_on(person, details.held_on)
    review = _review(person, kind, stay, details, by=by, at=at, key=key)
    if answered is not None:
        fulfil(answered, held_on=details.held_on, by=by, at=at)
        review.request = answered
        review.requested_by = review.requested_by or answered.requester
    history.save(review, by=by, at=at, reason="record_review")
    _keep_findings(review, details)
    _keep_unowned(review, details.unowned, by=by, at=at)
    agree_all(review, Origin.REVIEW, details.recommendations, by=by, at=at)
    events.publish(
        "reviews.held", person=person.pk, by=by, at=at, **_facts(review, person, details)
    )
    return review


def _checked_kind(person: Person, details: ReviewDetails, *, on: date) -> ReviewKind:
    rules.check_held(details.held_on, birth_date=person.birth_date, on=on)
    typed = {name: getattr(details, name) for name in KEPT}
    plan = person.ehc_plan if person.ehc_plan is not None else details.ehc_plan
    kind = (
        ReviewKind.LAEP
        if details.emergency
        else rules.kind_of(birth_date=person.birth_date, ehc_plan=plan, on=details.held_on)
    )
    rules.check_consent(kind, details.consent)
    rules.check_panel(kind, typed)
    rules.check_answers(kind, typed)
    return kind


def _answered(
    person: Person, kind: ReviewKind, held_on: date, named: ReviewRequest | None
) -> ReviewRequest | None:
    """Return the request that this review answers; refuse a day that cannot answer the named."""
    waiting = ReviewRequest.objects.open().filter(person=person)
    found = waiting.filter(pk=named.pk).first() if named is not None else waiting.first()
    if named is not None and found is None:
        raise RuleBroken("This review is not waiting to be held any more. Nothing was saved.")
    if found is None or kind is ReviewKind.LAEP:
        return None  # A LAEP is recorded, and stops no clock: the request stays open.
    if named is not None and held_on < found.asked_on:
        raise RuleBroken(
            "Date of the review must be on or after the day on which it was asked for, "
            f"{in_words(found.asked_on)}",
            field="held_on",
        )
    if named is not None and found.stay is not None and held_on < found.stay.admitted_on:
        raise RuleBroken(
            "Date of the review must be on or after the date of admission, "
            f"{in_words(found.stay.admitted_on)}",
            field="held_on",
        )
    return found if rules.fulfils(kind, held_on=held_on, asked_on=found.asked_on) else None


def _review(
    person: Person, kind: ReviewKind, stay: InpatientStay | None, details: ReviewDetails, *,
    by: User, at: datetime, key: str,
) -> Review:  # fmt: skip
    return Review(
        person=person,
        kind=kind,
        setting=Setting.INPATIENT if stay else Setting.COMMUNITY,
        stay=stay,
        held_on=details.held_on,
        requested_by=details.requested_by,
        chair_is_delegate=details.chair_is_delegate,
        consent=details.consent,
        recorded_by=by,
        recorded_at=at,
        key=key or None,
        **{name: getattr(details, name).strip() for name in KEPT},
    )


def _keep_findings(review: Review, details: ReviewDetails) -> None:
    for line in policy.current().lines:
        words = details.findings.get(line.code, "").strip()
        if words:
            Finding.objects.create(
                person=review.person, review=review, code=line.code, heading=line.title, words=words
            )


def _keep_unowned(review: Review, unowned: tuple[str, ...], *, by: User, at: datetime) -> None:
    for number, words in enumerate((one.strip() for one in unowned if one.strip()), start=1):
        row = Recommendation(person=review.person, review=review, number=number, words=words)
        history.save(row, by=by, at=at, reason="record_review")


def _facts(review: Review, person: Person, details: ReviewDetails) -> dict[str, Any]:
    facts = facts_of(person) | {
        "review": review.pk,
        "review_kind": review.kind,
        "setting": review.setting,
        "request": review.request_id,
        "held_on": review.held_on,
        "consent": bool(review.consent) or None,
    }
    if review.stay is not None and review.stay.discharged_on is None:
        counting = Review.objects.counting().filter(stay=review.stay)
        facts |= stay_facts(review.stay, person) | {
            "first_meeting_on": counting.aggregate(first=Min("held_on"))["first"]
        }
    if facts["ehc_plan"] is None:
        facts["ehc_plan"] = details.ehc_plan
    return facts | {"level": level_of(person)}
