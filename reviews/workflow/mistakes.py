"""Reviews, visits and keyworker decisions recorded by mistake: struck out, or moved.

What a review or a visit asked to be done goes with it: its open actions end, and are agreed for
the right person where it is moved. The report goes to the right people from there.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from actions import workflow as actions
from actions.models import Action
from actions.rules import Origin
from actions.workflow import Contact
from core import history
from core.dates import in_words, local_day
from core.errors import RuleBroken
from register.models import InpatientStay, Person
from register.workflow.mistakes.kinds import add_follower, strike_row
from register.workflow.mistakes.striking_out import (
    FactKind,
    Moment,
    add_kind,
    events_telling,
    first_recorded,
)
from reviews.details import KeyworkerNews, Recommended, ReviewDetails, VisitDetails
from reviews.models import (
    KeyworkerFollowUp,
    KeyworkerReferral,
    OversightVisit,
    Review,
    ReviewRequest,
)
from reviews.rules import KeyworkerOutcome, KeyworkerState, RequestState
from reviews.workflow.common import stay_on
from reviews.workflow.following import recorded_in
from reviews.workflow.held import KEPT, record_review
from reviews.workflow.keyworkers import decide_keyworker, follow_up_keyworker
from reviews.workflow.undoing import KINDS as STEPS
from reviews.workflow.visits import record_visit

_OF_A_REVIEW = (
    "reviews.held", "reviews.report_copy_sent", "reviews.report_sent", "reviews.regard_recorded",
    "reviews.corrected_copy_sent",
)  # fmt: skip
_ENDED = "What asked for this was recorded by mistake."


def _reviews(person: Person) -> Any:
    return Review.objects.filter(person=person).select_related("stay", "request")


def _strike_review(review: Review, moment: Moment) -> list[int]:
    _end_actions(Origin.REVIEW, review.pk, moment)
    if review.request is not None:
        wait_again(review.request, by=moment.by, at=moment.at)
        review.request = None
    strike_row(review, moment)
    return events_telling(review.person_id, _OF_A_REVIEW, review=review.pk)


def wait_again(request: ReviewRequest, *, by: User, at: datetime) -> None:
    """Let the request that was answered by mistake be open again, unless another one is."""
    if ReviewRequest.objects.open().filter(person=request.person_id).exists():
        return
    arranged = request.planned_on is not None
    request.state = RequestState.ARRANGED if arranged else RequestState.ASKED
    request.ended_on, request.version = None, request.version + 1
    history.save(request, by=by, at=at, reason="strike_out")


def _move_review(
    review: Review, to: Person, by: User, at: datetime, stay: InpatientStay | None = None
) -> UUID:
    details = ReviewDetails(
        held_on=review.held_on,
        emergency=not review.counts,
        requested_by=review.requested_by,
        chair_is_delegate=review.chair_is_delegate,
        consent=review.consent,
        findings={one.code: one.words for one in review.findings.all()},
        recommendations=_wanted(Origin.REVIEW, review.pk, on=local_day(at)),
        unowned=tuple(review.recommendations.unsettled().values_list("words", flat=True)),
        **{name: getattr(review, name) for name in KEPT},
    )
    return record_review(person=to, details=details, stay=stay, by=by, at=at).pk


def _visits(person: Person) -> Any:
    return OversightVisit.objects.filter(person=person).select_related("stay", "visited_by")


def _strike_visit(visit: OversightVisit, moment: Moment) -> list[int]:
    _end_actions(Origin.VISIT, visit.pk, moment)
    strike_row(visit, moment)
    told = first_recorded(visit.pk)
    return events_telling(visit.person_id, ["reviews.visited"], visit=told)


def _move_visit(visit: OversightVisit, to: Person, by: User, at: datetime) -> UUID:
    stay = stay_on(to, visit.visited_on)
    if stay is None:
        raise RuleBroken(
            f"The right person was not in hospital on {in_words(visit.visited_on)}. Record their "
            "stay first.",
            field="right_person",
        )
    return _visit_again(visit, stay, by=by, at=at).pk


def _visit_again(
    visit: OversightVisit, stay: InpatientStay, *, by: User, at: datetime
) -> OversightVisit:
    """Record the visit in another stay, as made by whoever made it."""
    details = VisitDetails(
        saw_person=visit.saw_person,
        not_seen_reason=visit.not_seen_reason,
        account=visit.account,
        concerns=_wanted(Origin.VISIT, visit.pk, on=local_day(at)),
    )
    return record_visit(
        stay=stay, on=visit.visited_on, details=details, visited_by=visit.visited_by, by=by, at=at
    )


def _keyworkers(person: Person) -> Any:
    return KeyworkerReferral.objects.filter(person=person)


def _strike_keyworker(decision: KeyworkerReferral, moment: Moment) -> list[int]:
    told = [one for news in decision.follow_ups.all() for one in _strike_news(news, moment)]
    strike_row(decision, moment)
    first = first_recorded(decision.pk)
    kinds = ["reviews.keyworker_recorded"]
    return [*told, *events_telling(decision.person_id, kinds, decision=first)]


def _news(person: Person) -> Any:
    return KeyworkerFollowUp.objects.filter(person=person).select_related("referral")


def _strike_news(news: KeyworkerFollowUp, moment: Moment) -> list[int]:
    strike_row(news, moment)
    kinds = ["reviews.keyworker_followed_up"]
    return events_telling(news.person_id, kinds, follow_up=first_recorded(news.pk))


def _move_keyworker(decision: KeyworkerReferral, to: Person, by: User, at: datetime) -> UUID:
    made = decide_keyworker(
        person=to, outcome=KeyworkerOutcome(decision.outcome), reason=decision.reason,
        decided_on=decision.decided_on, by=by, at=at,
    )  # fmt: skip
    for news in decision.follow_ups.order_by("recorded_at"):
        _say_again(news, made, by=by, at=at)
    return made.pk


def _move_news(news: KeyworkerFollowUp, to: Person, by: User, at: datetime) -> UUID:
    """Record the answer on the right person's own referral to the keyworker service."""
    last = KeyworkerReferral.objects.filter(person=to).first()
    if last is None:
        raise RuleBroken("No keyworker decision has been recorded for the right person yet.")
    return _say_again(news, last, by=by, at=at).pk


