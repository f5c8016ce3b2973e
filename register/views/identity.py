"""Whether two records are one person: compared, said, confirmed by a second person, ended."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from accounts.gate import VerbView
from accounts.rules import Permission
from core.errors import RuleBroken
from register import who_is_who, workflow
from register.alike import compared
from register.forms.identity import (
    ConfirmFindingForm,
    EndFindingForm,
    FindingForm,
    OtherRecordForm,
)
from register.models import IdentityFinding, Person
from register.rules.identity import Verdict
from register.views.verbs import AboutPerson
from register.workflow.identity import check_current, check_waits, second_look


class OtherRecords(AboutPerson):
    """The person's other records, those that may be theirs, and a look for one by its number."""

    permission = Permission.TRIAGE
    form_class = OtherRecordForm
    template_name = "register/other_records.html"
    heading = "Other records of this person"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = who_is_who.counterparts(self.person, viewer=self.user)
        like = who_is_who.candidates(self.person, viewer=self.user)
        shown = [one.person.pk for one in found if one.person] + [one.pk for one in like]
        if shown:
            self.saw(shown, purpose="other records")
        return super().get_context_data(
            counterparts=found,
            candidates=like,
            past=[
                one
                for one in who_is_who.findings_of([self.person.pk])
                if one.pk not in {shown.finding.pk for shown in found}
            ],
            **kwargs,
        )

    def perform(self, form: forms.Form) -> Any:
        """Find the other record; nothing is written."""
        rows = Person.objects.permitted(self.user, self.permission).exclude(pk=self.person.pk)
        number = form.cleaned_data["nhs_number"]
        self.found = rows.filter(nhs_number=number).first()
        if self.found is None:
            raise RuleBroken(
                "No other record in your areas has this NHS number.", field="nhs_number"
            )

    def get_success_url(self) -> str:
        found: Person | None = getattr(self, "found", None)
        if found is None:
            return super().get_success_url()
        return str(reverse("register:compare", args=[self.person.pk, found.pk]))

    def back_url(self) -> str:
        return str(self.person.get_absolute_url())


class Compare(VerbView):
    """Two records side by side: the same person, different people, or not sure yet."""

    permission = Permission.TRIAGE
    form_class = FindingForm
    template_name = "register/compare.html"
    heading = "Compare two records"

    def load(self) -> None:
        people = Person.objects.select_related("area", "lead_professional")
        self.person: Person = self.find(people, pk=self.kwargs["pk"])
        self.load_other()

    def load_other(self) -> None:
        """Find the other record through the gate."""
        people = Person.objects.select_related("area", "lead_professional")
        self.other: Person = self.find(people, pk=self.kwargs["other"])
        self.saw([self.person.pk, self.other.pk], purpose="possible duplicates")
        self.before = who_is_who.between(self.person, self.other)

    def check_now(self) -> None:
        if self.person == self.other:
            raise RuleBroken("This is one record. Choose another one.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {
            "person": self.person,
            "other": self.other,
            "lines": compared(self.person, self.other),
            "asks_two": [one.label for one in second_look(self.person, self.other)],
            "before": self.before,
        }
        return super().get_context_data(**given | kwargs)

    def perform(self, form: forms.Form) -> IdentityFinding:
        return workflow.find(
            person=self.person,
            other=self.other,
            verdict=Verdict(form.cleaned_data["verdict"]),
            reason=form.cleaned_data["reason"],
            by=self.user,
            at=self.now,
        )

    def form_valid(self, form: forms.Form) -> HttpResponse:
        response = super().form_valid(form)
        if hasattr(self, "result"):
            messages.success(self.request, _said(self.result))
        return response

    def get_success_url(self) -> str:
        return _page_of(self.person.pk, self.other.pk)


def _said(finding: IdentityFinding) -> str:
    """Return what is said once a finding was recorded."""
    if finding.waits:
        return (
            "You recorded that they are the same person. A colleague must confirm it. Until then "
            "both records stay as they are."
        )
    return {
        Verdict.SAME: "They are recorded as the same person.",
        Verdict.DIFFERENT: "They are recorded as different people. No one will be asked again.",
        Verdict.POSSIBLE: "They are recorded as possibly the same person. Both records stay.",
    }[finding.says]


def _page_of(first: UUID, second: UUID) -> str:
    """Return the page of the first of two records that is not hidden."""
    return reverse("register:person", args=[who_is_who.shown_of(first, second)])


class AboutFinding(VerbView):
    """Base of the pages about what was found of two records, reached from one that is shown."""

    abstract = True

    def load(self) -> None:
        self.person: Person = self.find(Person.objects.select_related("area"), pk=self.kwargs["pk"])
        rows = IdentityFinding.objects.of(self.person.pk).select_related(
            "person__area", "other__area", "by", "confirmed_by", "ended_by"
        )
        self.finding: IdentityFinding = self.find(rows, pk=self.kwargs["finding"])
        mine = self.finding.person_id == self.person.pk
        self.other = self.finding.other if mine else self.finding.person
        self.saw([self.person.pk, self.other.pk], purpose=type(self).__name__)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {
            "person": self.person,
            "other": self.other,
            "finding": self.finding,
            "lines": compared(self.person, self.other),
        }
        return super().get_context_data(**given | kwargs)

    def get_success_url(self) -> str:
        return _page_of(self.person.pk, self.other.pk)


class ConfirmFinding(AboutFinding):
    """A second person confirms that two records are one person's."""

    permission = Permission.TRIAGE
    form_class = ConfirmFindingForm
    template_name = "register/confirm_finding.html"
    heading = "Confirm that they are the same person"
    done = "They are confirmed as the same person."

    def check_now(self) -> None:
        check_waits(self.finding, by=self.user)

    def perform(self, form: forms.Form) -> IdentityFinding:
        return workflow.confirm(finding=self.finding, by=self.user, at=self.now)


class EndFinding(AboutFinding):
    """What was found of two records is taken back: they stand apart."""

    permission = Permission.TRIAGE
    form_class = EndFindingForm
    template_name = "register/end_finding.html"
    heading = "Take back what was recorded about two records"
    done = "It was taken back. The two records stand apart."

    def check_now(self) -> None:
        check_current(self.finding)

    def perform(self, form: forms.Form) -> IdentityFinding:
        return workflow.end_finding(
            finding=self.finding, reason=form.cleaned_data["reason"], by=self.user, at=self.now
        )
