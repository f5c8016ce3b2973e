"""Reviews and keyworker referrals of someone who leaves, for the person who closes it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from core.nhsuk import say
from register.open_work import OpenLine, OpenWork
from reviews import reading, rules
from reviews.models import KeyworkerReferral, Review, ReviewRequest


def open_reviews(person_id: UUID, at: datetime) -> Sequence[OpenWork]:
    """Return the review asked for, reports not sent, and a keyworker referral not settled."""
    request = ReviewRequest.objects.open().filter(person=person_id).first()
    reports = Review.objects.report_outstanding().filter(person=person_id).count()
    last = KeyworkerReferral.objects.filter(person=person_id).first()
    referred = last is not None and last.outcome in rules.KNOWN_TO_KEYWORKER
    asks = referred and last is not None and reading.ask_again(last) is not None
    return [
        OpenWork(
            count=1 if request is not None else 0,
            words=f"1 {request.kind} request" if request is not None else "",
            becomes="We will cancel the request and tell the person who asked.",
            order=30,
            along=[_along(request)] if request is not None else [],
        ),
        OpenWork(
            count=reports,
            words="1 C(E)TR report not sent yet"
            if reports == 1
            else f"{reports} C(E)TR reports not sent yet",
            becomes="No deadline will apply. You can still record that a report was sent.",
            order=31,
            only_due=True,
        ),
        OpenWork(
            count=int(asks),
            words="1 keyworker referral",
            becomes="We will no longer ask you to follow it up. Tell the keyworker service.",
            order=32,
            only_due=True,
        ),
    ]


def _along(request: ReviewRequest) -> OpenLine:
    planned = request.planned_on
    when = f"planned for {say.date_words(planned)}" if planned else "not arranged yet"
    return OpenLine(
        id=request.pk, words=f"{request.kind}, {when}", owner=request.chair,
        due=f"asked for on {say.date_words(request.asked_on)}",
        keeps="It goes ahead as planned" if planned else "Your area arranges it",
        ends="Cancel it and tell the person who asked",
    )  # fmt: skip
