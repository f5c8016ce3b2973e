"""What was recorded after a review by mistake: its closing, an escalation, a copy, an answer.

Each is struck out like any other fact, and the review stands where it stood before.
"""

from typing import Any

from core import history
from core.dates import in_words
from core.errors import RuleBroken
from core.models import AuditEvent
from register.models import Person
from register.workflow.mistakes.kinds import strike_row
from register.workflow.mistakes.striking_out import FactKind, Moment, events_telling
from reviews.models import Recommendation, ReportCopy, Review
from reviews.workflow.reports import settle_report


def _rows(**step: Any) -> Any:
    """Return a read of the reviews about a person that took a step."""
    return lambda person: Review.objects.filter(person=person, **step)


def _undo(review: Review, moment: Moment, kind: str, **before: Any) -> list[int]:
    for name, value in before.items():
        setattr(review, name, value)
    history.save(review, by=moment.by, at=moment.at, reason="strike_out")
    return events_telling(review.person_id, [kind], review=review.pk)


def _open_again(review: Review, moment: Moment) -> list[int]:
    return _undo(review, moment, "reviews.closed", closed_on=None, closed_by=None)


def _not_escalated(review: Review, moment: Moment) -> list[int]:
    return _undo(review, moment, "reviews.escalated", escalated_on=None, escalation_reason="")


def _not_decided(review: Review, moment: Moment) -> list[int]:
    return _undo(
        review, moment, "reviews.oversight_recorded", oversight_on=None, oversight_outcome=""
    )


def _check_no_outcome(review: Review) -> None:
    if review.oversight_on is not None:
        raise RuleBroken("Strike out the panel's decision first.")


def _check_open(review: Review) -> None:
    if review.closed_on is not None:
        raise RuleBroken("This review is closed. Strike out its closing first.")


def _left(person: Person) -> Any:
    rows = Recommendation.objects.exclude(left_reason="").select_related("review")
    return rows.filter(person=person, review__struck_out__isnull=True)


def _not_left(recommendation: Recommendation, moment: Moment) -> list[int]:
    recommendation.left_reason = ""
    history.save(recommendation, by=moment.by, at=moment.at, reason="strike_out")
    return events_telling(
        recommendation.person_id, ["reviews.recommendation_settled"],
        recommendation=recommendation.pk,
    )  # fmt: skip


def _answered(person: Person) -> Any:
    rows = ReportCopy.objects.exclude(regard="").select_related("review")
    return rows.filter(person=person, review__struck_out__isnull=True)


def _not_answered(copy: ReportCopy, moment: Moment) -> list[int]:
    """Take an answer back; with it goes that all four had answered, whoever was the last."""
    copy.regard, copy.regard_on = "", None
    history.save(copy, by=moment.by, at=moment.at, reason="strike_out")
    told = events_telling(
        copy.person_id, ["reviews.regard_recorded"], review=copy.review_id
    )  # fmt: skip
    rows = AuditEvent.objects.filter(pk__in=told)
    return [
        row.pk for row in rows if row.facts["copy"] == str(copy.pk) or row.facts["regard_complete"]
    ]


def _sent(person: Person) -> Any:
    rows = ReportCopy.objects.select_related("review")
    return rows.filter(person=person, review__struck_out__isnull=True)


def _not_sent(copy: ReportCopy, moment: Moment) -> list[int]:
    """Take a copy back that had not gone out; the report may be due again without it."""
    answer = _not_answered(copy, moment) if copy.regard else []
    strike_row(copy, moment)
    settle_report(copy.review, by=moment.by, at=moment.at)
    sent = ["reviews.report_copy_sent", "reviews.corrected_copy_sent"]
    return answer + events_telling(copy.person_id, sent, copy=copy.pk)


def _of(review: Review) -> str:
    return f"{review.shown_kind} of {in_words(review.held_on)}"


KINDS = (
    FactKind(
        code="review-closing", name="the closing of a review",
        rows=_rows(closed_on__isnull=False), strike=_open_again,
        says=lambda one: f"{_of(one)}: closed on {in_words(one.closed_on)}",
    ),
    FactKind(
        code="review-escalation", name="the escalation of a review",
        rows=_rows(escalated_on__isnull=False), strike=_not_escalated,
        check=_check_no_outcome,
        says=lambda one: (
            f"{_of(one)}: escalated to the ICS oversight panel on {in_words(one.escalated_on)}"
        ),
    ),
    FactKind(
        code="review-outcome", name="a decision of the oversight panel",
        rows=_rows(oversight_on__isnull=False), strike=_not_decided,
        check=_check_open,
        says=lambda one: (
            f"{_of(one)}: decision of the ICS oversight panel of {in_words(one.oversight_on)}"
        ),
    ),
    FactKind(
        code="recommendation-left", name="a reason for no action",
        rows=_left, strike=_not_left,
        check=lambda one: _check_open(one.review),
        says=lambda one: f"{_of(one.review)}: no action for recommendation {one.number}",
    ),
    FactKind(
        code="report-copy", name="a copy of a report", takes="the answer to it, if there is one",
        rows=_sent, strike=_not_sent,
        says=lambda one: (
            f"{_of(one.review)}: copy of the report sent on {in_words(one.sent_on)}, "
            f"{one.get_recipient_display()}"
        ),
    ),
    FactKind(
        code="regard", name="an answer about a report",
        rows=_answered, strike=_not_answered,
        says=lambda one: (
            f"{_of(one.review)}: answer of {in_words(one.regard_on)} about the recommendations, "
            f"{one.get_recipient_display()}"
        ),
    ),
)  # fmt: skip
"""What stands in place of each is recorded anew on the review's page."""
