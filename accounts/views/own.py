"""One's own account."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse

from accounts.gate import GateView, PageView
from accounts.rules import Permission


class Account(PageView):
    """Who one is to the register, and where to change how one signs in."""

    permission = Permission.HOME
    template_name = "accounts/account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        change = self.user.email_changes.waiting().first()
        return {
            **super().get_context_data(**kwargs),
            "roles": self.user.roles_held,
            "rows": self._rows(),
            "waiting": change,
            "expired": change is not None and self.now > change.lasts_until,
        }

    def _rows(self) -> list[dict[str, Any]]:
        user, details = self.user, reverse("accounts:own_details")
        return [
            {"key": "Name", "value": user.full_name, "change_url": details},
            {
                "key": "Work email address",
                "value": user.email,
                "change_url": reverse("accounts:own_email"),
            },
            {"key": "Job", "value": user.job_title, "change_url": details},
            {"key": "Work phone number", "value": user.phone, "change_url": details},
            {"key": "Organisation", "value": str(user.organisation or "")},
        ]


class StaySignedIn(GateView):
    """Answers the button "Stay signed in": the request itself is what keeps the session."""

    permission = Permission.HOME
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Count as activity, at once."""
        request.session["seen"] = int(self.now.timestamp())
        return HttpResponse(status=204)


class FreshToken(GateView):
    """The token that a form of this session carries, for a page that was open during a sign-in.

    Signing in makes a new one, so a page from before would be refused with all that it holds.
    """

    permission = Permission.HOME
    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return {"token": …}; other sites cannot read it."""
        return JsonResponse({"token": get_token(request)})
