"""Recording that a review was held, in one step or after a request."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Min

from accounts.models import User
from actions.rules import Origin
from consent.models import Decision
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
from reviews.workflow.requests import fulfil, made_in

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
    stay: InpatientStay | None = None,
) -> Review:
    """Record a C(E)TR or an emergency protocol; each recommendation becomes an action.

    CTR or CETR follows from age and EHC plan on the day; community or hospital from the stays
    recorded. A C(E)TR asks for a rating review, which policy raises as a duty, and answers the
    request that is open: the one named, or one made on or before its day. `stay` is for a
    review that moves with its stay.
    """
    person = hold(person.pk)
    known = Review.objects.filter(key=key).first() if key else None
    if known is not None:
        return known
    kind = kind_held(person, details)
    check_details(person, kind, details, on=local_day(at))
    check_not_refused(person, kind, held_on=details.held_on)
    answered = answered_by(person, kind, details.held_on, request)
    stay = stay or stay_on(person, details.held_on)
    review = _review(person, kind, stay, details, by=by, at=at, key=key)
    if answered is not None:
        fulfil(answered, held_on=details.held_on, by=by, at=at)
        review.request = answered
        review.requested_by = review.requested_by or answered.requester
    history.save(review, by=by, at=at, reason="record_review")
    keep_findings(review, details.findings)
    _keep_unowned(review, details.unowned, by=by, at=at)
    agree_all(review, Origin.REVIEW, details.recommendations, by=by, at=at)
    events.publish(
        "reviews.held",
        person=person.pk,
        by=by,
        at=at,
        **held_facts(review, person, ehc_plan=details.ehc_plan),
    )
    return review


def kind_held(person: Person, details: ReviewDetails) -> ReviewKind:
    """Return what was held, by the person's age and EHC plan on that day."""
    plan = person.ehc_plan if person.ehc_plan is not None else details.ehc_plan
    if details.emergency:
        return ReviewKind.LAEP
    return rules.kind_of(birth_date=person.birth_date, ehc_plan=plan, on=details.held_on)


def check_details(person: Person, kind: ReviewKind, details: ReviewDetails, *, on: date) -> None:
    """Refuse a review that cannot have been held so."""
    rules.check_held(details.held_on, birth_date=person.birth_date, on=on)
    typed = {name: getattr(details, name) for name in KEPT}
    rules.check_consent(kind, details.consent)
    rules.check_panel(kind, typed)
    rules.check_answers(kind, typed)


def check_not_refused(person: Person, kind: ReviewKind, *, held_on: date) -> None:
    """Refuse a C(E)TR to which the decision in force on the day said no (B6 of the cases).

    One of the two is wrong: the new decision is recorded first, or the review as it was. A LAEP
    reads no papers and asks no consent.
    """
    rows = Decision.objects.newest_first().filter(person=person, decided_on__lte=held_on)
    last = rows.first()
    if kind is not ReviewKind.LAEP and last is not None and not last.cetr:
        raise RuleBroken(
            f"The decision of {in_words(last.decided_on)} says no to a C(E)TR. If that has "
            "changed, keep this page open, record the new decision on the person's record in "
            "another tab, then send this page again",
            field="consent",
        )


def answered_by(
    person: Person, kind: ReviewKind, held_on: date, named: ReviewRequest | None
) -> ReviewRequest | None:
    """Return the request that this review answers; refuse a day that cannot answer the named."""
    waiting = ReviewRequest.objects.open().filter(person=person)
    found = waiting.filter(pk=named.pk).first() if named is not None else waiting.first()
    if named is not None and found is None:
        raise RuleBroken("This review is not waiting to be held any more. Nothing was saved.")
    if found is None or kind is ReviewKind.LAEP:
        return None  # A LAEP is recorded, and stops no clock: the request stays open.
    if named is not None:
        check_answers_request(found, held_on)
    return found if rules.fulfils(kind, held_on=held_on, asked_on=found.asked_on) else None


def check_answers_request(request: ReviewRequest, held_on: date) -> None:
    """Refuse a day on which a review cannot have answered this request."""
    if held_on < request.asked_on:
        raise RuleBroken(
            "Date of the review must be on or after the day on which it was asked for, "
            f"{in_words(request.asked_on)}",
            field="held_on",
        )
    stay = request.stay
    if stay is not None and held_on < stay.admitted_on and made_in(request, stay):
        raise RuleBroken(
            "Date of the review must be on or after the date of admission, "
            f"{in_words(stay.admitted_on)}",
            field="held_on",
        )


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


def keep_findings(review: Review, findings: Mapping[str, str]) -> None:
    """Record what was found under each line of enquiry that has words."""
    for line in policy.current().lines:
        words = findings.get(line.code, "").strip()
        if words:
            Finding.objects.create(
                person=review.person, review=review, code=line.code, heading=line.title, words=words
            )


def _keep_unowned(review: Review, unowned: tuple[str, ...], *, by: User, at: datetime) -> None:
    for number, words in enumerate((one.strip() for one in unowned if one.strip()), start=1):
        row = Recommendation(person=review.person, review=review, number=number, words=words)
        history.save(row, by=by, at=at, reason="record_review")


PLACED = (
    "setting", "stay", "admitted_on", "hospital", "security", "legal_status", "section",
    "detained", "applicable_on", "unit_inadequate", "cetr_before", "cetr_before_on",
    "commissioner", "first_meeting_on",
)  # fmt: skip
"""The codes about a review that depend on the stay in which it was held."""


def held_facts(review: Review, person: Person, *, ehc_plan: bool | None) -> dict[str, Any]:
    """Return the codes about a review that policy rules ask for.

    `ehc_plan` is what was said with the review, for where the person's record is silent.
    """
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
        facts["ehc_plan"] = ehc_plan
    return facts | {"level": level_of(person)}
