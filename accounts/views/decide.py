"""Requests for an account, as the DSR team decides them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.urls import reverse

from accounts import workflow
from accounts.forms import ApproveForm, DeclineForm
from accounts.gate import PageView, WorkflowView
from accounts.models import AccountRequest
from accounts.rules import Permission, RequestStatus

SHOWN = 50


class Requests(PageView):
    """What waits for a decision, and what was decided lately."""

    permission = Permission.ACCOUNT_DECIDE
    template_name = "accounts/requests.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = AccountRequest.objects.permitted(self.user, self.permission)
        found = found.select_related("organisation", "decided_by").prefetch_related("areas")
        return {
            **super().get_context_data(**kwargs),
            "waiting": found.waiting()[:SHOWN],
            "decided": found.decided()[:SHOWN],
            "now": self.now,
        }


class OneRequest(PageView):
    """What somebody asked for, and what was decided."""

    permission = Permission.ACCOUNT_DECIDE
    template_name = "accounts/request.html"

    def load(self) -> None:
        self.record = self.find(AccountRequest.objects.all(), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "asked": self.record,
            "rows": rows_of(self.record),
            "decision": decision_of(self.record),
            "waiting": self.record.status == RequestStatus.WAITING,
        }


class DecideView(WorkflowView):
    """A decision on one request."""

    abstract = True
    permission = Permission.ACCOUNT_DECIDE
    said = ""

    def load(self) -> None:
        self.record = self.find(AccountRequest.objects.all(), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {"asked": self.record, "rows": rows_of(self.record)}
        return {**super().get_context_data(**kwargs), **shown}

    def get_success_url(self) -> str:
        messages.success(self.request, self.said)
        return reverse("accounts:requests")


class Approve(DecideView):
    """Give an account with a role, an organisation and areas of one's own."""

    form_class = ApproveForm
    template_name = "accounts/approve.html"
    said = "The account is approved. We will email them a link to choose a password."

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return {**kwargs, "request": self.record, "approver": self.user}

    def perform(self, form: forms.Form) -> Any:
        assert isinstance(form, ApproveForm)  # noqa: S101 - for the type checker
        return workflow.approve(request=self.record, **form.grant(), by=self.user, at=self.now)


class Decline(DecideView):
    """Refuse a request, with a reason that the team can read later."""

    form_class = DeclineForm
    template_name = "accounts/decline.html"
    said = "The request is declined. We will email them."

    def perform(self, form: forms.Form) -> Any:
        reason = form.cleaned_data["reason"]
        return workflow.decline(request=self.record, reason=reason, by=self.user, at=self.now)


def rows_of(asked: AccountRequest) -> list[dict[str, Any]]:
    """Return what somebody asked for, as rows of a summary."""
    return [
        {"key": "Name", "value": asked.full_name},
        {"key": "Work email address", "value": asked.email},
        {"key": "Job", "value": asked.job_title},
        {"key": "Organisation", "value": asked.organisation.name},
        {"key": "Role asked for", "value": asked.get_role_display()},
        {"key": "Areas", "value": [area.name for area in asked.areas.all()]},
        {"key": "Why", "value": asked.reason},
        {"key": "Email address verified", "value": asked.verified_at},
    ]


def decision_of(asked: AccountRequest) -> list[dict[str, Any]]:
    """Return what was decided, as rows of a summary; nothing before that."""
    if asked.decided_at is None:
        return []
    reason = {"key": "Reason", "value": asked.decision_reason}
    return [
        {"key": "Decision", "value": asked.get_status_display().capitalize()},
        {"key": "By", "value": str(asked.decided_by)},
        {"key": "On", "value": asked.decided_at},
        *([reason] if asked.decision_reason else []),
    ]
