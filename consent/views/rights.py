"""The person's rights: a copy of everything, an easy-read page, text for the agency's record."""

import json
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from accounts.gate import PageView, WorkflowView
from accounts.rules import Permission
from consent import agency, rights, rules, workflow
from consent.forms import CopyForm
from consent.models import Decision
from core.records import Plain
from register.models import Person


class MakeCopy(WorkflowView):
    """A copy of everything for the person: why it is made is asked first, and stays on record."""

    permission = Permission.RECORD_COPY
    template_name = "consent/copy_ask.html"
    form_class = CopyForm

    def load(self) -> None:
        self.person = self.find(Person.objects.select_related("area"), pk=self.kwargs["pk"])
        self.saw([self.person.pk], purpose="subject_access")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(person=self.person, back_url=self._page(), **kwargs)

    def perform(self, form: forms.Form) -> rights.Copy:
        workflow.make_copy(
            person=self.person,
            purpose=rules.CopyPurpose(form.cleaned_data["purpose"]),
            form=form.cleaned_data["form"],
            by=self.user,
            at=self.now,
        )
        return rights.copy_for(self.person, at=self.now)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Give the copy itself: what was asked for is not left at an address."""
        answer = super().form_valid(form)
        if not isinstance(answer, HttpResponseRedirect):
            return answer
        if form.cleaned_data["form"] == "json":
            words = json.dumps(self.result.as_json(), ensure_ascii=False, indent=2)
            file = HttpResponse(words, content_type="application/json; charset=utf-8")
            file["Content-Disposition"] = 'attachment; filename="copy-of-a-record.json"'
            return file
        context = {
            "person": self.person,
            "copy": self.result,
            "note": rights.NOTE,
            "purpose": rules.CopyPurpose(form.cleaned_data["purpose"]).label,
            "columns": [
                "Part",
                {"label": "Lines about others", "numeric": True},
                {"label": "Free texts to read", "numeric": True},
            ],
            "back_url": self._page(),
        }
        return TemplateResponse(self.request, "consent/copy.html", context)

    def get_success_url(self) -> str:
        return self._page()

    def _page(self) -> str:
        return reverse("register:person", args=[self.person.pk])


class EasyRead(PageView):
    """For the person, on the screen or on paper: my colour, who helps me, what comes next."""

    permission = Permission.PERSON_VIEW
    template_name = "consent/easy_read.html"

    def load(self) -> None:
        self.person = self.find(Person.objects.select_related("area"), pk=self.kwargs["pk"])
        self.saw([self.person.pk], purpose="easy_read")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = rights.in_plain_words(self.person.pk, at=self.now)
        return super().get_context_data(
            person=self.person,
            called=self.person.called,
            said={part: [_drawn(one) for one in lines] for part, lines in said.items()},
            at=self.now,
            back_url=reverse("register:person", args=[self.person.pk]),
            **kwargs,
        )


def _drawn(one: Plain) -> dict[str, str]:
    return {"words": one.words, "picture": f"consent/pictures/{one.picture}.html"}


class AgencyCopy(PageView):
    """A decision as plain text, to paste into the record of one's own organisation."""

    permission = Permission.CONSENT_RECORD
    template_name = "consent/agency.html"

    def load(self) -> None:
        rows = Decision.objects.select_related(
            "person", "capacity", "best_interests", "child", "recorded_by"
        )
        self.decision = self.find(rows, pk=self.kwargs["pk"])
        self.saw([self.decision.person_id], purpose="own_record")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        decision = self.decision
        return super().get_context_data(
            person=decision.person,
            back_url=reverse("consent:decision", args=[decision.pk]),
            **agency.of_decision(decision, person=decision.person, at=self.now),
            **kwargs,
        )
