"""Withdrawing a part of what was agreed."""

from typing import Any

from django import forms
from django.urls import reverse

from accounts.gate import VerbView
from accounts.rules import Permission
from consent import rules, workflow
from consent.forms.withdrawal import WithdrawPartForm
from consent.models import Decision
from consent.workflow.scopes import check_open, current, open_scopes
from register.models import Person


class WithdrawPart(VerbView):
    """Sharing, C(E)TR or keyworker withdrawn alone; what it names is closed at once."""

    permission = Permission.CONSENT_RECORD
    form_class = WithdrawPartForm
    template_name = "consent/withdraw_part.html"
    heading = "Withdraw a part of what was agreed"
    done = "It was withdrawn. It holds from now on."

    def load(self) -> None:
        self.person = self.find(Person.objects.select_related("area"), pk=self.kwargs["pk"])
        self.saw([self.person.pk], purpose="withdrawal of a part")

    def check_now(self) -> None:
        check_open(current(self.person))

    def get_form_kwargs(self) -> dict[str, Any]:
        decision = Decision.objects.newest(self.person.pk)
        open_now = open_scopes(decision) if decision is not None else []
        return super().get_form_kwargs() | {"scopes": open_now}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(person=self.person, **kwargs)

    def perform(self, form: forms.Form) -> Decision:
        typed = form.cleaned_data
        return workflow.withdraw_scopes(
            person=self.person,
            scopes=[rules.Scope(one) for one in typed["scopes"]],
            requester=rules.Requester(typed["requester"]),
            channel=rules.Channel(typed["channel"]),
            words=typed["words"],
            by=self.user,
            at=self.now,
        )

    def get_success_url(self) -> str:
        return reverse("consent:history", args=[self.person.pk])
