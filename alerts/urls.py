"""Addresses of alerts and of the service's health."""

from django.urls import path

from alerts import views

app_name = "alerts"
urlpatterns = [
    path("alerts/", views.Notices.as_view(), name="notices"),
    path("alerts/red/", views.Red.as_view(), name="red"),
    path(
        "alerts/red/<str:subject>/<uuid:pk>/acknowledge/",
        views.Acknowledge.as_view(),
        name="acknowledge",
    ),
    path(
        "alerts/red/<str:subject>/<uuid:pk>/no-meeting/",
        views.DeclineMeeting.as_view(),
        name="decline_meeting",
    ),
    path("health/", views.Health.as_view(), name="health"),
]
