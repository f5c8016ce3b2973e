"""The report of a review: its copies, and what those who must have regard to it answered."""

from collections.abc import Collection
from datetime import date, datetime

from accounts.models import User
from core import events, history
from core.dates import local_day
from core.errors import RuleBroken
from register.workflow import hold
from register.workflow.mistakes.striking_out import events_telling
from register.workflow.stay_days import detained_on
from reviews import policy, rules
from reviews.models import ReportCopy, Review
from reviews.reading import corrections
from reviews.rules import Recipient


@events.step
def send_report(
    *,
    review: Review,
    sent_on: date,
    by: User,
    at: datetime,
    recipients: Collection[Recipient] | None = None,
) -> Review:
    """Record that copies of a report went out on the day `sent_on`.

    Those who had one before the review was put right are sent the corrected one.
    Without `recipients` they went to all who must have one and have none. Once all of those
    have theirs the report counts as sent, on the day of the last.
    """
    hold(review.person_id)
    review = Review.objects.select_for_update().get(pk=review.pk)
    rules.check_report_sent(sent_on, held_on=review.held_on, on=local_day(at))
    have = {one.recipient: one for one in review.copies.all()}
    put_right_at = corrections(review).values_list("at", flat=True).first()
    wanted = list(recipients) if recipients is not None else _missing(review, have)
    if not wanted and (have or review.report_sent_on):
        raise RuleBroken("The report has already been recorded as sent.")
    if not wanted:
        raise RuleBroken("Select who was sent a copy", field="recipients")
    for recipient in wanted:
        copy = have.get(recipient)
        if copy is not None and put_right_at and copy.is_older_than(put_right_at):
            rules.check_resent(sent_on, put_right_on=local_day(put_right_at))
            _send_again(copy, sent_on, by=by, at=at)
            continue
        if copy is not None:
            raise RuleBroken(
                f"{Recipient(recipient).label}: a copy has already been recorded as sent",
                field="recipients",
            )
        _send_copy(review, Recipient(recipient), sent_on, by=by, at=at)
    if review.report_sent_on is None and not _missing(review, {*have, *wanted}):
        _complete(review, by=by, at=at)
    return review


def _missing(review: Review, have: Collection[str]) -> list[Recipient]:
    """Return those who must have a copy and have none; a report sent before copies were kept is."""
    if review.report_sent_on is not None:
        return []
    return [one for one in policy.current().required(review.setting) if one not in have]


def settle_report(review: Review, *, by: User | None, at: datetime) -> None:
    """Let a report count as sent by those who must have it: the review is elsewhere since, or a
    copy had not gone out.

    Copies that went out stay as they are. A report sent before copies were kept is sent.
    """
    have = set(review.copies.values_list("recipient", flat=True))
    kept = bool(have) or ReportCopy.recorded.filter(review=review).exists()
    if not kept or by is None:
        return
    required = policy.current().required(review.setting)
    complete = have.issuperset(required)
    if complete and review.report_sent_on is None:
        _complete(review, by=by, at=at)
    elif not complete and review.report_sent_on is not None:
        review.report_sent_on = review.report_sent_by = None
        history.save(review, by=by, at=at, reason="settle_report")
        told = events_telling(review.person_id, ["reviews.report_sent"], review=review.pk)
        events.publish(
            "reviews.struck_out", person=review.person_id, by=by, at=at, review=review.pk, of=told
        )


def _send_copy(
    review: Review, recipient: Recipient, sent_on: date, *, by: User, at: datetime
) -> None:
    copy = ReportCopy(
        person=review.person,
        review=review,
        recipient=recipient,
        sent_on=sent_on,
        recorded_by=by,
        recorded_at=at,
    )
    history.save(copy, by=by, at=at, reason="send_report")
    events.publish(
        "reviews.report_copy_sent",
        person=review.person_id,
        by=by,
        at=at,
        review=review.pk,
        copy=copy.pk,
        recipient=recipient,
        sent_on=sent_on,
    )


def _send_again(copy: ReportCopy, sent_on: date, *, by: User, at: datetime) -> None:
    """Note that someone was sent the report as it was put right; the first day stays."""
    copy.resent_on, copy.resent_at = sent_on, at
    history.save(copy, by=by, at=at, reason="send_report")
    events.publish(
        "reviews.corrected_copy_sent", person=copy.person_id, by=by, at=at, review=copy.review_id,
        copy=copy.pk, recipient=copy.recipient, sent_on=sent_on,
    )  # fmt: skip


def _complete(review: Review, *, by: User, at: datetime) -> None:
    """Mark the report as sent."""
    required = policy.current().required(review.setting)
    days = review.copies.filter(recipient__in=required).values_list("sent_on", flat=True)
    review.report_sent_on, review.report_sent_by = max(days), by
    history.save(review, by=by, at=at, reason="send_report")
    events.publish(
        "reviews.report_sent",
        person=review.person_id,
        by=by,
        at=at,
        review=review.pk,
        review_kind=review.kind,
        setting=review.setting,
        sent_on=review.report_sent_on,
        detained=review.stay is not None and detained_on(review.stay, review.held_on),
    )


@events.step
def record_regard(
    *, copy: ReportCopy, regard: str, regard_on: date, by: User, at: datetime
) -> ReportCopy:
    """Record what one of the four answered who must have regard to the recommendations."""
    hold(copy.person_id)
    copy = ReportCopy.objects.select_for_update().get(pk=copy.pk)
    rules.check_regard(
        Recipient(copy.recipient), regard, sent_on=copy.sent_on, regard_on=regard_on,
        on=local_day(at),
    )  # fmt: skip
    copy.regard, copy.regard_on = regard.strip(), regard_on
    history.save(copy, by=by, at=at, reason="record_regard")
    events.publish(
        "reviews.regard_recorded",
        person=copy.person_id,
        by=by,
        at=at,
        review=copy.review_id,
        copy=copy.pk,
        recipient=copy.recipient,
        regard_on=regard_on,
        regard_complete=_all_answered(copy),
    )
    return copy


def _all_answered(copy: ReportCopy) -> bool:
    """Whether all four who must have regard to the report have said how they did."""
    copies = ReportCopy.objects.filter(review=copy.review_id, recipient__in=rules.STATUTORY)
    answered = copies.exclude(regard="").values_list("recipient", flat=True)
    return len(set(answered)) == len(rules.STATUTORY)
