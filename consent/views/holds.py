"""Legal holds: records that the law keeps."""

from typing import Any

from django import forms
from django.contrib import messages
from django.urls import reverse

from accounts.gate import PageView, WorkflowView
from accounts.rules import Permission
from consent import workflow
from consent.forms import HoldForm, LiftHoldForm
from consent.models import LegalHold, Withdrawal
from consent.rules import HoldReason
from core.dates import local_day
from register.models import Person


class Holds(PageView):
    """Every hold that stands in the reader's areas, the next to be reviewed first."""

    permission = Permission.ERASURE_APPROVE
    template_name = "consent/holds.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = LegalHold.objects.permitted(self.user, self.permission).standing()
        holds = list(rows.select_related("area", "set_by"))
        return super().get_context_data(holds=holds, today=local_day(self.now), **kwargs)


class SetHold(WorkflowView):
    """Keep a record that would be erased: somebody's who can be seen."""

    permission = Permission.ERASURE_APPROVE
    template_name = "consent/hold.html"
    form_class = HoldForm

    def load(self) -> None:
        self.person: Person = self.find(Person.objects.select_related("area"), pk=self.kwargs["pk"])
        self.saw([self.person.pk], purpose="legal hold")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("consent:holds")
        return super().get_context_data(person=self.person, back_url=back, **kwargs)

    def perform(self, form: forms.Form) -> LegalHold | None:
        typed = form.cleaned_data
        return workflow.set_hold(
            person=self.person,
            reason=HoldReason(typed["reason"]),
            words=typed["words"],
            review_on=typed["review_on"],
            by=self.user,
            at=self.now,
        )

    def get_success_url(self) -> str:
        messages.success(self.request, "This record is kept until the hold is lifted.")
        return reverse("consent:holds")


class HoldWithdrawn(SetHold):
    """Keep a record whose erasure waits: its person is hidden."""

    permission = Permission.ERASURE_APPROVE

    def load(self) -> None:
        self.withdrawal: Withdrawal = self.find(
            Withdrawal.objects.select_related("area"), pk=self.kwargs["pk"]
        )
        person = workflow.hold_open(self.withdrawal)
        self.still_there = person is not None
        if person is not None:
            self.person = person
            self.saw([person.pk], purpose="legal hold")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.still_there:
            self.person = None  # type: ignore[assignment]
        return super().get_context_data(**kwargs)

    def perform(self, form: forms.Form) -> LegalHold | None:
        return super().perform(form) if self.still_there else None

    def get_success_url(self) -> str:
        if self.still_there:
            messages.success(self.request, "This record is kept until the hold is lifted.")
        return reverse("consent:withdrawal", args=[self.withdrawal.pk])


class LiftHold(WorkflowView):
    """Let a record go its way again."""

    permission = Permission.ERASURE_APPROVE
    template_name = "consent/lift_hold.html"
    form_class = LiftHoldForm

    def load(self) -> None:
        rows = LegalHold.objects.select_related("area", "set_by", "person")
        self.hold: LegalHold = self.find(rows, pk=self.kwargs["pk"])
        self.saw([self.hold.person_id], purpose="legal hold")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            hold=self.hold,
            person=self.hold.person,
            back_url=reverse("consent:holds"),
            **kwargs,
        )

    def perform(self, form: forms.Form) -> LegalHold:
        why = form.cleaned_data["why"]
        return workflow.lift_hold(hold=self.hold, why=why, by=self.user, at=self.now)

    def get_success_url(self) -> str:
        messages.success(self.request, "The hold was lifted.")
        return reverse("consent:holds")
