"""How long a session lasts, and what it must have proved."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

GetResponse = Callable[[HttpRequest], HttpResponse]
FREE_OF_SECOND_FACTOR = ("/account/", "/sign-in/", "/sign-out/", "/static/", "/health/")


class SessionLimits:
    """Ends a session after 15 idle minutes, and after 12 hours whatever happens."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            began = request.session.setdefault("began", now)
            seen = request.session.get("seen", now)
            if (
                now - seen > settings.SESSION_IDLE_SECONDS
                or now - began > settings.SESSION_MAX_SECONDS
            ):
                logout(request)
                return redirect_to_login(request.get_full_path())
            # Written at most twice a minute: a session row is not rewritten by every page.
            if now - seen >= 30 or "seen" not in request.session:
                request.session["seen"] = now
        return self.get_response(request)


class SecondFactor:
    """Somebody signed in without a second factor reaches only the page that enrols one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            settings.DSR_REQUIRE_SECOND_FACTOR
            and request.user.is_authenticated
            and not request.path.startswith(FREE_OF_SECOND_FACTOR)
            and not _enrolled(request)
        ):
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return self.get_response(request)


def _enrolled(request: HttpRequest) -> bool:
    """Whether the user has a second factor; remembered in the session once true."""
    if request.session.get("second_factor"):
        return True
    from allauth.mfa.models import Authenticator

    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    enrolled = Authenticator.objects.filter(user=request.user, type__in=kinds).exists()
    if enrolled:
        request.session["second_factor"] = True
    return bool(enrolled)
