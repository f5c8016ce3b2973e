"""Forms of requests, reviews, reports, keyworkers and visits: parsing and layout, no saving."""

from reviews.forms.followed import (
    AgreeRecommendationForm,
    CloseForm,
    EscalateForm,
    LeaveRecommendationForm,
    OversightForm,
)
from reviews.forms.keyworker import FollowUpForm, KeyworkerForm
from reviews.forms.report import RegardForm, SendReportForm
from reviews.forms.request import ArrangeForm, CancelForm, DeclineForm, PapersForm, RequestForm
from reviews.forms.review import ReviewForm
from reviews.forms.rows import WithActions
from reviews.forms.visit import VisitForm

__all__ = [
    "AgreeRecommendationForm",
    "ArrangeForm",
    "CancelForm",
    "CloseForm",
    "DeclineForm",
    "EscalateForm",
    "FollowUpForm",
    "KeyworkerForm",
    "LeaveRecommendationForm",
    "OversightForm",
    "PapersForm",
    "RegardForm",
    "RequestForm",
    "ReviewForm",
    "SendReportForm",
    "VisitForm",
    "WithActions",
]
