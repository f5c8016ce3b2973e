"""Addresses that exist in the demo only."""

from django.urls import path

from dsr_site.demo import views

app_name = "demo"
urlpatterns = [
    path("personas/", views.Personas.as_view(), name="personas"),
    path("mailbox/", views.Mailbox.as_view(), name="mailbox"),
]
