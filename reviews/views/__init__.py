"""Pages of reviews, of the keyworker decision, and of the commissioner's oversight visit."""

from reviews.views.people import DecideKeyworker, RecordReview, ReviewPage, SendReport
from reviews.views.visits import RecordVisit, VisitPage

__all__ = [
    "DecideKeyworker",
    "RecordReview",
    "RecordVisit",
    "ReviewPage",
    "SendReport",
    "VisitPage",
]