def _say_again(
    news: KeyworkerFollowUp, referral: KeyworkerReferral, *, by: User, at: datetime
) -> KeyworkerFollowUp:
    again = max(news.next_on, local_day(at)) if news.next_on else None  # a day gone by is today
    said = KeyworkerNews(
        state=KeyworkerState(news.state), happened_on=news.happened_on, reason=news.reason,
        service=news.service, next_on=again,
    )  # fmt: skip
    return follow_up_keyworker(referral=referral, news=said, by=by, at=at)


# Actions ----------------------------------------------------------------------------------------


def _end_actions(origin: Origin, origin_id: UUID, moment: Moment) -> None:
    for action in Action.objects.from_origin(origin, origin_id).unfinished():
        actions.cancel(action=action, reason=_ENDED, by=moment.by, at=moment.at)


def _wanted(origin: Origin, origin_id: UUID, *, on: date) -> tuple[Recommended, ...]:
    """Return what is still to be done, as it is to be agreed for the right person."""
    rows = Action.objects.from_origin(origin, origin_id).unfinished().select_related(
        "owner", "organisation"
    )  # fmt: skip
    return tuple(
        Recommended(
            description=one.description,
            due_on=max(one.due_on, on),
            owner=one.owner,
            contact=_contact(one),
        )
        for one in rows
    )


def _contact(action: Action) -> Contact | None:
    if action.owner is not None or action.organisation is None:
        return None
    return Contact(action.contact_name, action.contact_email, action.organisation)


# Stays ------------------------------------------------------------------------------------------


def _strike_with_stay(stay: InpatientStay, moment: Moment) -> Iterable[int]:
    told: list[int] = []
    for visit in OversightVisit.objects.filter(stay=stay):
        told += _strike_visit(visit, moment)
    for review in Review.objects.filter(stay=stay).select_related("request"):
        if recorded_in(review, stay):
            told += _strike_review(review, moment)
    return told


def _move_with_stay(stay: InpatientStay, made: InpatientStay, by: User, at: datetime) -> None:
    for visit in OversightVisit.objects.filter(stay=stay).select_related("visited_by"):
        _visit_again(visit, made, by=by, at=at)
    for review in Review.objects.filter(stay=stay):
        if recorded_in(review, stay):
            _move_review(review, made.person, by, at, made)


KINDS = (
    FactKind(
        code="review", name="a C(E)TR or LAEP", rows=_reviews,
        strike=_strike_review, move=_move_review, correct_at="reviews:correct_review",
        takes="its report and the actions that it asked for and that are still open",
        says=lambda one: f"{one.shown_kind} held on {in_words(one.held_on)}",
    ),
    FactKind(
        code="visit", name="an oversight visit", rows=_visits, strike=_strike_visit,
        takes="the actions that it asked for and that are still open",
        move=_move_visit, correct_at="reviews:correct_visit",
        says=lambda one: (
            f"Oversight visit on {in_words(one.visited_on)}, the person was "
            f"{'seen' if one.saw_person else 'not seen'}. {one.account}"
        ),
    ),
    FactKind(
        code="keyworker-news", name="an answer from the keyworker service", rows=_news,
        strike=_strike_news, move=_move_news, correct_at="reviews:correct_keyworker_news",
        says=lambda one: f"{one.get_state_display()}, {in_words(one.happened_on)}",
    ),
    FactKind(
        code="keyworker", name="a keyworker decision", rows=_keyworkers,
        takes="what the keyworker service answered",
        strike=_strike_keyworker, move=_move_keyworker, correct_at="reviews:correct_keyworker",
        says=lambda one: f"{one.get_outcome_display()}, decided on {in_words(one.decided_on)}",
    ),
)  # fmt: skip


def register_kinds() -> None:
    """Let reviews, visits and keyworker decisions be struck out, alone or with their stay, and
    what followed a review.
    """
    for kind in (*KINDS, *STEPS):
        add_kind(kind)
    add_follower("reviews", _strike_with_stay, _move_with_stay)
