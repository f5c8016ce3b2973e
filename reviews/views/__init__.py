"""Pages of requests and reviews, of keyworkers, and of the commissioner's oversight visit."""

from reviews.views.correcting import (
    CorrectKeyworker,
    CorrectKeyworkerNews,
    CorrectReview,
    CorrectVisit,
)
from reviews.views.followed import (
    AgreeRecommendation,
    Close,
    Escalate,
    LeaveRecommendation,
    Letter,
    RecordOversight,
    RecordRegard,
    SendReport,
)
from reviews.views.held import Hold, RecordReview
from reviews.views.lists import Reviews
from reviews.views.people import DecideKeyworker, FollowUpKeyworker, ReviewPage
from reviews.views.requests import (
    Arrange,
    Cancel,
    Decline,
    RecordPapers,
    RequestPage,
    RequestReview,
)
from reviews.views.visits import RecordVisit, VisitPage

__all__ = [
    "AgreeRecommendation",
    "Arrange",
    "Cancel",
    "Close",
    "CorrectKeyworker",
    "CorrectKeyworkerNews",
    "CorrectReview",
    "CorrectVisit",
    "DecideKeyworker",
    "Decline",
    "Escalate",
    "FollowUpKeyworker",
    "Hold",
    "LeaveRecommendation",
    "Letter",
    "RecordOversight",
    "RecordPapers",
    "RecordRegard",
    "RecordReview",
    "RecordVisit",
    "RequestPage",
    "RequestReview",
    "ReviewPage",
    "Reviews",
    "SendReport",
    "VisitPage",
]
