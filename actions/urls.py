"""Addresses of actions and duties, below /actions/."""

from django.urls import path

from actions import views

app_name = "actions"
urlpatterns = [
    path("", views.Actions.as_view(), name="actions"),
    path("duties/", views.Duties.as_view(), name="duties"),
    path("duties/<uuid:pk>/waive/", views.Waive.as_view(), name="waive"),
    path("policy/", views.PolicyPage.as_view(), name="policy"),
    path("agree/<uuid:person>/", views.Agree.as_view(), name="agree"),
    path("<uuid:pk>/", views.ActionPage.as_view(), name="action"),
    path("<uuid:pk>/mark-done/", views.MarkDone.as_view(), name="mark_done"),
    path("<uuid:pk>/confirm/", views.Confirm.as_view(), name="confirm"),
    path("<uuid:pk>/send-back/", views.SendBack.as_view(), name="send_back"),
    path("<uuid:pk>/extend/", views.Extend.as_view(), name="extend"),
    path("<uuid:pk>/reassign/", views.Reassign.as_view(), name="reassign"),
    path("<uuid:pk>/cancel/", views.Cancel.as_view(), name="cancel"),
]
