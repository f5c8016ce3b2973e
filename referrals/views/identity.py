"""Whether two records are one person; asking to be named on a record that is there already."""

from typing import Any

from allauth.core import ratelimit
from django import forms
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from accounts.gate import PageView, VerbView, WorkflowView
from accounts.rules import Permission
from core.errors import RuleBroken
from referrals import duplicates, workflow
from referrals.forms.team import AskToBeNamedForm, DecideNamingForm
from referrals.models import NamingRequest, Referral
from referrals.workflow.naming import check_waits
from register.views import Compare


class CompareAtTriage(Compare):
    """The record of a referral beside another one: whose is it? Back to the referral afterwards."""

    permission = Permission.TRIAGE

    def load(self) -> None:
        rows = Referral.objects.select_related("person__area", "area", "copy")
        self.referral = self.find(rows.filter(person__isnull=False), pk=self.kwargs["pk"])
        assert self.referral.person is not None  # noqa: S101 - a sent referral has one
        self.person = self.referral.person
        self.load_other()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = duplicates.compared(self.referral, self.other)
        return super().get_context_data(**{"referral": self.referral, "lines": lines} | kwargs)

    def get_success_url(self) -> str:
        return self.referral.get_absolute_url()


@method_decorator(sensitive_post_parameters(), name="dispatch")
class AskToBeNamed(WorkflowView):
    """Ask to be named on somebody's record; the answer is the same whether there is one."""

    permission = Permission.REFER
    form_class = AskToBeNamedForm
    template_name = "referrals/ask_to_be_named.html"
    success_url = reverse_lazy("referrals:naming_asked")

    def perform(self, form: forms.Form) -> Any:
        if not ratelimit.consume(self.request, action="ask_to_be_named", user=self.user):
            raise RuleBroken("You have asked too often today. Phone the DSR team")
        return workflow.ask_to_be_named(**form.cleaned_data, by=self.user, at=self.now)


class NamingAsked(PageView):
    """What happens next, in the same words whoever was meant."""

    permission = Permission.REFER
    template_name = "referrals/naming_asked.html"


class NamingRequests(PageView):
    """Requests to be named that wait for the team, the oldest first."""

    permission = Permission.TRIAGE
    template_name = "referrals/naming_requests.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = NamingRequest.objects.permitted(self.user, self.permission).to_decide(self.user)
        waiting = list(rows.select_related("person__area", "asked_by__organisation")[:200])
        self.saw([one.person_id for one in waiting], purpose="requests to be named")
        return super().get_context_data(waiting=waiting, as_at=self.now, **kwargs)


class DecideNaming(VerbView):
    """Name whoever asked, or not."""

    permission = Permission.TRIAGE
    form_class = DecideNamingForm
    template_name = "referrals/decide_naming.html"
    heading = "Request to be named on the record"
    done = "The answer was saved."

    def load(self) -> None:
        rows = NamingRequest.objects.filter(
            person__area__in=self.user.grants(self.permission).areas
        ).select_related("person__area", "person__lead_professional", "asked_by__organisation")
        self.asked: NamingRequest = self.find(rows, pk=self.kwargs["pk"])
        self.saw([self.asked.person_id], purpose="request to be named")

    def check_now(self) -> None:
        check_waits(self.asked)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {"asked": self.asked, "person": self.asked.person}
        return super().get_context_data(**given | kwargs)

    def perform(self, form: forms.Form) -> Any:
        if form.cleaned_data["outcome"] == "named":
            return workflow.name(request=self.asked, by=self.user, at=self.now)
        return workflow.decline_to_name(
            request=self.asked, words=form.cleaned_data["words"], by=self.user, at=self.now
        )

    def get_success_url(self) -> str:
        return reverse("referrals:naming_requests")
