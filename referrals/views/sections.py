"""One section of a draft: filled in from what is known, kept as it is typed, saved."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from consent.details import BasisDetails
from consent.forms import DecisionForm, form_for
from consent.rules import Basis
from core import autosave, nhsuk
from core.dates import local_day
from core.errors import Conflict, RuleBroken
from referrals import content, prefill, rules, tooling, workflow
from referrals.forms.sections import FORMS
from referrals.forms.tables import LATER, SectionForm, is_unfinished, version_of
from referrals.models import ReferralSection
from referrals.rules import SectionKey
from referrals.views.drafting import DraftView, summary

ANOTHER_TOOL = (
    "The date of birth was changed. The clinical support tool for this age is another one: "
    "complete that section again, and then look at your rating."
)


class Section(autosave.SavesAsTyped, DraftView):
    """One section of the task list. Saved whole, left unfinished, or kept as it is typed."""

    template_name = "referrals/section.html"
    conflict = False
    prefilled = prefill.Known()

    def load(self) -> None:
        try:
            self.key = SectionKey(self.kwargs["key"])
        except ValueError:
            raise Http404 from None
        super().load()

    def elsewhere(self) -> str:
        return self.referral.get_absolute_url() if self._locked() else super().elsewhere()

    def _locked(self) -> str:
        """Return why the section of a draft cannot be written now, or nothing."""
        done = {key for key, one in self.sections.items() if one.complete}
        return rules.locked(self.key, done) if self.referral.is_draft else ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the tool first, where the suggestion was made by one that was replaced."""
        if self.key is SectionKey.RATING and not self.elsewhere():
            _, why = tooling.suggestion_or_why_not(self._answers(SectionKey.TOOL))
            if why:
                messages.warning(request, why)
                tool = reverse("referrals:section", args=[self.referral.pk, SectionKey.TOOL.value])
                return HttpResponseRedirect(tool)
        return super().get(request, *args, **kwargs)

    @property
    def kept(self) -> ReferralSection | None:
        """The section as it was saved, if it was."""
        return self.sections.get(self.key)

    def _answers(self, key: SectionKey) -> dict[str, Any]:
        section = self.sections.get(key)
        return section.answers if section else {}

    def get_form(self, form_class: Any = None) -> forms.Form:
        if self.request.method == "POST":
            return self._form(data=self.request.POST)
        if self.kept is not None and self.kept.typed:
            data = autosave.data_of(self.kept.typed, version=self.kept.version)
            return autosave.without_errors(self._form(data=data))
        return self._form(initial=self._initial())

    def _form(self, *, partial: bool = False, **options: Any) -> nhsuk.Form:
        if self.key is SectionKey.BASIS:
            form: nhsuk.Form = self._basis_form(options)
        else:
            if self.key is SectionKey.TOOL:
                options["asked"] = self._asked()
                options["earlier"] = prefill.last_time(self.referral, by=self.user)
            form = FORMS[self.key](partial=partial, **options)
        form.autosave = self.request.path
        return form

    def _asked(self) -> tooling.Questionnaire:
        birth = content.birth_date_of(self._answers(SectionKey.PERSON))
        if birth is None and self.request.method == "POST":
            # The birth date was taken back in another window: what was typed here is shown again.
            return tooling.made_for(self.request.POST)
        area = self.referral.area_id
        return tooling.for_birth_date(birth, on=local_day(self.now), area=area)

    def _basis_form(self, options: dict[str, Any]) -> DecisionForm:
        birth = content.birth_date_of(self._answers(SectionKey.PERSON))
        form = form_for(Basis(self.referral.basis))(birth_date=birth, **options)
        form.fields["version"] = nhsuk.HiddenTextField(required=False)
        form.also = (*form.also, LATER)  # type: ignore[misc]
        return form

    def _initial(self) -> dict[str, Any]:
        begun = {"version": self.kept.version if self.kept else 0}
        answers = self._answers(self.key)
        if self.key is SectionKey.BASIS:
            return (BasisDetails.from_json(answers).initial() if answers else {}) | begun
        if self.kept is None:
            self.prefilled = prefill.known(
                self.referral, self.key, by=self.user, on=local_day(self.now)
            )
            answers = self.prefilled.answers
            self.saw([one.pk for one in self.prefilled.persons], purpose="prefill")
        elif self.kept.complete:
            begun["completed"] = "yes"  # type: ignore[assignment]
        return FORMS[self.key].initial_of(answers) | begun

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if autosave.is_asked(request) and self.elsewhere():
            return autosave.refused("this section cannot be written now. Look at the whole list.")
        if self._locked():
            return self._say(self._locked())
        unfinished = is_unfinished(request.POST) and not autosave.is_asked(request)
        if unfinished and not self.elsewhere():
            return self._leave_unfinished()
        return super().post(request, *args, **kwargs)

    def keep_typed(self) -> int:
        """Keep the page as it stands: what can be read as answers, the rest as it was typed."""
        answers, typed, whole = self._as_it_stands()
        section = workflow.keep_typed(
            referral=self.referral,
            key=self.key,
            answers=answers,
            typed=typed,
            whole=whole,
            version=version_of(self.request.POST),
            by=self.user,
            at=self.now,
        )
        return section.version

    def _as_it_stands(self) -> tuple[dict[str, Any] | None, autosave.Typed, bool]:
        """Return the answers so far, the page where it cannot all be read, and if it is whole."""
        typed = autosave.typed_in(self.request.POST)
        form = self._form(data=self.request.POST)
        whole = form.is_valid()
        if isinstance(form, DecisionForm):
            return (form.details().as_json() if whole else None), typed, whole
        if whole:
            return cast(SectionForm, form).answers(), {}, True
        part = cast(SectionForm, self._form(data=self.request.POST, partial=True))
        readable = part.is_valid()
        return part.answers(), {} if readable else typed, False

    def _leave_unfinished(self) -> HttpResponse:
        """Save for later, or with more rows: without errors, however little was written."""
        try:
            with transaction.atomic():
                self.keep_typed()
        except RuleBroken as broken:
            self.conflict = isinstance(broken, Conflict)
            return self._say(broken.message)
        return HttpResponseRedirect(self.get_success_url())

    def _say(self, words: str) -> HttpResponse:
        """Show the page as it was typed, with why it was not kept."""
        form = autosave.without_errors(self.get_form())
        form.add_error(None, words)
        return self.form_invalid(form)

    def perform(self, form: forms.Form) -> Any:
        if isinstance(form, SectionForm):
            answers = form.answers()
        else:
            answers = cast(DecisionForm, form).details().as_json()
        try:
            return workflow.save_section(
                referral=self.referral,
                key=self.key,
                answers=answers,
                complete=True,
                version=version_of(self.request.POST),
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
        if "form" not in kwargs:
            kwargs["form"] = self.get_form()  # which finds out what is filled in, and from where
        context: dict[str, Any] = {"heading": content.HEADINGS[self.key], "key": self.key.value}
        if self.conflict and self.kept:
            context["saved_meanwhile"] = summary(self.key, self.kept)
        context["prefilled"] = self.prefilled.sources
        if self.key is SectionKey.TOOL:
            context["tool"] = self._asked().tool
        if self.key is SectionKey.RATING:
            found, _ = tooling.suggestion_or_why_not(self._answers(SectionKey.TOOL))
            context["suggestion"] = found
        return super().get_context_data(**context, **kwargs)

    def get_success_url(self) -> str:
        if self.request.POST.get("more"):
            return self.request.path
        if self.request.GET.get("from") == "check" and not is_unfinished(self.request.POST):
            return reverse("referrals:check", args=[self.referral.pk])
        return super().get_success_url()
