"""Requests for reviews, reviews and their reports, keyworkers, and commissioners' visits."""

from reviews.models.keyworker import KeyworkerFollowUp, KeyworkerReferral
from reviews.models.report import Finding, Recommendation, ReportCopy
from reviews.models.request import ReviewPaper, ReviewRequest
from reviews.models.review import Review
from reviews.models.visit import OversightVisit

__all__ = [
    "Finding",
    "KeyworkerFollowUp",
    "KeyworkerReferral",
    "OversightVisit",
    "Recommendation",
    "ReportCopy",
    "Review",
    "ReviewPaper",
    "ReviewRequest",
]
