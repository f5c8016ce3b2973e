"""Addresses of oversight: my work and the BLUE list."""

from django.urls import path

from oversight import views

app_name = "oversight"
urlpatterns = [
    path("home/", views.Home.as_view(), name="home"),
    path("oversight/without-owner/", views.WithoutOwner.as_view(), name="without_owner"),
    path("oversight/blue/", views.Blue.as_view(), name="blue"),
    path("oversight/blue/export/", views.Export.as_view(), name="export"),
    path("oversight/blue/print/", views.PrintBlue.as_view(), name="print_blue"),
    path("oversight/blue/save-view/", views.SaveView.as_view(), name="save_view"),
    path("oversight/blue/views/<uuid:pk>/remove/", views.RemoveView.as_view(), name="remove_view"),
    path("oversight/figures/", views.Figures.as_view(), name="figures"),
    path("oversight/look-back/", views.LookBacks.as_view(), name="look_backs"),
    path("oversight/trail/", views.Trail.as_view(), name="trail"),
    path("oversight/corrections/", views.Corrections.as_view(), name="corrections"),
    path("oversight/reads/", views.Reads.as_view(), name="reads"),
    path("oversight/blue/<uuid:pk>/", views.Stay.as_view(), name="stay"),
]
