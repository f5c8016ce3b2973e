"""Where a referral begins: eligibility and lawful basis, or a kind way out."""

from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.gate import PageView, WorkflowView
from accounts.models import Area
from accounts.rules import Permission
from core import keyset
from referrals import rules, workflow
from referrals.forms.starting import StartForm
from referrals.models import InclusionRequest
from register.models import Person


class Start(WorkflowView):
    """Eligibility and lawful basis; only with both does a draft begin."""

    permission = Permission.REFER
    form_class = StartForm
    template_name = "referrals/start.html"

    def load(self) -> None:
        self.about: Person | None = None
        self.asked: InclusionRequest | None = None
        if "asked" in self.request.GET:
            asked = keyset.identifier(self.request.GET["asked"])
            given = InclusionRequest.objects.to_start(self.user)
            self.asked = self.find(given.select_related("area", "referral"), pk=asked)
        if "person" in self.request.GET:
            person = keyset.identifier(self.request.GET["person"])
            self.about = self.find(Person.objects.select_related("area"), pk=person)
            self.saw([self.about.pk], purpose="refer again")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._begun() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._begun() or super().post(request, *args, **kwargs)

    def _begun(self) -> HttpResponse | None:
        """Lead to the draft that was begun from the request, where the button was pressed twice."""
        draft = self.asked.referral if self.asked is not None else None
        return HttpResponseRedirect(draft.get_absolute_url()) if draft is not None else None

    def get_form_kwargs(self) -> dict[str, Any]:
        areas = Area.objects.permitted(self.user, self.permission)
        return super().get_form_kwargs() | {"areas": areas}

    def get_initial(self) -> dict[str, Any]:
        if self.asked is not None:
            return {"area": self.asked.area_id}
        if self.about is None:
            return {}
        return {
            "area": self.about.area_id,
            "learning_disability": self.about.learning_disability,
            "autism": self.about.autism,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(person=self.about, **kwargs)

    def perform(self, form: forms.Form) -> Any:
        form = cast(StartForm, form)
        basis = form.chosen()
        if basis is None or not form.eligible:
            return None
        answers = form.cleaned_data
        made = workflow.start(
            area=answers["area"],
            basis=basis,
            learning_disability=answers["learning_disability"],
            autism=answers["autism"],
            risk=rules.Risk(answers["risk"]),
            key=answers["key"],
            about=self.about,
            by=self.user,
            at=self.now,
        )
        if self.asked is not None:
            workflow.start_from(request=self.asked, referral=made, by=self.user, at=self.now)
        return made

    def form_valid(self, form: forms.Form) -> HttpResponse:
        form = cast(StartForm, form)
        name = "consent:refused" if form.eligible else "referrals:not_eligible"
        self.address = reverse(name)
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url() if self.result else self.address


class NotEligible(PageView):
    """A kind way out: the register is not for this person, and whom to ask."""

    permission = Permission.REFER
    template_name = "referrals/not_eligible.html"
