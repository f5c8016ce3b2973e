"""One's own account."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts.gate import GateView, PageView
from accounts.rules import Permission


class Account(PageView):
    """Who one is to the register, and where to change how one signs in."""

    permission = Permission.HOME
    template_name = "accounts/account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "roles": self.user.roles_held}


class StaySignedIn(GateView):
    """Answers the button "Stay signed in": the request itself is what keeps the session."""

    permission = Permission.HOME
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Count as activity, at once."""
        request.session["seen"] = int(self.now.timestamp())
        return HttpResponse(status=204)
