"""Updates, as a lead professional writes them."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.gate import VerbView, WorkflowView
from accounts.rules import Permission
from core import autosave
from core.dates import local_day
from core.errors import Conflict, RuleBroken
from referrals import comparing, content, prefill, tooling, workflow
from referrals.forms.tables import SectionForm, is_unfinished, version_of
from referrals.forms.updating import FORMS, DiscardUpdateForm, SendForm
from referrals.models import UpdateDraft
from referrals.rules import UpdatePart
from register.models import Person, Standing


class AboutPerson(WorkflowView):
    """Base: somebody on the register, and the reader's own draft about them."""

    abstract = True
    permission = Permission.REFER

    def load(self) -> None:
        self.person = self.find(Person.objects.select_related("area"), pk=self.kwargs["person"])
        self.standing = Standing.objects.filter(person=self.person).first()
        drafts = UpdateDraft.objects.permitted(self.user, self.permission)
        self.draft: UpdateDraft | None = drafts.filter(person=self.person).first()
        self.saw([self.person.pk], purpose="update")

    @property
    def overview(self) -> str:
        """The address of the list of parts."""
        return reverse("referrals:update", args=[self.person.pk])

    def done(self, part: UpdatePart) -> bool:
        """Whether the part was said to be complete."""
        return self.draft is not None and part in self.draft.complete

    def written(self, part: UpdatePart) -> dict[str, Any]:
        """Return what was written in the part so far."""
        return dict(self.draft.answers.get(part, {})) if self.draft is not None else {}

    def compared(self) -> comparing.Comparison:
        """Return what the tool's answers say that those of last time did not."""
        return comparing.of_answers(self.person, self.written(UpdatePart.TOOL))


