"""The policy for everybody: the rules in force, "what if?", and the day that the statute begins."""

from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone

from accounts.gate import PageView, VerbView
from accounts.rules import Permission
from actions import ladders
from actions.duty_forms import CommencementForm, ImagineForm
from core import keyset
from duties import explaining, policy, reading, workflow


class PolicyPage(PageView):
    """The rules in force, in plain English, each with its source and how sure we are of it."""

    permission = Permission.PUBLIC
    template_name = "actions/policy.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on, begins = timezone.localdate(self.now), reading.commenced_on()
        commenced_on = _day(begins)
        user = self.request.user
        may_set = user.is_authenticated and self.user.holds(Permission.REFERENCE_MANAGE)
        return super().get_context_data(
            groups=explaining.groups(on=on, commenced_on=begins),
            chasing=ladders.current(),
            version=policy.current().version,
            certainties=list(policy.Certainty),
            commenced_on=commenced_on,
            statute_on=commenced_on is not None and commenced_on <= on,
            may_set=may_set,
            unused=explaining.unused_regions() if may_set else [],
            **kwargs,
        )


def _day(begins: date | None) -> date | None:
    """Return the day to show; None where no day is set and where it is switched off."""
    return None if begins == policy.NEVER else begins


class Simulate(PageView):
    """What the policy would ask for somebody who does not exist: the engine itself answers."""

    permission = Permission.PUBLIC
    template_name = "actions/policy_simulate.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.localdate(self.now)
        asked = "happened" in self.request.GET
        form = ImagineForm(self.request.GET if asked else None)
        answer = None
        if asked and form.is_valid():
            answer = explaining.imagine(form.imagined(), on=on)
        return super().get_context_data(
            form=form,
            answer=answer,
            asked=form.imagined() if answer is not None else None,
            today=on,
            version=policy.current().version,
            back_url=reverse("actions:policy"),
            back_label="The rules in force",
            **kwargs,
        )


class SetCommencement(VerbView):
    """From which day Part 8A applies: set by an administrator, on the authority of regulations."""

    permission = Permission.REFERENCE_MANAGE
    form_class = CommencementForm
    template_name = "actions/policy_commencement.html"
    heading = "The day on which Part 8A begins"
    done = "The day is set."

    def get_initial(self) -> dict[str, Any]:
        standing = explaining.commencement()
        return {"follows": str(standing.pk) if standing else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            settings=explaining.commencements(),
            commenced_on=_day(reading.commenced_on()),
            **kwargs,
        )

    def perform(self, form: forms.Form) -> Any:
        given = form.cleaned_data
        return workflow.set_commencement(
            begins_on=given["begins_on"] if given["switch"] == "on" else None,
            authority=given["authority"],
            follows=explaining.commencement_of(keyset.identifier(given["follows"])),
            by=self.user,
            at=self.now,
        )

    def get_success_url(self) -> str:
        return reverse("actions:policy")
