"""Addresses of reviews, below /reviews/."""

from django.urls import path

from reviews import views

app_name = "reviews"
urlpatterns = [
    path("", views.Reviews.as_view(), name="list"),
    path("new/<uuid:person>/", views.RecordReview.as_view(), name="record_review"),
    path("requests/new/<uuid:person>/", views.RequestReview.as_view(), name="request_review"),
    path("requests/<uuid:pk>/", views.RequestPage.as_view(), name="request"),
    path("requests/<uuid:pk>/arrange/", views.Arrange.as_view(), name="arrange"),
    path("requests/<uuid:pk>/papers/", views.RecordPapers.as_view(), name="record_papers"),
    path("requests/<uuid:pk>/hold/", views.Hold.as_view(), name="hold"),
    path("requests/<uuid:pk>/decline/", views.Decline.as_view(), name="decline"),
    path("requests/<uuid:pk>/cancel/", views.Cancel.as_view(), name="cancel"),
    path("keyworker/<uuid:person>/", views.DecideKeyworker.as_view(), name="decide_keyworker"),
    path(
        "keyworker/<uuid:pk>/follow-up/",
        views.FollowUpKeyworker.as_view(),
        name="follow_up_keyworker",
    ),
    path("visits/new/<uuid:stay>/", views.RecordVisit.as_view(), name="record_visit"),
    path("visits/<uuid:pk>/", views.VisitPage.as_view(), name="visit"),
    *(
        path(f"corrections/<uuid:pk>/{what}/<uuid:fact>/", view.as_view(), name=f"correct_{name}")
        for what, view, name in (
            ("review", views.CorrectReview, "review"),
            ("visit", views.CorrectVisit, "visit"),
            ("keyworker", views.CorrectKeyworker, "keyworker"),
            ("keyworker-answer", views.CorrectKeyworkerNews, "keyworker_news"),
        )
    ),
    path("copies/<uuid:pk>/regard/", views.RecordRegard.as_view(), name="record_regard"),
    path(
        "recommendations/<uuid:pk>/agree/",
        views.AgreeRecommendation.as_view(),
        name="agree_recommendation",
    ),
    path(
        "recommendations/<uuid:pk>/leave/",
        views.LeaveRecommendation.as_view(),
        name="leave_recommendation",
    ),
    path("<uuid:pk>/", views.ReviewPage.as_view(), name="review"),
    path("<uuid:pk>/send-report/", views.SendReport.as_view(), name="send_report"),
    path("<uuid:pk>/escalate/", views.Escalate.as_view(), name="escalate"),
    path("<uuid:pk>/oversight/", views.RecordOversight.as_view(), name="record_oversight"),
    path("<uuid:pk>/close/", views.Close.as_view(), name="close"),
    path("<uuid:pk>/letter/", views.Letter.as_view(), name="letter"),
]
