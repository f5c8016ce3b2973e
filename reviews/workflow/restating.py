"""Putting right a C(E)TR or an emergency protocol that was recorded wrongly.

Its report, its recommendations and their actions hang on it, so it is put right in its own row;
what it said before is kept beside it, struck out.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from core import events, history
from core.dates import in_words, local_day
from core.errors import Conflict, RuleBroken
from register.models import Person, StrikeOut
from register.workflow import hold
from register.workflow.mistakes import meanwhile
from register.workflow.mistakes.kinds import strike_row
from register.workflow.mistakes.striking_out import (
    UNCHANGED,
    Moment,
    elsewhere,
    events_telling,
    keep_as_it_was,
    reads,
    tell_right,
)
from register.workflow.stay_days import detained_on
from reviews import policy, rules
from reviews.details import ReviewDetails
from reviews.models import Review
from reviews.reading import corrections
from reviews.rules import ReviewKind, Setting
from reviews.workflow.common import stay_on
from reviews.workflow.held import (
    KEPT,
    PLACED,
    answered_by,
    check_answers_request,
    check_details,
    check_not_refused,
    held_facts,
    keep_findings,
    kind_held,
)
from reviews.workflow.mistakes import wait_again
from reviews.workflow.reports import settle_report
from reviews.workflow.requests import fulfil

_CALLED = {
    "chair": "Chair",
    "clinical_expert": "Clinical expert",
    "expert_by_experience": "Expert by experience",
    "others": "Others",
    **rules.FOUR_QUESTIONS,
}
_AS_BEFORE = {"area", "region", "inpatient", "level", "ehc_plan", "review"}
"""What an event told of the person on the day it was recorded, which a correction leaves alone."""


@events.step
def correct_review(
    *, review: Review, details: ReviewDetails, version: int, why: str, by: User, at: datetime
) -> Review:
    """Put right what was recorded of a review; its report, recommendations and actions stay.

    `version` says how often it had been put right when the page was opened. Recommendations are
    changed on their own pages: those in `details` are left aside.
    """
    person = hold(review.person_id)
    review = _read_afresh(review)
    right = _right(person, review, details)
    words = _changed_words(review, details.findings)
    same = reads(review, right) and not words
    if version != corrections(review).count():
        last = corrections(review).first()
        if same and last is not None and (last.by_id, last.reason) == (by.pk, why.strip()):
            return review  # sent twice
        raise Conflict(f"{meanwhile.of_record(review, 'this review')} {meanwhile.KEPT}")
    check_details(person, ReviewKind(right["kind"]), details, on=local_day(at))
    if (right["held_on"], right["consent"]) != (review.held_on, review.consent):
        check_not_refused(person, ReviewKind(right["kind"]), held_on=details.held_on)
    _check_what_followed(review, details.held_on)
    if same:
        raise RuleBroken(UNCHANGED)
    row = _keep(review, right, words, person=person, why=why, by=by, at=at)
    moved = review.stay_id != right["stay_id"] or review.held_on != right["held_on"]
    elsewhere_now = review.setting != right["setting"]
    _settle_request(review, right, by=by, at=at)
    for name, value in right.items():
        setattr(review, name, value)
    history.save(review, by=by, at=at, reason="correct_review")
    keep_findings(review, words)
    _tell(row, review, person, details, moved=moved)
    if elsewhere_now:
        settle_report(review, by=by, at=at)
    return review


def _read_afresh(review: Review) -> Review:
    found = Review.objects.select_for_update().filter(pk=review.pk).first()
    if found is None:
        raise elsewhere(review.pk)
    return found


def _right(person: Person, review: Review, details: ReviewDetails) -> dict[str, Any]:
    """Return what the review should say, by field; what nobody changed decides nothing anew."""
    day, emergency = details.held_on, details.emergency
    same_day = day == review.held_on
    kind = ReviewKind(review.kind)
    if not same_day or emergency == review.counts or details.ehc_plan is not None:
        kind = kind_held(person, details)
    stay = review.stay if same_day else stay_on(person, day)
    return {
        "kind": kind, "setting": Setting.INPATIENT if stay else Setting.COMMUNITY,
        "stay_id": stay.pk if stay else None, "held_on": day,
        "requested_by": details.requested_by, "chair_is_delegate": details.chair_is_delegate,
        "consent": details.consent, **{name: getattr(details, name).strip() for name in KEPT},
    }  # fmt: skip


def _changed_words(review: Review, findings: Mapping[str, str]) -> dict[str, str]:
    """Return the words of the lines of enquiry that say something else now."""
    said = {one.code: one.words for one in review.findings.all()}
    lines = [line.code for line in policy.current().lines if line.code in findings]
    return {code: findings[code] for code in lines if findings[code].strip() != said.get(code, "")}


def _check_what_followed(review: Review, held_on: date) -> None:
    """Refuse a day after something that followed the review."""
    followed: dict[str, date | None] = {
        "closed": review.closed_on,
        "escalated": review.escalated_on,
        "reported on": review.report_sent_on,
    }
    sent = review.copies.order_by("sent_on").values_list("sent_on", flat=True).first()
    for what, day in [*followed.items(), ("reported on", sent)]:
        if day is not None and held_on > day:
            raise RuleBroken(
                f"Date of the review must be on or before the day it was {what}, {in_words(day)}",
                field="held_on",
            )


def _keep(
    review: Review, right: dict[str, Any], words: Mapping[str, str], *, person: Person, why: str,
    by: User, at: datetime,
) -> StrikeOut:  # fmt: skip
    """Keep what the review said, with the words of its lines of enquiry, struck out."""
    left = {"id", "key", "request", "struck_out"}
    was = Review(
        **{
            one.attname: getattr(review, one.attname)
            for one in Review._meta.concrete_fields
            if one.name not in left
        }
    )
    said = [f"{review.shown_kind} held on {in_words(review.held_on)}"]
    said += [
        f"{called}: {getattr(review, name) or 'none'}"
        for name, called in _CALLED.items()
        if getattr(review, name) != right[name]
    ]
    row = keep_as_it_was(
        person=person, kind="review", was=was, now=review.pk, said=". ".join(said), reason=why,
        by=by, at=at,
    )  # fmt: skip
    history.save(was, by=by, at=at, reason="correct_review")
    for finding in review.findings.filter(code__in=list(words)):
        strike_row(finding, Moment(struck=row, by=by, at=at))
    return row


def _settle_request(review: Review, right: dict[str, Any], *, by: User, at: datetime) -> None:
    """Let the request be answered that a review as it is now answers, and no other."""
    kind, day, request = ReviewKind(right["kind"]), right["held_on"], review.request
    if request is None:
        if (kind, day) != (review.kind, review.held_on):
            found = answered_by(review.person, kind, day, None)
            if found is not None:
                fulfil(found, held_on=day, by=by, at=at)
            review.request = found
    elif kind is ReviewKind.LAEP:
        wait_again(request, by=by, at=at)
        review.request = None
    elif day != review.held_on:
        check_answers_request(request, day)
        request.ended_on, request.version = day, request.version + 1
        history.save(request, by=by, at=at, reason="correct_review")


def _tell(
    row: StrikeOut, review: Review, person: Person, details: ReviewDetails, *, moved: bool
) -> None:
    """Say what holds of the review, and of its report, in place of what was told."""
    told = held_facts(review, person, ehc_plan=details.ehc_plan)
    names = {*told, *PLACED} - _AS_BEFORE if moved else {"review_kind", "request", "consent"}
    facts: dict[str, Any] = {name: told.get(name) for name in names}
    if details.ehc_plan is not None and person.ehc_plan is None:
        facts["ehc_plan"] = details.ehc_plan
    tell_right(row, fact=review.pk, of=_told(person.pk, "reviews.held", review), **facts)
    reported = _told(person.pk, "reviews.report_sent", review)
    if reported:
        stay = review.stay
        tell_right(
            row, fact=review.pk, of=reported, review_kind=review.kind, setting=review.setting,
            detained=stay is not None and detained_on(stay, review.held_on),
        )  # fmt: skip


def _told(person_id: UUID, kind: str, review: Review) -> list[int]:
    return events_telling(person_id, [kind], review=review.pk)
