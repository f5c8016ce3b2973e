"""Putting an account right: one's own, and those that one manages."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from accounts import links, workflow
from accounts.details_forms import (
    CancelEmailForm,
    ConfirmEmailForm,
    DetailsForm,
    EmailForm,
    OwnDetailsForm,
    OwnEmailForm,
)
from accounts.gate import VerbView
from accounts.models import User
from accounts.rules import EmailChangeState, Permission
from accounts.views.manage import UserVerb
from core.errors import RuleBroken


class OwnVerb(VerbView):
    """One change of one's own account."""

    abstract = True
    permission = Permission.HOME
    template_name = "accounts/own_verb.html"
    success_url = reverse_lazy("account_email")

    def get_form(self, form_class: Any = None) -> Any:
        form: Any = super().get_form(form_class)
        form.cancel = self.back_url()
        return form


class OwnDetails(OwnVerb):
    """Correct one's own name, job and phone number, at once."""

    form_class = OwnDetailsForm
    heading = "Correct your details"
    done = "Your details are saved."

    def load(self) -> None:
        self.record = User.objects.select_related("organisation").get(pk=self.user.pk)

    def get_initial(self) -> dict[str, Any]:
        return details_of(self.record)

    def perform(self, form: forms.Form) -> Any:
        assert isinstance(form, OwnDetailsForm)  # noqa: S101 - for the type checker
        return workflow.correct_details(
            user=self.record, details=form.details(self.record),
            seen=form.cleaned_data["version"], by=self.user, at=self.now,
        )  # fmt: skip


@method_decorator(reauthentication_required, name="get")
@method_decorator(reauthentication_required, name="post")
@method_decorator(sensitive_post_parameters("email"), name="dispatch")
class OwnEmail(OwnVerb):
    """Ask for another address for one's own account; who holds an address is never told.

    Asks for the password first where the sign-in is not recent: a laptop may stand open.
    """

    form_class = OwnEmailForm
    heading = "Change your email address"
    done = (
        "We have emailed a link to the new address. Your email address will change when you "
        "follow it."
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().post(request, *args, **kwargs)

    def perform(self, form: forms.Form) -> Any:
        if not ratelimit.consume(self.request, action="change_own_email", user=self.user):
            raise RuleBroken(
                "You have asked for too many links. Your email address has not changed. "
                "Try again in an hour"
            )
        email = form.cleaned_data["email"]
        return workflow.ask_for_email(user=self.user, email=email, by=self.user, at=self.now)


class CancelEmail(OwnVerb):
    """Give up the new address that waits."""

    form_class = CancelEmailForm
    heading = "Cancel your email address change"
    intro = "The link that we sent to the new address will stop working."
    done = "Your email address stays as it is."

    def check_now(self) -> None:
        if not self.user.email_changes.waiting().exists():
            raise RuleBroken("No new email address is waiting to be confirmed.")

    def perform(self, form: forms.Form) -> Any:
        return workflow.cancel_email(user=self.user, by=self.user, at=self.now)


class ConfirmEmail(OwnVerb):
    """Where the link in the mail to a new address leads: the button, not the look, changes it.

    Its reader is signed in to the account, so that a mistyped address gives it to no one else.
    """

    form_class = ConfirmEmailForm
    template_name = "accounts/confirm_email.html"
    heading = "Confirm your new email address"
    done = "Your email address has changed. Sign in with it from now on."

    def load(self) -> None:
        found = links.read_confirm_email(self.kwargs["token"])
        mine = found is not None and found.user_id == self.user.pk
        self.change = found if mine else None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self._is_done():
            messages.info(request, self.done)
            return HttpResponseRedirect(self.get_success_url())
        return super().get(request, *args, **kwargs) if self._waits() else self._gone()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self._waits() or self._is_done():  # sent twice, it is done once and said once more
            return super().post(request, *args, **kwargs)
        return self._gone()

    def _waits(self) -> bool:
        change = self.change
        waits = change is not None and change.state == EmailChangeState.WAITING
        return waits and change is not None and self.now <= change.lasts_until

    def _is_done(self) -> bool:
        change = self.change
        done = change is not None and change.state == EmailChangeState.DONE
        return done and change is not None and change.new_email == self.user.email

    def _gone(self) -> HttpResponse:
        """Say that the link does not work, and where to get another; to all in the same words."""
        return TemplateResponse(self.request, "accounts/email_link_gone.html", status=404)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(change=self.change, **kwargs)

    def perform(self, form: forms.Form) -> Any:
        assert self.change is not None  # noqa: S101 - for the type checker
        return workflow.confirm_email(change=self.change, by=self.user, at=self.now)


class AccountVerb(UserVerb):
    """One correction of an account that one manages; a closed one is said to be so at once."""

    abstract = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.check_now()
        except RuleBroken as broken:
            messages.info(request, broken.message)
            return HttpResponseRedirect(self.back())
        return super().get(request, *args, **kwargs)

    def check_now(self) -> None:
        """Raise `RuleBroken` for what the verb refuses whatever is typed."""
        if not self.record.is_active:
            raise RuleBroken("This account is not active. Unlock or reactivate it first.")


class CorrectDetails(AccountVerb):
    """Correct the name, job, phone number and organisation of a colleague."""

    form_class = DetailsForm
    heading, submit, said = "Correct these details", DetailsForm.submit, "The details are saved."
    words = "We will email them to say that their details have been corrected."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.record}

    def get_initial(self) -> dict[str, Any]:
        return details_of(self.record)

    def perform(self, form: forms.Form) -> Any:
        assert isinstance(form, DetailsForm)  # noqa: S101 - for the type checker
        return workflow.correct_details(
            user=self.record, details=form.details(self.record),
            seen=form.cleaned_data["version"], by=self.user, at=self.now,
        )  # fmt: skip


@method_decorator(sensitive_post_parameters("email"), name="dispatch")
class ChangeEmail(AccountVerb):
    """Give a colleague another address, when they cannot do so themselves."""

    form_class = EmailForm
    heading, submit = "Change the email address", EmailForm.submit
    said = "The email address has changed. We have signed them out and will email both addresses."
    words = (
        "They can change it themselves on their account page while they can read the new "
        "address. Do this only when they cannot sign in, for example because the old address "
        "has closed."
    )

    def check_now(self) -> None:
        super().check_now()
        workflow.check_may_change(self.record, by=self.user)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.record.email}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "current_email": self.record.email}

    def perform(self, form: forms.Form) -> Any:
        typed = form.cleaned_data
        return workflow.change_email(
            user=self.record, email=typed["email"], seen=typed["version"], by=self.user,
            at=self.now,
        )  # fmt: skip


def details_of(user: User) -> dict[str, Any]:
    """Return the details of an account as its forms begin with them."""
    return {
        "full_name": user.full_name,
        "job_title": user.job_title,
        "phone": user.phone,
        "organisation": user.organisation,
        "version": links.details_version(user),
    }
