"""Addresses of `meetings`."""

from django.urls import URLPattern, path

from meetings.views import (
    after,
    convening,
    drift,
    minuting,
    moving,
    pages,
    people,
    printing,
    series,
    undoing,
    verbs,
    wrong_person,
)

app_name = "meetings"
urlpatterns: list[URLPattern] = [
    path("", pages.Meetings.as_view(), name="list"),
    path("plan/", verbs.Plan.as_view(), name="plan"),
    path("series/", series.SeriesList.as_view(), name="series_list"),
    path("series/start/", series.StartSeries.as_view(), name="start_series"),
    path("series/<uuid:series>/", series.SeriesPage.as_view(), name="series"),
    path("series/<uuid:series>/change/", series.ChangeSeries.as_view(), name="change_series"),
    path("series/<uuid:series>/end/", series.EndSeries.as_view(), name="end_series"),
    path("series/<uuid:series>/resume/", series.ResumeSeries.as_view(), name="resume_series"),
    path("series/<uuid:series>/members/", series.AddMembers.as_view(), name="add_members"),
    path(
        "series/<uuid:series>/members/<uuid:member>/end/",
        series.EndMembership.as_view(),
        name="end_membership",
    ),
    path("sample/", drift.Sample.as_view(), name="sample"),
    path("sample/<uuid:sample>/", drift.LookAt.as_view(), name="look_at"),
    path("urgent/<uuid:person>/", convening.ConveneUrgent.as_view(), name="urgent_person"),
    path(
        "urgent/referral/<uuid:referral>/",
        convening.ConveneUrgentForReferral.as_view(),
        name="urgent_referral",
    ),
    path("people/<uuid:person>/add/", people.AddPerson.as_view(), name="add_person"),
    path("<uuid:meeting>/", pages.MeetingPage.as_view(), name="meeting"),
    path("to-ratify/", after.ToRatify.as_view(), name="to_ratify"),
    path("to-check/", wrong_person.ToCheck.as_view(), name="to_check"),
    path("<uuid:meeting>/print/", printing.PrintPage.as_view(), name="print"),
    path("<uuid:meeting>/print/pdf/", printing.Pack.as_view(), name="pack"),
    path("<uuid:meeting>/approve/", after.Approve.as_view(), name="approve"),
    path("<uuid:meeting>/deputy/", after.NameDeputy.as_view(), name="name_deputy"),
    path("<uuid:meeting>/move/", moving.Move.as_view(), name="move"),
    path("<uuid:meeting>/calendar/", moving.CalendarEntry.as_view(), name="calendar"),
    path(
        "<uuid:meeting>/attendees/<uuid:attendee>/remove/",
        moving.Uninvite.as_view(),
        name="uninvite",
    ),
    path("<uuid:meeting>/invite/", verbs.Invite.as_view(), name="invite"),
    path("<uuid:meeting>/apologies/", verbs.Apologise.as_view(), name="apologise"),
    path("<uuid:meeting>/attendance/", verbs.RecordAttendance.as_view(), name="record_attendance"),
    path("<uuid:meeting>/open/", verbs.Open.as_view(), name="open"),
    path("<uuid:meeting>/close/", verbs.Close.as_view(), name="close"),
    path("<uuid:meeting>/cancel/", verbs.Cancel.as_view(), name="cancel"),
    path("<uuid:meeting>/put-back/", undoing.PutBack.as_view(), name="put_back"),
    path("<uuid:meeting>/not-held/", undoing.Abandon.as_view(), name="abandon"),
    path("<uuid:meeting>/open-again/", undoing.Reopen.as_view(), name="reopen"),
    path("<uuid:meeting>/come/", verbs.Come.as_view(), name="come"),
    path(
        "<uuid:meeting>/attendees/<uuid:attendee>/invite/",
        moving.InviteAgain.as_view(),
        name="invite_again",
    ),
    path(
        "<uuid:meeting>/people/<uuid:person>/move/",
        wrong_person.MoveMinutes.as_view(),
        name="move_minutes",
    ),
    path(
        "<uuid:meeting>/people/<uuid:person>/moved/<uuid:moved>/",
        wrong_person.CheckMoved.as_view(),
        name="check_moved",
    ),
    path(
        "<uuid:meeting>/people/<uuid:person>/moved/<uuid:moved>/set-aside/",
        wrong_person.SetAside.as_view(),
        name="set_aside",
    ),
    path(
        "<uuid:meeting>/attendance/correct/",
        undoing.CorrectAttendance.as_view(),
        name="correct_attendance",
    ),
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
    path(
        "<uuid:meeting>/people/<uuid:person>/words/",
        minuting.Amend.as_view(),
        name="amend",
    ),
    path(
        "<uuid:meeting>/people/<uuid:person>/strike-out/",
        undoing.StrikeOut.as_view(),
        name="strike_out",
    ),
    path(
        "<uuid:meeting>/people/<uuid:person>/ratify/",
        after.Ratify.as_view(),
        name="ratify",
    ),
    path(
        "<uuid:meeting>/people/<uuid:person>/correction/",
        after.AddCorrection.as_view(),
        name="add_correction",
    ),
    path(
        "<uuid:meeting>/people/<uuid:person>/letter/",
        after.Letter.as_view(),
        name="letter",
    ),
    path(
        "<uuid:meeting>/people/<uuid:person>/letter/easy-read/",
        after.EasyLetter.as_view(),
        name="letter_easy",
    ),
    path(
        "<uuid:meeting>/people/<uuid:person>/letter/given/",
        after.GiveLetter.as_view(),
        name="give_letter",
    ),
]
