"""Recording on what basis somebody is on the register; reading it; and counting a no."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404
from django.urls import reverse

from accounts.gate import GateView, PageView, WorkflowView
from accounts.models import Area
from accounts.rules import Permission
from consent import policy, presenting, rules, workflow
from consent.forms import BasisForm, DecisionForm, RefusalForm, form_for
from consent.models import Decision, LegalHold
from consent.workflow.scopes import open_scopes
from core.dates import age_on, local_day
from register.models import Person


class _AboutPerson(GateView):
    """Base of the pages about one person's consent."""

    abstract = True

    def load(self) -> None:
        self.person = self.find(Person.objects.select_related("area"), pk=self.kwargs["pk"])
        self.saw([self.person.pk], purpose="consent")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(person=self.person, **kwargs)  # type: ignore[misc,no-any-return]


class History(_AboutPerson, PageView):
    """What stands, until when, and everything that came before, struck-out decisions included."""

    permission = Permission.CONSENT_RECORD
    template_name = "consent/history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        recorded = Decision.recorded.newest_first().filter(person=self.person)
        rows = recorded.select_related("recorded_by", "struck_out__by", "withdrawn_parts")
        decisions = list(rows)
        holding = [one for one in decisions if one.struck_out is None]
        standing = Decision.objects.standing(self.person.pk, on=local_day(self.now))
        return super().get_context_data(
            decisions=decisions,
            standing=standing,
            lapsed=holding[0] if holding and standing is None else None,
            review=policy.current().review,
            back_url=reverse("register:person", args=[self.person.pk]),
            may_withdraw=self.user.holds(Permission.WITHDRAWAL_RECORD),
            parts_open=bool(holding) and bool(open_scopes(holding[0])),
            may_hold=self.user.holds(Permission.ERASURE_APPROVE),
            hold=LegalHold.objects.on(self.person.pk).first(),
            **kwargs,
        )


class Choose(_AboutPerson, WorkflowView):
    """Which basis applies; only those that the law knows at the person's age are offered."""

    permission = Permission.CONSENT_RECORD
    template_name = "consent/choose.html"
    form_class = BasisForm

    def get_form_kwargs(self) -> dict[str, Any]:
        age = age_on(self.person.birth_date, local_day(self.now))
        return super().get_form_kwargs() | {"age": age}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("consent:history", args=[self.person.pk])
        return super().get_context_data(back_url=back, **kwargs)

    def perform(self, form: forms.Form) -> rules.Basis:
        """Nothing is written yet: the choice leads to its form."""
        return cast(BasisForm, form).basis_chosen()

    def get_success_url(self) -> str:
        return reverse("consent:record", args=[self.person.pk, self.result])


class Record(_AboutPerson, WorkflowView):
    """One decision, whole on one page. Asked afresh each time: nothing is filled in."""

    permission = Permission.CONSENT_RECORD
    template_name = "consent/record.html"

    def load(self) -> None:
        super().load()
        age = age_on(self.person.birth_date, local_day(self.now))
        possible = {basis.value: basis for basis in rules.bases_for(age)}
        if self.kwargs["basis"] not in possible:
            raise Http404
        self.basis = possible[self.kwargs["basis"]]

    def get_form_class(self) -> type[DecisionForm]:
        return form_for(self.basis)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"birth_date": self.person.birth_date}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("consent:choose", args=[self.person.pk])
        return super().get_context_data(basis=self.basis, back_url=back, **kwargs)

    def perform(self, form: forms.Form) -> Decision:
        details = cast(DecisionForm, form).details()
        made = workflow.record(person=self.person, details=details, by=self.user, at=self.now)
        messages.success(self.request, "The decision was recorded.")
        return made

    def get_success_url(self) -> str:
        return reverse("consent:decision", args=[self.result.pk])


class DecisionPage(PageView):
    """One decision with all its parts, to read and to print for the agency's own record.

    One that was struck out can still be read, and says so first.
    """

    permission = Permission.CONSENT_RECORD
    template_name = "consent/decision.html"

    def load(self) -> None:
        rows = Decision.recorded.select_related(
            "person",
            "capacity",
            "best_interests",
            "child",
            "recorded_by",
            "struck_out__by",
            "withdrawn_parts",
        )
        self.decision = self.find(rows, pk=self.kwargs["pk"])
        self.saw([self.decision.person_id], purpose="consent")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            decision=self.decision,
            person=self.decision.person,
            sections=presenting.sections(workflow.details_of(self.decision)),
            back_url=reverse("consent:history", args=[self.decision.person_id]),
            **kwargs,
        )


class Refused(WorkflowView):
    """Somebody said no: what the people around them must still do, and a count by area."""

    permission = Permission.CONSENT_RECORD
    template_name = "consent/refused.html"
    form_class = RefusalForm

    def get_form_kwargs(self) -> dict[str, Any]:
        areas = Area.objects.permitted(self.user, self.permission)
        return super().get_form_kwargs() | {"areas": areas}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = self.user.holds(Permission.REFUSALS_VIEW)
        return super().get_context_data(may_see_counts=counts, **kwargs)

    def perform(self, form: forms.Form) -> None:
        workflow.count_refusal(area=form.cleaned_data["area"], at=self.now)
        messages.success(self.request, "It was counted. Nothing about the person was kept.")

    def get_success_url(self) -> str:
        return reverse("consent:refused")
