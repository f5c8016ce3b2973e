"""The pages about a whole draft: another basis, check answers and send, discard."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.gate import WorkflowView
from accounts.rules import Permission
from core.dates import local_day
from core.errors import RuleBroken
from referrals import content, questions, workflow
from referrals.forms.sections import CheckForm
from referrals.forms.starting import BasisChoiceForm, DiscardForm
from referrals.models import Referral, ReferralSection
from referrals.rules import SectionKey
from referrals.workflow.submitting import check_ready


class DraftView(WorkflowView):
    """Base of the pages about a draft; once it is sent they lead to its page."""

    abstract = True
    permission = Permission.REFER
    sections: dict[str, ReferralSection]

    def load(self) -> None:
        rows = Referral.objects.select_related("area", "referrer")
        self.referral = self.find(rows, pk=self.kwargs["pk"])
        self.sections = {one.key: one for one in self.referral.sections.all()}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._elsewhere() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._elsewhere() or super().post(request, *args, **kwargs)

    def _elsewhere(self) -> HttpResponse | None:
        address = self.elsewhere()
        return HttpResponseRedirect(address) if address else None

    def elsewhere(self) -> str:
        """Return where to go instead, when this page makes no sense now."""
        return "" if self.referral.is_draft else self.referral.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        typed = content.typed_person(self.sections.get(SectionKey.PERSON))
        context: dict[str, Any] = {
            "referral": self.referral,
            "person": typed,
            "back_url": self.referral.get_absolute_url(),
        }
        return super().get_context_data(**context | kwargs)

    def get_success_url(self) -> str:
        return self.referral.get_absolute_url()


def summary(
    key: SectionKey, section: ReferralSection | None, *, referral: Referral | None = None
) -> list[dict[str, Any]]:
    """Return a section as rows of a summary list, with Change links where a draft is given."""
    url = ""
    if referral is not None:
        url = reverse("referrals:section", args=[referral.pk, key.value]) + "?from=check"
    try:
        rows = content.rows_for(key, section.answers if section else {})
    except RuleBroken as broken:  # its tool has been replaced since
        rows = [questions.Row(key.label, broken.message)]
    shown = [
        {"key": row.question, "value": row.answer, "change_url": url} for row in rows
    ]  # fmt: skip
    if not shown and url:
        shown = [{"key": key.label, "value": "", "change_url": url}]
    return shown


class ChangeBasis(DraftView):
    """Another lawful basis than the one chosen first."""

    form_class = BasisChoiceForm
    template_name = "referrals/change_basis.html"

    def get_initial(self) -> dict[str, Any]:
        return {"basis": self.referral.basis}

    def perform(self, form: forms.Form) -> Any:
        basis = cast(BasisChoiceForm, form).chosen()
        if basis is None:
            return workflow.discard(referral=self.referral, by=self.user, at=self.now)
        return workflow.change_basis(
            referral=self.referral, basis=basis, by=self.user, at=self.now
        )  # fmt: skip

    def get_success_url(self) -> str:
        if not self.result.is_draft:
            return reverse("consent:refused")
        return reverse("referrals:section", args=[self.referral.pk, SectionKey.BASIS.value])


class Check(DraftView):
    """Check answers, declare, send."""

    form_class = CheckForm
    template_name = "referrals/check.html"

    def perform(self, form: forms.Form) -> Any:
        return workflow.submit(
            referral=self.referral,
            declared=form.cleaned_data["declared"],
            by=self.user,
            at=self.now,
        )

    def elsewhere(self) -> str:
        # Sending twice ends where sending once did.
        if self.referral.submitted_at is not None:
            return reverse("referrals:sent", args=[self.referral.pk])
        return super().elsewhere()

    def get_success_url(self) -> str:
        return reverse("referrals:sent", args=[self.referral.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = [
            {
                "title": content.HEADINGS[key],
                "rows": summary(key, self.sections.get(key), referral=self.referral),
            }
            for key in SectionKey
        ]
        return super().get_context_data(
            groups=groups, problem=self._problem(), declaration=questions.DECLARATION, **kwargs
        )

    def _problem(self) -> str:
        """Return what stands in the way of sending, or nothing."""
        try:
            check_ready(self.sections, at=self.now, area=self.referral.area_id)
        except RuleBroken as broken:
            return broken.message
        birth = content.birth_date_of(self.sections[SectionKey.PERSON].answers)
        return content.age_problem(self.referral, birth, on=local_day(self.now))


class Discard(DraftView):
    """Throw a draft away."""

    form_class = DiscardForm
    template_name = "referrals/discard.html"

    def perform(self, form: forms.Form) -> Any:
        return workflow.discard(referral=self.referral, by=self.user, at=self.now)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        response = super().form_valid(form)
        if response.status_code == 302:
            messages.success(self.request, "The draft was discarded. Nothing of it is kept.")
        return response

    def get_success_url(self) -> str:
        return reverse("referrals:list")
