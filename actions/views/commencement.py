"""Part 8A on, off or from another day: an administrator proposes it, a second one decides."""

from datetime import date
from typing import Any

from django import forms
from django.urls import reverse

from accounts.gate import VerbView
from accounts.rules import Permission
from actions.duty_forms import (
    CommencementForm,
    ConfirmCommencementForm,
    RejectCommencementForm,
    WithdrawCommencementForm,
)
from core import keyset
from duties import explaining, transition, workflow
from duties.models import CommencementProposal


class ProposeCommencement(VerbView):
    """Propose the day, on the authority of regulations. A check page says first what it means."""

    permission = Permission.REFERENCE_MANAGE
    form_class = CommencementForm
    template_name = "actions/policy_commencement.html"
    heading = "The day on which Part 8A begins"
    done = "Your proposal is recorded. Nothing changes until a second administrator confirms it."

    def get_initial(self) -> dict[str, Any]:
        set_last = explaining.commencement()
        return {"follows": str(set_last.pk) if set_last else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            settings=explaining.commencements(),
            ended=explaining.ended_without_effect(),
            waits=explaining.waiting_proposal(),
            commenced_on=transition.begins_on(),
            own=self.user,
            **kwargs,
        )

    def interruption(self, form: forms.Form) -> str:
        begins_on = _day(form)
        self.extra_context = {
            "begins_on": begins_on,
            "authority": form.cleaned_data["authority"],
            "effect": transition.effect_of(begins_on),
        }
        return "actions/commencement_check.html"

    def perform(self, form: forms.Form) -> Any:
        typed = form.cleaned_data
        return workflow.propose_commencement(
            begins_on=_day(form),
            authority=typed["authority"],
            follows=explaining.commencement_of(keyset.identifier(typed["follows"])),
            by=self.user,
            at=self.now,
        )

    def back_url(self) -> str:
        return reverse("actions:policy")

    def get_success_url(self) -> str:
        return reverse("actions:propose_commencement")


def _day(form: forms.Form) -> date | None:
    """Return the day that was typed; None where Part 8A is to be switched off."""
    typed = form.cleaned_data
    return typed["begins_on"] if typed["switch"] == "on" else None


class AboutProposal(VerbView):
    """Base of the verbs about a proposal: shows it, and what it would mean now."""

    abstract = True
    permission = Permission.REFERENCE_MANAGE
    template_name = "actions/commencement_decide.html"

    def load(self) -> None:
        rows = CommencementProposal.objects.select_related("proposed_by", "ended_by")
        self.proposal = self.find(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            proposal=self.proposal,
            own=self.proposal.proposed_by_id == self.user.pk,
            begins_on=self.proposal.begins_on,
            authority=self.proposal.authority,
            effect=transition.effect_of(self.proposal.begins_on),
            **kwargs,
        )

    def get_success_url(self) -> str:
        return reverse("actions:propose_commencement")


class ConfirmCommencement(AboutProposal):
    """The second administrator confirms: only then does the day change."""

    permission = Permission.REFERENCE_MANAGE
    form_class = ConfirmCommencementForm
    heading = "Confirm the day on which Part 8A begins"
    done = "The day is set. You, the proposer and the DSR teams concerned have been told."

    def perform(self, form: forms.Form) -> Any:
        return workflow.confirm_commencement(proposal=self.proposal, by=self.user, at=self.now)


class RejectCommencement(AboutProposal):
    """The second administrator rejects the proposal, with a reason."""

    permission = Permission.REFERENCE_MANAGE
    form_class = RejectCommencementForm
    heading = "Reject the proposed day"
    done = "The proposal is rejected. Nothing has changed."

    def perform(self, form: forms.Form) -> Any:
        return workflow.reject_commencement(
            proposal=self.proposal, by=self.user, at=self.now, **form.cleaned_data
        )


class WithdrawCommencement(AboutProposal):
    """The administrator who made the proposal withdraws it."""

    permission = Permission.REFERENCE_MANAGE
    form_class = WithdrawCommencementForm
    heading = "Withdraw your proposal"
    done = "Your proposal is withdrawn. Nothing has changed."

    def perform(self, form: forms.Form) -> Any:
        return workflow.withdraw_commencement(proposal=self.proposal, by=self.user, at=self.now)
