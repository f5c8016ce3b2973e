"""Asking on the public page for somebody to be included, and what the team does with it."""

from typing import Any
from uuid import uuid4

from allauth.core import ratelimit
from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from accounts.gate import PageView, VerbView, WorkflowView
from accounts.models import Area, User
from accounts.rules import Permission, Role
from core import keyset
from core.errors import RuleBroken
from referrals import team_policy, workflow
from referrals.codes import InclusionState
from referrals.forms.public import AskToBeIncludedForm, CloseInclusionForm, FindLeadForm
from referrals.models import InclusionRequest
from referrals.workflow.inclusion import check_asked, check_may_find_lead

TITLE = "Ask to be included"


@method_decorator(sensitive_post_parameters(), name="dispatch")
class AskToBeIncluded(WorkflowView):
    """Ask for oneself or somebody else, without signing in."""

    permission = Permission.PUBLIC
    template_name = "pages/ask_to_be_included.html"
    form_class = AskToBeIncludedForm
    success_url = reverse_lazy("pages:inclusion_asked")

    def get_initial(self) -> dict[str, Any]:
        return {"token": str(uuid4())}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"areas": Area.objects.open()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        days = team_policy.current().inclusion.keep_days
        return super().get_context_data(title=TITLE, keep_days=days, **kwargs)

    def perform(self, form: forms.Form) -> Any:
        if not ratelimit.consume(self.request, action="ask_to_be_included"):
            raise RuleBroken(
                "Too many requests came from your network. Try again in an hour, or phone the team"
            )
        assert isinstance(form, AskToBeIncludedForm)  # noqa: S101 - the form_class
        typed = dict(form.cleaned_data)
        typed.pop("token")
        area = keyset.identifier(typed.pop("area"))
        return workflow.ask_to_be_included(
            **typed,
            area=Area.objects.open().filter(pk=area).first() if area else None,
            key=form.key(),
            at=self.now,
        )


class InclusionAsked(PageView):
    """What happens next, in the same words for everybody."""

    permission = Permission.PUBLIC
    template_name = "pages/inclusion_asked.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title="We have your request", **kwargs)


class Inclusions(PageView):
    """Requests that wait, the oldest first: the team's, and those given to the reader."""

    permission = Permission.REFER
    template_name = "referrals/inclusions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        team = self.user.holds(Permission.TRIAGE)
        rows = InclusionRequest.objects.permitted(self.user, self.permission)
        waiting = list(rows.open().select_related("area", "lead", "referral")[:200])
        closed = [
            (state.label, rows.filter(state=state).count())
            for state in InclusionState
            if state not in ("waiting", "lead_found")
        ]
        return super().get_context_data(
            waiting=waiting,
            closed=closed if team else [],
            closed_columns=["Outcome", {"label": "How many", "numeric": True}],
            is_team=team,
            as_at=self.now,
            **kwargs,
        )


class OneInclusion(PageView):
    """What was asked, for the team and for the professional who was found."""

    permission = Permission.REFER
    template_name = "referrals/inclusion.html"

    def load(self) -> None:
        rows = InclusionRequest.objects.select_related("area", "lead", "referral", "handled_by")
        self.asked: InclusionRequest = self.find(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        team = self.user.holds(Permission.TRIAGE)
        return super().get_context_data(
            asked=self.asked,
            is_open=self.asked.is_open,
            is_team=team,
            is_lead=self.asked.lead_id == self.user.pk,
            back_url=reverse("referrals:inclusions"),
            **kwargs,
        )


class _TeamStep(VerbView):
    """Base of what the team does with a request."""

    abstract = True
    permission = Permission.TRIAGE
    template_name = "referrals/inclusion_step.html"

    def load(self) -> None:
        rows = InclusionRequest.objects.select_related("area", "referral")
        self.asked: InclusionRequest = self.find(rows, pk=self.kwargs["pk"])
        if not self.user.grants(self.permission).areas:
            raise PermissionDenied

    def check_now(self) -> None:
        check_asked(self.asked)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"asked": self.asked} | kwargs)

    def get_success_url(self) -> str:
        return reverse("referrals:inclusions")

    def back_url(self) -> str:
        return reverse("referrals:inclusion", args=[self.asked.pk])


class FindLead(_TeamStep):
    """A professional talks with the person and starts the referral."""

    permission = Permission.TRIAGE
    form_class = FindLeadForm
    heading = "Ask a professional to lead"
    intro = "They are told, see what was written, and start a referral that is filled in with it."
    done = "The professional was asked."

    def check_now(self) -> None:
        check_may_find_lead(self.asked)

    def get_form_kwargs(self) -> dict[str, Any]:
        mine = self.user.grants(self.permission).areas
        areas = [self.asked.area_id] if self.asked.area_id else mine
        leads = User.objects.holding(Role.LEAD).in_areas(areas).select_related("organisation")
        return super().get_form_kwargs() | {"leads": leads.order_by("full_name")}

    def perform(self, form: forms.Form) -> Any:
        area = self.asked.area
        if area is None:
            mine = Area.objects.permitted(self.user, self.permission)
            area = mine.filter(pk__in=self._areas_of(form.cleaned_data["lead"])).first()
        if area is None:
            raise RuleBroken("Choose someone who works in one of your areas", field="lead")
        return workflow.find_lead(
            request=self.asked,
            lead=form.cleaned_data["lead"],
            area=area,
            by=self.user,
            at=self.now,
        )

    def _areas_of(self, lead: User) -> list[Any]:
        return [held.area_id for held in lead.roles_held if held.area_id]


class CloseInclusion(_TeamStep):
    """Advice, a kind no, or a referral; the words go."""

    permission = Permission.TRIAGE
    form_class = CloseInclusionForm
    heading = "Close the request"
    intro = "Call whoever asked first. What they wrote is wiped; only date and outcome stay."
    done = "The request was closed and its words were wiped."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"sent": self.asked.is_sent}

    def perform(self, form: forms.Form) -> Any:
        typed = form.cleaned_data
        return workflow.close_inclusion(
            request=self.asked,
            outcome=InclusionState(typed["outcome"]),
            told=typed["told"],
            by=self.user,
            at=self.now,
        )
