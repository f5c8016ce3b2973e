"""People already detained when Part 8A began: the list, and deciding from when it applies."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone

from accounts.gate import PageView, VerbView
from accounts.rules import Permission
from actions import already_detained
from actions.duty_forms import DecideTransitionForm, StrikeOutForm
from core import keyset
from duties import explaining, transition, workflow
from duties.copies import decided_in_words
from duties.models import TransitionDecision
from register.models import InpatientStay


class AlreadyDetained(PageView):
    """Everyone in the areas who is still to be decided about, and what was decided."""

    permission = Permission.DUTY_DECIDE
    template_name = "actions/already_detained.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        begins_on = transition.begins_on()
        rows, found, total = already_detained.to_decide(
            self.user, begins_on,
            after=keyset.identifier(self.request.GET.get("after")),
            before=keyset.identifier(self.request.GET.get("before")),
        )  # fmt: skip
        decided = already_detained.decided(self.user)
        self.saw([row.person_id for row in rows] + [one.decision.person_id for one in decided])
        return super().get_context_data(
            rows=rows,
            page=found,
            total=total,
            decided=decided,
            begins_on=begins_on,
            begun=begins_on is not None and begins_on <= timezone.localdate(self.now),
            commencement=explaining.commencement(),
            as_at=self.now,
            back_url=reverse("actions:duties"),
            back_label="What policy asks for",
            **kwargs,
        )


class DecideTransition(VerbView):
    """From when Part 8A applies to someone already detained, or that it does not."""

    permission = Permission.DUTY_DECIDE
    form_class = DecideTransitionForm
    template_name = "actions/transition_decide.html"
    heading = "Decide from when Part 8A applies"
    done = "Your decision is recorded."

    def load(self) -> None:
        rows = InpatientStay.objects.select_related("person__area", "hospital")
        self.stay = self.find(rows, pk=self.kwargs["stay"])
        self.saw([self.stay.person_id], purpose="DecideTransition")

    def get_initial(self) -> dict[str, Any]:
        return {"applies_from": transition.begins_on()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        decision = transition.decision_of(self.stay)
        return super().get_context_data(
            stay=self.stay,
            person=self.stay.person,
            begins_on=transition.begins_on(),
            commencement=explaining.commencement(),
            decision=decision,
            decided=decided_in_words(decision) if decision is not None else "",
            **kwargs,
        )

    def perform(self, form: forms.Form) -> Any:
        typed = form.cleaned_data
        return workflow.decide_transition(
            stay=self.stay,
            applies_from=typed["applies_from"] if typed["applies"] == "yes" else None,
            reason=typed["reason"],
            by=self.user,
            at=self.now,
        )

    def get_success_url(self) -> str:
        return reverse("actions:already_detained")


class StrikeOutTransition(VerbView):
    """A decision about Part 8A that was a slip: struck out, with the reason."""

    permission = Permission.DUTY_DECIDE
    form_class = StrikeOutForm
    template_name = "actions/transition_strike_out.html"
    heading = "Strike out a decision about Part 8A"
    done = "The decision is struck out."

    def load(self) -> None:
        rows = TransitionDecision.objects.select_related("person__area", "by", "struck_out_by")
        self.decision = self.find(rows, pk=self.kwargs["pk"])
        self.saw([self.decision.person_id], purpose="StrikeOutTransition")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            decision=self.decision,
            decided=decided_in_words(self.decision),
            person=self.decision.person,
            **kwargs,
        )

    def perform(self, form: forms.Form) -> Any:
        return workflow.strike_out_transition(
            decision=self.decision, by=self.user, at=self.now, **form.cleaned_data
        )

    def get_success_url(self) -> str:
        return reverse("actions:already_detained")
