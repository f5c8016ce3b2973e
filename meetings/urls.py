"""Addresses of `meetings`."""

from django.urls import URLPattern, path

from meetings.views import convening, minuting, pages, people, verbs

app_name = "meetings"
urlpatterns: list[URLPattern] = [
    path("", pages.Meetings.as_view(), name="list"),
    path("plan/", verbs.Plan.as_view(), name="plan"),
    path("urgent/<uuid:person>/", convening.ConveneUrgent.as_view(), name="urgent_person"),
    path(
        "urgent/referral/<uuid:referral>/",
        convening.ConveneUrgentForReferral.as_view(),
        name="urgent_referral",
    ),
    path("people/<uuid:person>/add/", people.AddPerson.as_view(), name="add_person"),
    path("<uuid:meeting>/", pages.MeetingPage.as_view(), name="meeting"),
    path("<uuid:meeting>/print/", pages.PrintPage.as_view(), name="print"),
    path("<uuid:meeting>/invite/", verbs.Invite.as_view(), name="invite"),
    path("<uuid:meeting>/apologies/", verbs.Apologise.as_view(), name="apologise"),
    path("<uuid:meeting>/attendance/", verbs.RecordAttendance.as_view(), name="record_attendance"),
    path("<uuid:meeting>/open/", verbs.Open.as_view(), name="open"),
    path("<uuid:meeting>/close/", verbs.Close.as_view(), name="close"),
    path("<uuid:meeting>/cancel/", verbs.Cancel.as_view(), name="cancel"),
    path(
        "<uuid:meeting>/people/<uuid:person>/",
        minuting.RecordOutcome.as_view(),
        name="record_outcome",
    ),
    path(
        "<uuid:meeting>/people/<uuid:person>/minutes/",
        pages.MinutesPage.as_view(),
        name="minutes",
    ),
    path(
        "<uuid:meeting>/people/<uuid:person>/remove/",
        people.RemovePerson.as_view(),
        name="remove_person",
    ),
    path(
        "<uuid:meeting>/people/<uuid:person>/feedback/",
        people.GiveFeedback.as_view(),
        name="give_feedback",
    ),
]
