"""Reviews (CTR, CETR, LAEP): asked for, arranged, held, followed up, closed."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from register import workflow as register
from register.rules import Level, RatingSource
from reviews import workflow
from reviews.models import Recommendation, ReportCopy, Review, ReviewRequest
from reviews.rules import STATUTORY
from reviews.rules.process import TRANSITIONS
from tests.access.people import seen_by_all
from tests.conftest import Cast
from tests.factories import NOW
from tests.register.closing import day
from tests.reviews import given
from tests.ways_out.model import Machine, State, Way, moves
from tests.ways_out.of_register import IN_HISTORY, itself, record, strike_out, struck

TODAY = NOW.date()
WHY = {"reason": "Slip"}


def _asked(cast: Cast) -> ReviewRequest:
    return given.asked(cast, seen_by_all(cast))


def _arranged(cast: Cast) -> ReviewRequest:
    return given.arranged(cast, seen_by_all(cast))


def _met(cast: Cast) -> ReviewRequest:
    request = _arranged(cast)
    workflow.record_review(
        person=request.person, details=given.HELD, request=request, by=cast.team, at=NOW
    )
    return request


def _declined(cast: Cast) -> ReviewRequest:
    return workflow.decline(request=_asked(cast), reason="Not now", by=cast.team, at=NOW)


def _cancelled(cast: Cast) -> ReviewRequest:
    return workflow.cancel(request=_arranged(cast), reason="Snow", by=cast.team, at=NOW)


def _stopped(cast: Cast) -> ReviewRequest:
    return workflow.stop(request=_arranged(cast), by=cast.team, at=NOW)


_again = Way("reviews:request_review", "ask for a review again", "lead, team", at=record)
_hold = Way("reviews:hold", "record that it was held")
REQUEST = Machine(
    "A request for a review", ReviewRequest, ("state", "planned_on", "arranged_on", "ended_on"),
    lambda one: reverse("reviews:request", args=[one.pk]),
    (
        State("asked", "asked for", _asked, (
            Way("reviews:arrange", "arrange it"), _hold,
            Way("reviews:decline", "decline it", press=WHY),
        )),
        State("arranged", "arranged", _arranged, (
            Way("reviews:arrange", "change its day or its panel"),
            Way("reviews:record_papers", "record its papers"), _hold,
            Way("reviews:cancel", "call it off", press=WHY),
        )),
        State("held", "held", _met, (
            strike_out("strike out the review: the request waits again", at=record,
                       about=lambda one: one.review),
        ), end="It continues as a review."),
        State("declined", "declined", _declined, (_again,), end="The person who asked was told."),
        State("cancelled", "called off", _cancelled, (_again,),
              end="The person who asked was told."),
        State("stopped", "stopped: consent was withdrawn", _stopped, (_again,),
              end="It needs consent to the review first."),
    ),
    rules=moves("reviews", TRANSITIONS, but=("stop", "call_off")),
)  # fmt: skip


def _review(cast: Cast) -> Review:
    return given.held(cast, seen_by_all(cast))


def _escalated(cast: Cast) -> Review:
    return workflow.escalate(
        review=_review(cast), reason="Stuck", escalated_on=TODAY, by=cast.team, at=NOW
    )


def _ruled(cast: Cast) -> Review:
    return workflow.record_oversight(
        review=_escalated(cast), outcome="Go on", oversight_on=TODAY, by=cast.team, at=NOW
    )


def _sent(cast: Cast) -> Review:
    return workflow.send_report(review=_review(cast), sent_on=TODAY, by=cast.team, at=NOW)


def _ready(cast: Cast) -> Review:
    review = _sent(cast)
    register.rate(
        person=review.person, level=Level.AMBER, reason="After it", source=RatingSource.REVIEW,
        by=cast.team, at=NOW,
    )  # fmt: skip
    return review


def _closed(cast: Cast) -> Review:
    return workflow.close(review=_ready(cast), by=cast.team, at=NOW)


def _state(one: Any) -> str:
    if one.struck_out_id:
        return "struck_out"
    if one.closed_on:
        return "closed"
    if one.escalated_on:
        return "ruled" if one.oversight_on else "escalated"
    return "sent" if one.report_sent_on else "held"


_rate = Way("register:rate", "review the rating")
_send = Way("reviews:send_report", "record that its report was sent")
_escalate = Way(
    "reviews:escalate", "escalate it to the oversight panel",
    press=day("escalated_on", TODAY) | {"reason": "Stuck"},
)  # fmt: skip
_strike = strike_out("strike it out, or move it to the right person", at=record)
REVIEW = Machine(
    "A review that was held", Review,
    ("report_sent_on", "escalated_on", "oversight_on", "closed_on", "struck_out"),
    lambda one: reverse("reviews:review", args=[one.pk]),
    (
        State("held", "held", _review, (_send, _rate, _escalate, _strike)),
        State("sent", "with its report sent", _sent, (_rate, _escalate, _strike)),
        State("sent", "with its report sent and its rating reviewed", _ready, (
            Way("reviews:close", "close it", press={}), _escalate, _strike,
        )),
        State("escalated", "escalated to the oversight panel", _escalated, (
            Way("reviews:record_oversight", "record what the panel decided"), _strike,
            strike_out("strike out the escalation"),
        )),
        State("ruled", "decided by the oversight panel", _ruled, (
            _send, _strike, strike_out("strike out what the panel decided"),
        )),
        State("closed", "closed", _closed, (
            strike_out("strike out its closing: it is open again"), _strike,
        ), end="Nothing is left to do about it."),
        State("struck_out", "struck out", struck(_review, "review"), (
            Way("reviews:record_review", "record the right one", at=record),
        ), end=IN_HISTORY),
    ),
    read=_state,
)  # fmt: skip


def _copy(cast: Cast) -> ReportCopy:
    return _sent(cast).copies.filter(recipient__in=STATUTORY)[0]


def _regarded(cast: Cast) -> ReportCopy:
    return workflow.record_regard(
        copy=_copy(cast), regard="Yes", regard_on=TODAY, by=cast.team, at=NOW
    )


def _copy_state(one: Any) -> str:
    if one.struck_out_id is not None:
        return "struck_out"
    return "answered" if one.regard_on else "sent"


def _of_review(one: Any) -> str:
    return reverse("reviews:review", args=[one.review_id])


_strike_review = strike_out(
    "strike out the review with its report", at=record, about=lambda one: one.review, press=None
)  # fmt: skip
COPY = Machine(
    "A copy of a report", ReportCopy, ("regard_on", "struck_out"), _of_review,
    (
        State("sent", "sent, its answer not recorded", _copy, (
            Way("reviews:record_regard", "record the answer", about=itself,
                press=day("regard_on", TODAY) | {"regard": "Yes"}),
            strike_out("strike it out: it was not sent"), _strike_review,
        )),
        State("answered", "answered", _regarded, (
            strike_out("strike out the answer"), _strike_review,
        ), end="Its recipient has said how they had regard to it."),
        State("struck_out", "struck out", struck(_copy, "report-copy"), (
            Way("reviews:send_report", "record the right one"),
        ), end=IN_HISTORY),
    ),
    read=_copy_state,
)  # fmt: skip


def _unowned(cast: Cast) -> Recommendation:
    return given.held(cast, seen_by_all(cast), unowned=("Find a flat",)).recommendations.get()


def _left(cast: Cast) -> Recommendation:
    return workflow.leave_recommendation(
        recommendation=_unowned(cast), reason="Has one", by=cast.team, at=NOW
    )


def _action(cast: Cast) -> Recommendation:
    from reviews.details import Recommended

    wanted = Recommended(description="Find a flat", due_on=TODAY, owner=cast.lead)
    return workflow.agree_recommendation(
        recommendation=_unowned(cast), wanted=wanted, by=cast.team, at=NOW
    )


def _recommendation(one: Any) -> str:
    return "action" if one.action_id else "left" if one.left_reason else "unsettled"


Made = Callable[[Cast], Any]
RECOMMENDATION = Machine(
    "A recommendation without an owner", Recommendation, (), _of_review,
    (
        State("unsettled", "to be settled", _unowned, (
            Way("reviews:agree_recommendation", "agree an action", about=itself),
            Way("reviews:leave_recommendation", "say why there is none", press=WHY, about=itself),
        )),
        State("left", "settled without an action", _left, (
            strike_out("strike out that there is none"),
        ), end="Someone said why no action follows."),
        State("action", "settled by an action", _action, (
            Way("actions:cancel", "cancel the action", about=lambda one: one.action,
                at=lambda one: reverse("actions:action", args=[one.action_id])),
        ), end="It continues as an action."),
    ),
    read=_recommendation,
)  # fmt: skip

MACHINES = (REQUEST, REVIEW, COPY, RECOMMENDATION)
