"""Addresses of the register, below /people/."""

from django.urls import path

from register import views

app_name = "register"
urlpatterns = [
    path("", views.People.as_view(), name="people"),
    path("search/", views.Search.as_view(), name="search"),
    path("leads/", views.Leads.as_view(), name="leads"),
    path("leads/<uuid:user>/hand-over/", views.HandOver.as_view(), name="hand_over"),
    path("hand-overs/", views.AreaMoves.as_view(), name="area_moves"),
    path("hand-overs/<uuid:pk>/accept/", views.AcceptMove.as_view(), name="accept_move"),
    path("hand-overs/<uuid:pk>/return/", views.ReturnMove.as_view(), name="return_move"),
    path("hand-overs/<uuid:pk>/withdraw/", views.WithdrawMove.as_view(), name="withdraw_move"),
    path("<uuid:pk>/hand-over/", views.ProposeMove.as_view(), name="propose_move"),
    path("left/", views.Departures.as_view(), name="departures"),
    path("<uuid:pk>/", views.PersonPage.as_view(), name="person"),
    path("<uuid:pk>/rate/", views.Rate.as_view(), name="rate"),
    path("<uuid:pk>/edit/", views.Edit.as_view(), name="edit"),
    path("<uuid:pk>/other-records/", views.OtherRecords.as_view(), name="other_records"),
    path("<uuid:pk>/compare/<uuid:other>/", views.Compare.as_view(), name="compare"),
    path(
        "<uuid:pk>/other-records/<uuid:finding>/confirm/",
        views.ConfirmFinding.as_view(),
        name="confirm_finding",
    ),
    path(
        "<uuid:pk>/other-records/<uuid:finding>/take-back/",
        views.EndFinding.as_view(),
        name="end_finding",
    ),
    path("<uuid:pk>/lead/", views.NameLead.as_view(), name="name_lead"),
    path("<uuid:pk>/partners/new/", views.NamePartner.as_view(), name="name_partner"),
    path(
        "<uuid:pk>/partners/<uuid:involvement>/end/",
        views.EndInvolvement.as_view(),
        name="end_involvement",
    ),
    path("<uuid:pk>/admit/", views.Admit.as_view(), name="admit"),
    path("<uuid:pk>/stays/<uuid:stay>/correct/", views.CorrectStay.as_view(), name="correct_stay"),
    path("<uuid:pk>/earlier-stay/", views.EarlierStay.as_view(), name="earlier_stay"),
    path(
        "<uuid:pk>/strike-out/<slug:kind>/<uuid:fact>/",
        views.StrikeOut.as_view(),
        name="strike_out",
    ),
    path("<uuid:pk>/struck-out/<uuid:struck>/", views.StruckOut.as_view(), name="struck_out"),
    path(
        "<uuid:pk>/ratings/<uuid:fact>/correct/",
        views.CorrectRating.as_view(),
        name="correct_rating",
    ),
    path(
        "<uuid:pk>/legal-status/<uuid:fact>/correct/",
        views.CorrectStatus.as_view(),
        name="correct_status",
    ),
    path(
        "<uuid:pk>/leave/<uuid:fact>/correct/",
        views.CorrectLeave.as_view(),
        name="correct_leave",
    ),
    path(
        "<uuid:pk>/moves/<uuid:fact>/correct/",
        views.CorrectTransfer.as_view(),
        name="correct_transfer",
    ),
    path(
        "<uuid:pk>/concerns/<uuid:fact>/correct/",
        views.CorrectConcern.as_view(),
        name="correct_concern",
    ),
    path(
        "<uuid:pk>/partners/<uuid:fact>/correct/",
        views.CorrectPartner.as_view(),
        name="correct_partner",
    ),
    path("<uuid:pk>/transfer/", views.Transfer.as_view(), name="transfer"),
    path("<uuid:pk>/legal-status/", views.RecordStatus.as_view(), name="record_status"),
    path("<uuid:pk>/leave/", views.StartLeave.as_view(), name="start_leave"),
    path("<uuid:pk>/leave/end/", views.EndLeave.as_view(), name="end_leave"),
    path("<uuid:pk>/concern/", views.RecordConcern.as_view(), name="record_concern"),
    path("<uuid:pk>/plan-discharge/", views.PlanDischarge.as_view(), name="plan_discharge"),
    path("<uuid:pk>/discharge/", views.Discharge.as_view(), name="discharge"),
    path("<uuid:pk>/commissioner-view/", views.Recognise.as_view(), name="recognise"),
    path(
        "<uuid:pk>/detention-view/",
        views.FormStatutoryView.as_view(),
        name="form_statutory_view",
    ),
    path("<uuid:pk>/adulthood/", views.DecideAdulthood.as_view(), name="decide_adulthood"),
    path("<uuid:pk>/partners/confirm/", views.ConfirmPartners.as_view(), name="confirm_partners"),
    path("<uuid:pk>/close/", views.Close.as_view(), name="close"),
    path("<uuid:pk>/reopen/", views.Reopen.as_view(), name="reopen"),
    path("<uuid:pk>/leaving/correct/", views.CorrectClosing.as_view(), name="correct_closing"),
    path("<uuid:pk>/date-of-death/", views.CorrectDeath.as_view(), name="correct_death"),
]
