"""The addresses of a demo, for the tests of the demo."""

from django.urls import include, path

from dsr_site.urls import urlpatterns as rest

urlpatterns = [*rest, path("demo/", include("dsr_site.demo.urls"))]
