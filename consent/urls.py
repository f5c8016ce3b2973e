"""Addresses of `consent`, below /consent/."""

from django.urls import path

from consent import views

app_name = "consent"
urlpatterns = [
    path("refused/", views.Refused.as_view(), name="refused"),
    path("refusals/", views.RefusalCounts.as_view(), name="refusal_counts"),
    path("advice/", views.AdviceList.as_view(), name="advice_list"),
    path("advice/ask/", views.AskAdvice.as_view(), name="ask_advice"),
    path("advice/<uuid:pk>/", views.Advice.as_view(), name="advice"),
    path("advice/<uuid:pk>/answer/", views.AnswerAdvice.as_view(), name="answer_advice"),
    path("withdrawals/", views.Withdrawals.as_view(), name="withdrawals"),
    path("withdrawals/<uuid:pk>/", views.WithdrawalPage.as_view(), name="withdrawal"),
    path("withdrawals/<uuid:pk>/approve/", views.Approve.as_view(), name="approve_erasure"),
    path("withdrawals/<uuid:pk>/restore/", views.Restore.as_view(), name="restore"),
    path("withdrawals/<uuid:pk>/hold/", views.HoldWithdrawn.as_view(), name="hold_withdrawn"),
    path("requests/", views.RemovalRequests.as_view(), name="removal_requests"),
    path("requests/<uuid:pk>/", views.HandleRequest.as_view(), name="removal_request"),
    path("holds/", views.Holds.as_view(), name="holds"),
    path("holds/<uuid:pk>/lift/", views.LiftHold.as_view(), name="lift_hold"),
    path("disposals/", views.Disposals.as_view(), name="disposals"),
    path("disposals/<uuid:pk>/", views.DisposalPage.as_view(), name="disposal"),
    path("disposals/<uuid:pk>/propose/", views.ProposeDisposal.as_view(), name="propose_disposal"),
    path("disposals/<uuid:pk>/agree/", views.AgreeDisposal.as_view(), name="agree_disposal"),
    path("disposals/<uuid:pk>/keep/", views.KeepRecord.as_view(), name="keep_record"),
    path("certificates/", views.Certificates.as_view(), name="certificates"),
    path("certificates/<uuid:pk>/", views.Certificate.as_view(), name="certificate"),
    path("decisions/<uuid:pk>/", views.DecisionPage.as_view(), name="decision"),
    path("decisions/<uuid:pk>/copy/", views.AgencyCopy.as_view(), name="agency_copy"),
    path("<uuid:pk>/", views.History.as_view(), name="history"),
    path(
        "<uuid:pk>/decisions/<uuid:fact>/correct/",
        views.CorrectDecision.as_view(),
        name="correct_decision",
    ),
    path("<uuid:pk>/record/", views.Choose.as_view(), name="choose"),
    path("<uuid:pk>/record/<slug:basis>/", views.Record.as_view(), name="record"),
    path("<uuid:pk>/hold/", views.SetHold.as_view(), name="set_hold"),
    path("<uuid:pk>/copy/", views.MakeCopy.as_view(), name="make_copy"),
    path("<uuid:pk>/easy-read/", views.EasyRead.as_view(), name="easy_read"),
    path("<uuid:pk>/withdraw-part/", views.WithdrawPart.as_view(), name="withdraw_part"),
    path("<uuid:pk>/withdraw/", views.Withdraw.as_view(), name="withdraw"),
]
