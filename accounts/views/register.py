"""Public pages: asking for an account, proving the address, choosing a password."""

from typing import Any

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from accounts import links, workflow
from accounts.forms import ConfirmAddressForm, RegisterForm, SetPasswordForm
from accounts.gate import PageView, WorkflowView
from accounts.rules import Permission
from core.errors import RuleBroken


class Register(WorkflowView):
    """Ask for an account; the answer is the same whatever is known of the address."""

    permission = Permission.PUBLIC
    form_class = RegisterForm
    template_name = "accounts/register.html"
    success_url = reverse_lazy("accounts:register_sent")

    def perform(self, form: forms.Form) -> Any:
        if not ratelimit.consume(self.request, action="request_account_ip"):
            raise RuleBroken("Too many requests came from your network. Try again in an hour")
        email = form.cleaned_data["email"].lower()
        if not ratelimit.consume(self.request, action="request_account", key=email):
            return None  # They have their mails; telling more would tell whose address it is.
        return workflow.request_account(**form.cleaned_data, at=self.now)


class Sent(PageView):
    """What happens next, for everybody who asked."""

    permission = Permission.PUBLIC
    template_name = "accounts/register_sent.html"


class LinkView(WorkflowView):
    """A page that a mailed link leads to: looking changes nothing, the button does."""

    abstract = True
    permission = Permission.PUBLIC
    record: Any = None

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(*args, **kwargs) if self.record else self.gone()

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().post(*args, **kwargs) if self.record else self.gone()

    def gone(self) -> HttpResponse:
        """Say that the link does not work, and where to get another."""
        return TemplateResponse(self.request, "accounts/link_gone.html", status=410)


class Verify(LinkView):
    """Prove that one reads mail at the address of the request."""

    form_class = ConfirmAddressForm
    template_name = "accounts/verify.html"
    success_url = reverse_lazy("accounts:verified")

    def load(self) -> None:
        self.record = links.read_verification(self.kwargs["token"])

    def perform(self, form: forms.Form) -> Any:
        return workflow.verify(request=self.record, at=self.now)


class Verified(PageView):
    """The address is proved; the team decides now."""

    permission = Permission.PUBLIC
    template_name = "accounts/verified.html"


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class SetPassword(LinkView):
    """Choose a password, the first or a new one."""

    form_class = SetPasswordForm
    template_name = "accounts/set_password.html"

    def load(self) -> None:
        self.record = links.read_set_password(self.kwargs["token"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.record}

    def perform(self, form: forms.Form) -> Any:
        return workflow.set_password(
            user=self.record, password=form.cleaned_data["password"], by=self.record, at=self.now
        )

    def get_success_url(self) -> str:
        messages.success(self.request, "Your password is saved. Sign in with it.")
        return reverse("accounts:sign_in")
