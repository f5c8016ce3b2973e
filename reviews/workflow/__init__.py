"""Every write of requests, reviews, reports, keyworkers and visits, one function a verb."""

from reviews.workflow.closing import (
    agree_recommendation,
    close,
    escalate,
    leave_recommendation,
    left_to_do,
    record_oversight,
)
from reviews.workflow.following import follow_stays
from reviews.workflow.held import record_review
from reviews.workflow.keyworkers import (
    decide_keyworker,
    follow_up_keyworker,
)
from reviews.workflow.reports import record_regard, send_report
from reviews.workflow.requests import (
    arrange,
    ask_again,
    call_off,
    cancel,
    decline,
    record_papers,
    request_review,
    stop,
)
from reviews.workflow.restating import correct_review
from reviews.workflow.restating_during import (
    correct_keyworker,
    correct_keyworker_news,
    correct_visit,
)
from reviews.workflow.visits import record_visit

__all__ = [
    "agree_recommendation",
    "arrange",
    "ask_again",
    "call_off",
    "cancel",
    "close",
    "correct_keyworker",
    "correct_keyworker_news",
    "correct_review",
    "correct_visit",
    "decide_keyworker",
    "decline",
    "escalate",
    "follow_stays",
    "follow_up_keyworker",
    "leave_recommendation",
    "left_to_do",
    "record_oversight",
    "record_papers",
    "record_regard",
    "record_review",
    "record_visit",
    "request_review",
    "send_report",
    "stop",
]
