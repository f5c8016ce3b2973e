"""Addresses of the register, below /people/."""

from django.urls import path

from register import views

app_name = "register"
urlpatterns = [
    path("", views.People.as_view(), name="people"),
    path("search/", views.Search.as_view(), name="search"),
    path("<uuid:pk>/", views.PersonPage.as_view(), name="person"),
    path("<uuid:pk>/rate/", views.Rate.as_view(), name="rate"),
    path("<uuid:pk>/edit/", views.Edit.as_view(), name="edit"),
    path("<uuid:pk>/lead/", views.NameLead.as_view(), name="name_lead"),
    path("<uuid:pk>/partners/new/", views.NamePartner.as_view(), name="name_partner"),
    path(
        "<uuid:pk>/partners/<uuid:involvement>/end/",
        views.EndInvolvement.as_view(),
        name="end_involvement",
    ),
    path("<uuid:pk>/admit/", views.Admit.as_view(), name="admit"),
    path("<uuid:pk>/plan-discharge/", views.PlanDischarge.as_view(), name="plan_discharge"),
    path("<uuid:pk>/discharge/", views.Discharge.as_view(), name="discharge"),
    path("<uuid:pk>/close/", views.Close.as_view(), name="close"),
]
