"""The journey of a draft: start, task list's sections, check answers, send, discard."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.gate import PageView, WorkflowView
from accounts.models import Area
from accounts.rules import Permission
from consent.details import BasisDetails
from consent.forms import DecisionForm, form_for
from consent.rules import Basis
from core import nhsuk
from core.dates import local_day
from core.errors import Conflict, RuleBroken
from referrals import content, questions, rules, tooling, workflow
from referrals.forms.sections import FORMS, CheckForm, SectionForm, version_in
from referrals.forms.starting import BasisChoiceForm, DiscardForm, StartForm
from referrals.models import Referral, ReferralSection
from referrals.rules import SectionKey
from referrals.workflow.submitting import check_ready

ANOTHER_TOOL = (
    "The date of birth was changed. The clinical support tool for this age is another one: "
    "complete that section again, and then look at your rating."
)


class Start(WorkflowView):
    """Eligibility and lawful basis; only with both does a draft begin."""

    permission = Permission.REFER
    form_class = StartForm
    template_name = "referrals/start.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        areas = Area.objects.permitted(self.user, self.permission)
        return super().get_form_kwargs() | {"areas": areas}

    def perform(self, form: forms.Form) -> Any:
        form = cast(StartForm, form)
        basis = form.chosen()
        if basis is None or not form.eligible:
            return None
        answers = form.cleaned_data
        return workflow.start(
            area=answers["area"],
            basis=basis,
            learning_disability=answers["learning_disability"],
            autism=answers["autism"],
            risk=rules.Risk(answers["risk"]),
            key=answers["key"],
            by=self.user,
            at=self.now,
        )

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


class Section(DraftView):
    """One section of the task list. Saved whole, saved for later, or with more rows."""

    template_name = "referrals/section.html"
    conflict = False

    def load(self) -> None:
        try:
            self.key = SectionKey(self.kwargs["key"])
        except ValueError:
            raise Http404 from None
        super().load()

    def elsewhere(self) -> str:
        done = {key for key, one in self.sections.items() if one.complete}
        locked = self.referral.is_draft and rules.locked(self.key, done)
        return self.referral.get_absolute_url() if locked else super().elsewhere()

    @property
    def kept(self) -> ReferralSection | None:
        """The section as it was saved, if it was."""
        return self.sections.get(self.key)

    def _answers(self, key: SectionKey) -> dict[str, Any]:
        section = self.sections.get(key)
        return section.answers if section else {}

    def get_form(self, form_class: Any = None) -> forms.Form:
        options: dict[str, Any] = {"initial": self._initial()}
        if self.request.method == "POST":
            options |= {"data": self.request.POST, "files": self.request.FILES}
        if self.key is SectionKey.BASIS:
            return self._basis_form(options)
        if self.key is SectionKey.TOOL:
            birth = content.birth_date_of(self._answers(SectionKey.PERSON))
            options["asked"] = tooling.for_birth_date(birth, on=local_day(self.now))
        return FORMS[self.key](referral=self.referral, **options)

    def _basis_form(self, options: dict[str, Any]) -> DecisionForm:
        birth = content.birth_date_of(self._answers(SectionKey.PERSON))
        form = form_for(Basis(self.referral.basis))(birth_date=birth, **options)
        form.fields["version"] = nhsuk.HiddenTextField(required=False)
        return form

    def _initial(self) -> dict[str, Any]:
        version = {"version": self.kept.version if self.kept else 0}
        answers = self._answers(self.key)
        if self.key is SectionKey.BASIS:
            read = BasisDetails.from_json(answers).initial() if answers else {}
        elif not answers and self.key is SectionKey.PERSON:
            read = {
                "learning_disability": self.referral.learning_disability,
                "autism": self.referral.autism,
            }
        else:
            read = FORMS[self.key].initial_of(answers)
        return read | version

    def perform(self, form: forms.Form) -> Any:
        partial = isinstance(form, SectionForm) and form.partial
        if isinstance(form, SectionForm):
            answers, version = form.answers(), version_in(form)
        else:
            answers = cast(DecisionForm, form).details().as_json()
            version = version_in(form)
        try:
            return workflow.save_section(
                referral=self.referral,
                key=self.key,
                answers=answers,
                complete=not partial,
                version=version,
                by=self.user,
                at=self.now,
            )
        except Conflict:
            self.conflict = True
            raise

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Say it when another date of birth asks for another tool."""
        tool = self.sections.get(SectionKey.TOOL)
        response = super().form_valid(form)
        if response.status_code == 302 and self.key is SectionKey.PERSON and tool and tool.complete:
            complete = self.referral.sections.complete().filter(key=SectionKey.TOOL)
            if not complete.exists():
                messages.warning(self.request, ANOTHER_TOOL)
        return response

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        if self.conflict:
            # What was typed stays in the boxes; the next save knowingly replaces the other.
            self.sections = {one.key: one for one in self.referral.sections.all()}
            typed = self.request.POST.copy()
            typed["version"] = str(self.kept.version if self.kept else 0)
            form.data = typed
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = {"heading": content.HEADINGS[self.key], "key": self.key.value}
        if self.conflict and self.kept:
            context["saved_meanwhile"] = _summary(self.key, self.kept)
        if self.key is SectionKey.TOOL:
            birth = content.birth_date_of(self._answers(SectionKey.PERSON))
            context["tool"] = tooling.for_birth_date(birth, on=local_day(self.now)).tool
        if self.key is SectionKey.RATING:
            context["suggestion"] = tooling.suggestion_as_json(self._answers(SectionKey.TOOL))
        return super().get_context_data(**context, **kwargs)

    def get_success_url(self) -> str:
        if self.request.POST.get("more"):
            return self.request.path
        if self.request.GET.get("from") == "check" and not self.request.POST.get("later"):
            return reverse("referrals:check", args=[self.referral.pk])
        return super().get_success_url()


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
                "rows": _summary(key, self.sections.get(key), referral=self.referral),
            }
            for key in SectionKey
        ]
        return super().get_context_data(
            groups=groups, problem=self._problem(), declaration=questions.DECLARATION, **kwargs
        )

    def _problem(self) -> str:
        """Return what stands in the way of sending, or nothing."""
        try:
            check_ready(self.sections, at=self.now)
        except RuleBroken as broken:
            return broken.message
        birth = content.birth_date_of(self.sections[SectionKey.PERSON].answers)
        return content.age_problem(self.referral, birth, on=local_day(self.now))


def _summary(
    key: SectionKey, section: ReferralSection | None, *, referral: Referral | None = None
) -> list[dict[str, Any]]:
    """Return a section as rows of a summary list, with Change links where a draft is given."""
    url = ""
    if referral is not None:
        url = reverse("referrals:section", args=[referral.pk, key.value]) + "?from=check"
    rows = content.rows_for(key, section.answers if section else {})
    shown = [
        {"key": row.question, "value": row.answer, "change_url": url} for row in rows
    ]  # fmt: skip
    if not shown and url:
        shown = [{"key": key.label, "value": "", "change_url": url}]
    return shown


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