class UpdatePerson(AboutPerson):
    """The parts of an update, and the button that sends it."""

    form_class = SendForm
    template_name = "referrals/update.html"

    def perform(self, form: forms.Form) -> Any:
        return workflow.send_update(person=self.person, by=self.user, at=self.now)

    def get_success_url(self) -> str:
        return reverse("referrals:update_sent", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ready = all(self.done(part) for part in UpdatePart)
        expires = workflow.expires_on(self.draft.saved_at) if self.draft else None
        return super().get_context_data(
            person=self.person,
            standing=self.standing,
            draft=self.draft,
            expires_on=expires,
            tasks=[self._task(part) for part in UpdatePart],
            ready=ready,
            back_url=self.person.get_absolute_url(),
            **kwargs,
        )

    def _task(self, part: UpdatePart) -> dict[str, Any]:
        if part is UpdatePart.RATING and not self.done(UpdatePart.TOOL):
            hint = "Complete the clinical support tool first"
            return {"title": part.label, "url": "", "status": "Cannot start yet", "hint": hint}
        url = reverse("referrals:update_part", args=[self.person.pk, part.value])
        begun = self.draft is not None and part in self.draft.answers
        status = "Completed" if self.done(part) else "In progress" if begun else "Incomplete"
        return {"title": part.label, "url": url, "status": status}


class Part(autosave.SavesAsTyped, AboutPerson):
    """One part: saved whole, left unfinished, or kept as it is typed."""

    template_name = "referrals/update_part.html"

    def load(self) -> None:
        super().load()
        try:
            self.part = UpdatePart(self.kwargs["part"])
        except ValueError:
            raise Http404 from None

    def _locked(self) -> str:
        """Return why the part cannot be written now, or nothing."""
        if self.standing is None:
            return "This person is not on the register now, so there is nothing to update."
        locked = self.part is UpdatePart.RATING and not self.done(UpdatePart.TOOL)
        return "Complete the clinical support tool first" if locked else ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self._locked():
            return HttpResponseRedirect(self.overview)
        if self.part is UpdatePart.RATING:
            _, why = tooling.suggestion_or_why_not(self.written(UpdatePart.TOOL))
            if why:  # it was made by a tool that has been replaced since
                messages.warning(request, why)
                tool = UpdatePart.TOOL.value
                address = reverse("referrals:update_part", args=[self.person.pk, tool])
                return HttpResponseRedirect(address)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self._locked():
            if autosave.is_asked(request):
                return autosave.refused("this part cannot be written now. Look at the whole list.")
            return self._say(self._locked())
        if is_unfinished(request.POST) and not autosave.is_asked(request):
            return self._leave_unfinished()
        return super().post(request, *args, **kwargs)

    @property
    def version(self) -> int:
        """The version of the draft; 0 where there is none."""
        return self.draft.version if self.draft is not None else 0

    def get_form(self, form_class: Any = None) -> forms.Form:
        if self.request.method == "POST":
            return self._form(data=self.request.POST)
        typed = self.draft.typed.get(self.part) if self.draft is not None else None
        if typed:
            data = autosave.data_of(typed, version=self.version)
            return autosave.without_errors(self._form(data=data))
        begun = {"version": self.version} | ({"completed": "yes"} if self.done(self.part) else {})
        return self._form(initial=FORMS[self.part].initial_of(self.written(self.part)) | begun)

    def _form(self, *, partial: bool = False, **options: Any) -> SectionForm:
        if self.part is UpdatePart.TOOL:
            options["asked"] = self._asked()
            options["earlier"] = prefill.earlier_answers(self.person)
        form = FORMS[self.part](partial=partial, **options)
        form.autosave = self.request.path
        return form

    def _asked(self) -> tooling.Questionnaire:
        on, area = local_day(self.now), self.person.area_id
        return tooling.for_birth_date(self.person.birth_date, on=on, area=area)

    def keep_typed(self) -> int:
        """Keep the part as it stands; complete only while it was and is whole."""
        form = self._form(data=self.request.POST)
        whole = form.is_valid()
        if whole and self.done(self.part):
            try:
                with transaction.atomic():
                    return self._save(form, complete=True).version
            except Conflict:
                raise
            except RuleBroken:
                pass  # no longer what the rules ask: it is said when a button is pressed
        if not whole:
            form = self._form(data=self.request.POST, partial=True)
        typed = {} if form.is_valid() else autosave.typed_in(self.request.POST)
        return self._save(form, complete=False, typed=typed).version

    def _save(
        self, form: SectionForm, *, complete: bool, typed: autosave.Typed | None = None
    ) -> UpdateDraft:
        return workflow.save_update(
            person=self.person,
            part=self.part,
            answers=form.answers(),
            typed=typed,
            complete=complete,
            version=version_of(self.request.POST),
            by=self.user,
            at=self.now,
        )

    def _leave_unfinished(self) -> HttpResponse:
        try:
            with transaction.atomic():
                self.keep_typed()
        except RuleBroken as broken:
            return self._say(broken.message, conflict=isinstance(broken, Conflict))
        more = bool(self.request.POST.get("more"))
        return HttpResponseRedirect(self.request.path if more else self.overview)

    def _say(self, words: str, *, conflict: bool = False) -> HttpResponse:
        """Show the page as it was typed, with why it was not kept."""
        form = autosave.without_errors(self.get_form())
        form.add_error(None, words)
        return self._refused(form, conflict=conflict)

    def perform(self, form: forms.Form) -> Any:
        return self._save(cast(SectionForm, form), complete=True)

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        conflict = any("another window" in words for words in form.non_field_errors())
        return self._refused(form, conflict=conflict)

    def _refused(self, form: forms.Form, *, conflict: bool) -> HttpResponse:
        context: dict[str, Any] = {}
        if conflict:
            # What was typed stays in the boxes; the next save knowingly replaces the other.
            drafts = UpdateDraft.objects.permitted(self.user, self.permission)
            self.draft = drafts.filter(person=self.person).first()
            data = self.request.POST.copy()
            data["version"] = str(self.version)
            form.data = data
            context["saved_meanwhile"] = self._saved_meanwhile()
        return self.render_to_response(self.get_context_data(form=form, **context))

    def _saved_meanwhile(self) -> list[dict[str, str]]:
        try:
            rows = content.update_rows(self.part, self.written(self.part))
        except RuleBroken as broken:  # its tool has been replaced since
            return [{"key": self.part.label, "value": broken.message}]
        return [{"key": row.question, "value": row.answer} for row in rows]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = {
            "person": self.person,
            "heading": self.part.label,
            "back_url": self.overview,
        }
        if self.part is UpdatePart.TOOL:
            context["tool"] = self._asked().tool
        if self.part is UpdatePart.RATING:
            found, _ = tooling.suggestion_or_why_not(self.written(UpdatePart.TOOL))
            if found is not None:
                context |= {"suggestion": found, "comparison": self.compared()}
            context["standing"] = self.standing
        return super().get_context_data(**context | kwargs)

    def get_success_url(self) -> str:
        return self.overview


class DiscardUpdate(VerbView):
    """Throw one's own draft away."""

    permission = Permission.REFER
    form_class = DiscardUpdateForm
    template_name = "referrals/update_verb.html"
    heading = "Discard this update?"
    intro = "Every answer of it is removed at once. This cannot be undone."
    done = "The update was discarded. Nothing of it is kept."

    def load(self) -> None:
        self.person = self.find(Person.objects.all(), pk=self.kwargs["person"])
        self.saw([self.person.pk], purpose="update")

    def perform(self, form: forms.Form) -> Any:
        return workflow.discard_update(person=self.person, by=self.user, at=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(person=self.person, **kwargs)

    def get_success_url(self) -> str:
        return reverse("referrals:update", args=[self.person.pk])
