"""Addresses of actions and duties, below /actions/."""

from django.urls import path

from actions import views

app_name = "actions"
urlpatterns = [
    path("", views.Actions.as_view(), name="actions"),
    path("duties/", views.Duties.as_view(), name="duties"),
    path("duties/<uuid:pk>/", views.DutyPage.as_view(), name="duty"),
    path("duties/<uuid:pk>/record-done/", views.RecordDone.as_view(), name="record_done"),
    path(
        "duties/decisions/<uuid:pk>/correct/",
        views.CorrectDecision.as_view(),
        name="correct_decision",
    ),
    path(
        "duties/decisions/<uuid:pk>/strike-out/",
        views.StrikeOutDecision.as_view(),
        name="strike_out_decision",
    ),
    path("duties/<uuid:pk>/waive/", views.Waive.as_view(), name="waive"),
    path("already-detained/", views.AlreadyDetained.as_view(), name="already_detained"),
    path(
        "already-detained/<uuid:stay>/decide/",
        views.DecideTransition.as_view(),
        name="decide_transition",
    ),
    path(
        "already-detained/decisions/<uuid:pk>/strike-out/",
        views.StrikeOutTransition.as_view(),
        name="strike_out_transition",
    ),
    path("policy/", views.PolicyPage.as_view(), name="policy"),
    path("policy/try/", views.Simulate.as_view(), name="simulate"),
    path("policy/commencement/", views.ProposeCommencement.as_view(), name="propose_commencement"),
    path(
        "policy/commencement/<uuid:pk>/confirm/",
        views.ConfirmCommencement.as_view(),
        name="confirm_commencement",
    ),
    path(
        "policy/commencement/<uuid:pk>/reject/",
        views.RejectCommencement.as_view(),
        name="reject_commencement",
    ),
    path(
        "policy/commencement/<uuid:pk>/withdraw/",
        views.WithdrawCommencement.as_view(),
        name="withdraw_commencement",
    ),
    path("confirm/", views.ConfirmMany.as_view(), name="confirm_many"),
    path("owners/", views.Owners.as_view(), name="owners"),
    path("owners/<uuid:user>/hand-over/", views.HandOver.as_view(), name="hand_over"),
    path("cover/", views.Covers.as_view(), name="covers"),
    path("cover/arrange/", views.ArrangeCover.as_view(), name="arrange_cover"),
    path("cover/<uuid:pk>/end/", views.EndCover.as_view(), name="end_cover"),
    path("answer/given/", views.AnswerGiven.as_view(), name="answered"),
    path("answer/<str:token>/", views.Answer.as_view(), name="answer"),
    path("agree/<uuid:person>/", views.Agree.as_view(), name="agree"),
    path("<uuid:pk>/", views.ActionPage.as_view(), name="action"),
    path("<uuid:pk>/mark-done/", views.MarkDone.as_view(), name="mark_done"),
    path("<uuid:pk>/confirm/", views.Confirm.as_view(), name="confirm"),
    path("<uuid:pk>/send-back/", views.SendBack.as_view(), name="send_back"),
    path("<uuid:pk>/extend/", views.Extend.as_view(), name="extend"),
    path("<uuid:pk>/reassign/", views.Reassign.as_view(), name="reassign"),
    path("<uuid:pk>/cancel/", views.Cancel.as_view(), name="cancel"),
    path("<uuid:pk>/reopen/", views.Reopen.as_view(), name="reopen"),
]
