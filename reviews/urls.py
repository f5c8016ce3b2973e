"""Addresses of reviews, below /reviews/."""

from django.urls import path

from reviews import views

app_name = "reviews"
urlpatterns = [
    path("new/<uuid:person>/", views.RecordReview.as_view(), name="record_review"),
    path("keyworker/<uuid:person>/", views.DecideKeyworker.as_view(), name="decide_keyworker"),
    path("visits/new/<uuid:stay>/", views.RecordVisit.as_view(), name="record_visit"),
    path("visits/<uuid:pk>/", views.VisitPage.as_view(), name="visit"),
    path("<uuid:pk>/", views.ReviewPage.as_view(), name="review"),
    path("<uuid:pk>/send-report/", views.SendReport.as_view(), name="send_report"),
]
