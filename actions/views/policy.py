"""The policy for everyone: the rules in force, and "what if?"."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.gate import PageView
from accounts.rules import Permission
from actions import ladders
from actions.duty_forms import ImagineForm
from duties import explaining, policy, reading, transition


class PolicyPage(PageView):
    """The rules in force, in plain English, each with its source and how sure we are of it."""

    permission = Permission.PUBLIC
    template_name = "actions/policy.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on, begins = timezone.localdate(self.now), reading.commenced_on()
        commenced_on = transition.begins_on()
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
            waits=explaining.waiting_proposal() if may_set else None,
            unused=explaining.unused_regions() if may_set else [],
            **kwargs,
        )


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
