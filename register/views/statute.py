"""Pages for what the statute asks for, and for the decision at 18."""

from typing import Any, cast

from django import forms

from accounts.rules import Permission
from core.sent_once import fresh
from register import coded_lists, rules, workflow
from register.forms import AdulthoodForm, RecogniseForm, StatutoryViewForm
from register.models import AdultDecision, StatutoryView
from register.views.verbs import AboutPerson


class Recognise(AboutPerson):
    """When the responsible commissioner formed the view that somebody is autistic or has a
    learning disability."""

    permission = Permission.STAY_RECORD
    form_class = RecogniseForm
    heading = "Record the commissioner's view"
    intro = (
        "For someone recognised as autistic or as having a learning disability after a detention "
        "began: the clocks of Part 8A then count from the day of this view."
    )
    done = "The commissioner's view was recorded."

    def get_initial(self) -> dict[str, Any]:
        return {"formed_on": self.person.commissioner_view_formed_on}

    def perform(self, form: forms.Form) -> Any:
        formed_on = form.cleaned_data["formed_on"]
        return workflow.recognise(
            person=self.person, formed_on=formed_on, by=self.user, at=self.now
        )


class FormStatutoryView(AboutPerson):
    """Whether the risk factors for detention are met; apart from the rating."""

    permission = Permission.STAY_RECORD
    form_class = StatutoryViewForm
    heading = "Record the view on detention"
    template_name = "register/statutory_view.html"
    done = "The view was recorded."

    def get_initial(self) -> dict[str, Any]:
        return fresh()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        views = StatutoryView.objects.permitted(self.user, self.permission)
        return super().get_context_data(
            listed=coded_lists.statutory_factors(),
            last=views.select_related("formed_by").filter(person=self.person).first(),
            **kwargs,
        )

    def perform(self, form: forms.Form) -> Any:
        return workflow.form_statutory_view(
            person=self.person,
            factors=form.cleaned_data["factors"],
            eligible=form.cleaned_data["eligible"],
            reason=form.cleaned_data["reason"],
            key=cast(StatutoryViewForm, form).sent_as(),
            by=self.user,
            at=self.now,
        )


class DecideAdulthood(AboutPerson):
    """Whether a young person stays on the register as an adult."""

    permission = Permission.RATE
    form_class = AdulthoodForm
    heading = "Decide about adulthood"
    template_name = "register/decide_adulthood.html"
    done = "The adult decision was recorded."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        decisions = AdultDecision.objects.permitted(self.user, self.permission)
        rows = decisions.filter(entry__person=self.person, entry__closed_at__isnull=True)
        return super().get_context_data(last=rows.select_related("decided_by").first(), **kwargs)

    def perform(self, form: forms.Form) -> Any:
        return workflow.decide_adulthood(
            person=self.person,
            outcome=rules.AdultOutcome(form.cleaned_data["outcome"]),
            reason=form.cleaned_data["reason"],
            by=self.user,
            at=self.now,
        )
