"""Every address of the service; each app names its own."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

handler500 = "core.views.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("dsr_site.pages")),
    path("", include("accounts.urls")),
    path("", include("accounts.signing_in")),
    path("people/", include("register.urls")),
    path("consent/", include("consent.urls")),
    path("actions/", include("actions.urls")),
    path("reviews/", include("reviews.urls")),
    path("referrals/", include("referrals.urls")),
    path("meetings/", include("meetings.urls")),
    path("", include("alerts.urls")),
    path("", include("oversight.urls")),
]

if settings.DSR_DEMO:
    urlpatterns.append(path("demo/", include("dsr_site.demo.urls")))
