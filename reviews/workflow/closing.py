"""What follows a review until it is closed: recommendations, escalation, closing."""

from datetime import date, datetime, time
from typing import Any

from accounts.models import User
from actions.rules import Origin
from core import events, history
from core.dates import LOCAL_ZONE, local_day
from core.errors import RuleBroken
from register.models import Entry, Rating
from register.rules import RatingSource
from register.workflow import hold
from reviews import rules
from reviews.details import Recommended
from reviews.models import Recommendation, Review
from reviews.rules import ReviewKind
from reviews.workflow.common import agree_one


@events.step
def agree_recommendation(
    *, recommendation: Recommendation, wanted: Recommended, by: User, at: datetime
) -> Recommendation:
    """Turn a recommendation that had no owner into an action."""
    recommendation = _unsettled(recommendation)
    recommendation.action = agree_one(recommendation.review, Origin.REVIEW, wanted, by=by, at=at)
    return _settle(recommendation, "agree_recommendation", by=by, at=at)


@events.step
def leave_recommendation(
    *, recommendation: Recommendation, reason: str, by: User, at: datetime
) -> Recommendation:
    """Say why a recommendation becomes no action."""
    recommendation = _unsettled(recommendation)
    rules.check_left(reason)
    recommendation.left_reason = reason.strip()
    return _settle(recommendation, "leave_recommendation", by=by, at=at)


def _unsettled(recommendation: Recommendation) -> Recommendation:
    hold(recommendation.person_id)
    rows = Recommendation.objects.select_for_update(of=("self",)).select_related("review__person")
    found = rows.get(pk=recommendation.pk)
    check_unsettled(found)
    return found


def check_unsettled(recommendation: Recommendation) -> None:
    """Refuse to settle a recommendation twice."""
    if recommendation.is_settled:
        raise RuleBroken("This recommendation has already been dealt with.")


def _settle(recommendation: Recommendation, verb: str, *, by: User, at: datetime) -> Recommendation:
    history.save(recommendation, by=by, at=at, reason=verb)
    events.publish(
        "reviews.recommendation_settled",
        person=recommendation.person_id,
        by=by,
        at=at,
        review=recommendation.review_id,
        recommendation=recommendation.pk,
        action=recommendation.action_id,
    )
    return recommendation


@events.step
def escalate(*, review: Review, reason: str, escalated_on: date, by: User, at: datetime) -> Review:
    """Put a review before the ICS assurance and oversight panel, with a reason (domain 2: S25)."""
    review = _hold(review)
    check_may_be_escalated(review)
    rules.check_escalation(
        reason, held_on=review.held_on, escalated_on=escalated_on, on=local_day(at)
    )
    review.escalated_on, review.escalation_reason = escalated_on, reason.strip()
    return _save(review, "escalate", "reviews.escalated", by=by, at=at, escalated_on=escalated_on)


@events.step
def record_oversight(
    *, review: Review, outcome: str, oversight_on: date, by: User, at: datetime
) -> Review:
    """Record what the ICS oversight panel decided about an escalated review."""
    review = _hold(review)
    escalated_on = check_waits_for_oversight(review)
    rules.check_oversight(
        outcome, escalated_on=escalated_on, oversight_on=oversight_on, on=local_day(at)
    )
    review.oversight_on, review.oversight_outcome = oversight_on, outcome.strip()
    return _save(
        review, "record_oversight", "reviews.oversight_recorded", by=by, at=at,
        oversight_on=oversight_on,
    )  # fmt: skip


@events.step
def close(*, review: Review, by: User, at: datetime) -> Review:
    """Close a review: its report is out, the rating was looked at, nothing is left unowned."""
    review = _hold(review)
    check_may_be_closed(review)
    review.closed_on, review.closed_by = local_day(at), by
    return _save(review, "close", "reviews.closed", by=by, at=at)


def left_to_do(review: Review) -> list[str]:
    """Return what stands between a review and its closing, in sentences."""
    counts = review.kind != ReviewKind.LAEP
    return rules.to_do(
        rated=not counts or _rating_reviewed(review),
        unsettled=review.recommendations.unsettled().count(),
        report_sent=not counts or review.report_sent_on is not None,
        oversight=review.escalated_on is None or review.oversight_on is not None,
    )


def _rating_reviewed(review: Review) -> bool:
    """Whether the rating was looked at after the review; nobody rates who has left the register."""
    if not Entry.objects.open().filter(person=review.person_id).exists():
        return True
    since = datetime.combine(review.held_on, time(0), tzinfo=LOCAL_ZONE)
    ratings = Rating.objects.filter(entry__person=review.person_id, set_at__gte=since)
    return any(
        rules.rating_counts(
            from_review=source == RatingSource.REVIEW,
            rated_on=local_day(set_at),
            rated_at=set_at,
            held_on=review.held_on,
            recorded_at=review.recorded_at,
        )
        for source, set_at in ratings.values_list("source", "set_at")
    )


def _hold(review: Review) -> Review:
    """Lock the person and the review."""
    hold(review.person_id)
    return Review.objects.select_for_update().get(pk=review.pk)


def _check_open(review: Review) -> None:
    if review.closed_on is not None:
        raise RuleBroken("This review is already closed.")


def check_may_be_escalated(review: Review) -> None:
    """Refuse to escalate a review that is closed, or a second time."""
    _check_open(review)
    if review.escalated_on is not None:
        raise RuleBroken("This review has already been escalated.")


def check_waits_for_oversight(review: Review) -> date:
    """Refuse an outcome that the panel was not asked for, or a second one; return when it was."""
    _check_open(review)
    if review.escalated_on is None:
        raise RuleBroken("This review has not been escalated.")
    if review.oversight_on is not None:
        raise RuleBroken("The oversight panel's outcome has already been recorded.")
    return review.escalated_on


def check_may_be_closed(review: Review) -> None:
    """Refuse to close a review twice, or while something is left to do."""
    _check_open(review)
    rules.check_closable(left_to_do(review))


def _save(review: Review, verb: str, kind: str, *, by: User, at: datetime, **facts: Any) -> Review:
    history.save(review, by=by, at=at, reason=verb)
    events.publish(
        kind,
        person=review.person_id,
        by=by,
        at=at,
        review=review.pk,
        review_kind=review.kind,
        **facts,
    )
    return review
