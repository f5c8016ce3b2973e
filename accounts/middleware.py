"""How long a session lasts, and what it must have proved."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from accounts.rules import Permission

GetResponse = Callable[[HttpRequest], HttpResponse]

POLLING = "X-Polling"
"""The header of a request that a page makes by itself: it never prolongs a session."""

ENROLMENT = frozenset(
    {
        "account_inactive",
        "account_logout",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_view_recovery_codes",
        "stay_signed_in",
    }
)
"""Names of the pages that somebody without a second factor needs to enrol one, or to leave."""


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
            polling = POLLING in request.headers
            if "seen" not in request.session or (now - seen >= 30 and not polling):
                request.session["seen"] = now
        response = self.get_response(request)
        match = request.resolver_match
        if request.method == "POST" and match and match.url_name == "account_logout":
            # On a shared laptop nothing of the session stays behind in the browser.
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response


class SecondFactor:
    """Somebody signed in without a second factor reaches only the pages that enrol one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Send to enrolment whoever has none, unless the page is public or part of enrolment."""
        if not settings.DSR_REQUIRE_SECOND_FACTOR or not request.user.is_authenticated:
            return None
        match = request.resolver_match
        gated = getattr(view, "view_class", None)
        if getattr(gated, "permission", None) is Permission.PUBLIC:
            return None
        if (match and match.url_name in ENROLMENT) or _enrolled(request):
            return None
        return HttpResponseRedirect(reverse("mfa_activate_totp"))


def _enrolled(request: HttpRequest) -> bool:
    """Whether the user has a second factor; remembered in the session once true."""
    if request.session.get("second_factor"):
        return True
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    enrolled = Authenticator.objects.filter(user=request.user, type__in=kinds).exists()
    if enrolled:
        request.session["second_factor"] = True
    return bool(enrolled)
