"""Pages of the demo: sign in as anybody with one click, and read what was mailed."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.gate import PageView
from accounts.models import User
from accounts.rules import Permission
from core import pasted
from dsr_site.demo import mailbox
from dsr_site.demo.models import DemoMail
from dsr_site.demo.personas import BY_KEY, PERSONAS

SHOWN = 100


class Personas(PageView):
    """Everybody one can be, and a button to be them."""

    permission = Permission.PUBLIC
    template_name = "demo/personas.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "personas": PERSONAS}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Sign in as `persona`, whoever was signed in before."""
        persona = BY_KEY.get(request.POST.get("persona", ""))
        user = User.objects.active().at_address(persona.email) if persona else None
        if user is None:
            messages.error(request, "This persona does not exist. Start the demo afresh.")
            return HttpResponseRedirect(reverse("demo:personas"))
        adapter = get_adapter(request)
        if request.user.is_authenticated:
            adapter.logout(request)
        adapter.login(request, user)
        return HttpResponseRedirect("/home/")


class Mailbox(PageView):
    """What would have been e-mailed, the newest first."""

    permission = Permission.PUBLIC
    template_name = "demo/mailbox.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = pasted.email(self.request.GET.get("to", ""))[:254].replace("\x00", "")
        kept = DemoMail.objects.all()
        found = kept.filter(to__iexact=address) if address else kept
        shown = [{"mail": mail, "parts": mailbox.parts(mail.text)} for mail in found[:SHOWN]]
        recipients = kept.order_by("to").values_list("to", flat=True).distinct()[:500]
        extra = {"mails": shown, "address": address, "recipients": recipients, "now": self.now}
        return {**super().get_context_data(**kwargs), **extra, "shown": SHOWN}
