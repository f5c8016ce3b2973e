"""Addresses of referrals, below /referrals/."""

from django.urls import path

from referrals import urls_lead, urls_team, views

app_name = "referrals"
urlpatterns = [
    path("", views.Referrals.as_view(), name="list"),
    path("new/", views.Start.as_view(), name="start"),
    path("new/not-eligible/", views.NotEligible.as_view(), name="not_eligible"),
    path("<uuid:pk>/", views.OneReferral.as_view(), name="referral"),
    path("<uuid:pk>/tool/copy/", views.ResultCopy.as_view(), name="result_copy"),
    path("<uuid:pk>/basis/copy/", views.BasisCopy.as_view(), name="basis_copy"),
    path("<uuid:pk>/sections/<slug:key>/", views.Section.as_view(), name="section"),
    path("<uuid:pk>/change-basis/", views.ChangeBasis.as_view(), name="change_basis"),
    path("<uuid:pk>/check/", views.Check.as_view(), name="check"),
    path("<uuid:pk>/sent/", views.Sent.as_view(), name="sent"),
    path("<uuid:pk>/discard/", views.Discard.as_view(), name="discard"),
    path("<uuid:pk>/acknowledge/", views.Acknowledge.as_view(), name="acknowledge"),
    path("<uuid:pk>/ask/", views.Ask.as_view(), name="ask"),
    path("<uuid:pk>/answer/", views.Answer.as_view(), name="answer"),
    path("<uuid:pk>/accept/", views.Accept.as_view(), name="accept"),
    path("<uuid:pk>/decline/", views.Decline.as_view(), name="decline"),
    path("<uuid:pk>/withdraw/", views.Withdraw.as_view(), name="withdraw"),
    path(
        "<uuid:pk>/withdraw/take-back/",
        views.TakeBackWithdrawal.as_view(),
        name="take_back_withdrawal",
    ),
    path("<uuid:pk>/reopen/", views.Reopen.as_view(), name="reopen"),
    path("<uuid:pk>/restore/", views.Restore.as_view(), name="restore"),
    path("<uuid:pk>/steps/<uuid:step>/correct/", views.CorrectStep.as_view(), name="correct_step"),
    path(
        "<uuid:pk>/answers/<uuid:step>/correct/",
        views.CorrectOwnStep.as_view(),
        name="correct_own_step",
    ),
    *urls_lead.urlpatterns,
    *urls_team.urlpatterns,
]
