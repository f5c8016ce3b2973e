"""Several actions at once: confirming what owners have done, handing over what a leaver owns."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from accounts.gate import PageView, VerbView
from accounts.models import User
from accounts.rules import Permission
from actions import listing, workflow
from actions.forms import ConfirmManyForm, HandOverForm
from actions.models import Action
from actions.querysets import owners_in
from actions.workflow import Together
from core import keyset
from core.dates import local_day

MOST = 50
"""How many are shown at once: as many as somebody reads."""

_SHOWN = ("person", "owner", "organisation", "done_by")


class SeveralActions(VerbView):
    """Base: several actions through the gate, each changed or left with a reason."""

    abstract = True
    permission = Permission.ACTION_CONFIRM
    template_name = "actions/plain_verb.html"

    def posted(self) -> list[Any]:
        """Return the ids that were ticked, so that what has changed meanwhile is told by name."""
        found = [keyset.identifier(one) for one in self.request.POST.getlist("actions")]
        return [one for one in found if one is not None]

    def form_valid(self, form: forms.Form) -> Any:
        response = super().form_valid(form)
        if isinstance(response, HttpResponseRedirect):
            for one in cast(Together, self.result).refused:
                messages.warning(
                    self.request, f"Left as it was: {one.action.description[:80]}. {one.why}"
                )
        return response


class ConfirmMany(SeveralActions):
    """Close several actions that their owners have done, having read what shows it."""

    form_class = ConfirmManyForm
    heading = "Confirm several actions"
    intro = "Tick those that you are satisfied with. The others stay on the list."

    def load(self) -> None:
        rows = Action.objects.permitted(self.user, self.permission).in_areas(self.user)
        shown = list(rows.done().order_by("done_at", "id").values_list("pk", flat=True)[:MOST])
        self.actions = rows.filter(pk__in=[*shown, *self.posted()]).select_related(*_SHOWN)
        self.saw({action.person_id for action in self.actions}, purpose="ConfirmMany")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"actions": self.actions}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        empty = "" if self.actions else "No action waits to be confirmed."
        return super().get_context_data(empty=empty, as_at=self.now, **kwargs)

    def perform(self, form: forms.Form) -> Any:
        return workflow.confirm_many(
            actions=form.cleaned_data["actions"], by=self.user, at=self.now
        )

    def get_success_url(self) -> str:
        if hasattr(self, "result"):
            count = len(self.result.changed)
            words = "1 action is closed." if count == 1 else f"{count} actions are closed."
            messages.success(self.request, words)
        return reverse("actions:actions") + "?tab=area&show=done"


class Owners(PageView):
    """Who owns what is not finished in one's areas, so that it can be handed over."""

    permission = Permission.ACTION_CONFIRM
    template_name = "actions/owners.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate(self.now)
        return super().get_context_data(
            owners=listing.owners(self.user, on=today),
            as_at=self.now,
            back_url=reverse("actions:actions"),
            back_label="Actions",
            **kwargs,
        )


class HandOver(SeveralActions):
    """Give what somebody owns to a colleague, before they leave or for good."""

    form_class = HandOverForm
    template_name = "actions/hand_over.html"
    heading = "Hand over actions"
    done = ""

    def load(self) -> None:
        mine = Action.objects.permitted(self.user, self.permission).in_areas(self.user)
        leaver = User.objects.filter(pk=self.kwargs["user"]).first()
        owned = list(mine.unfinished().filter(owner=leaver).values_list("pk", flat=True))
        if leaver is None or not (owned or self._works_here(leaver)):
            raise Http404
        self.leaver, self.owned = leaver, owned
        # What was ticked and given meanwhile is found too: sending the page again does no harm.
        shown = mine.filter(pk__in=[*owned, *self.posted()])
        self.actions = shown.select_related(*_SHOWN, "person__area")
        self.saw({action.person_id for action in self.actions}, purpose="HandOver")

    def _works_here(self, user: User) -> bool:
        """Whether someone is known here who no longer owns anything."""
        areas = self.user.grants(self.permission).areas
        return bool(User.objects.in_areas(areas).filter(pk=user.pk).exists())

    def get_form_kwargs(self) -> dict[str, Any]:
        areas = {action.person.area_id for action in self.actions}
        others = owners_in(areas).exclude(pk=self.leaver.pk)
        return super().get_form_kwargs() | {
            "actions": self.actions, "owners": others, "today": local_day(self.now),
        }  # fmt: skip

    def get_initial(self) -> dict[str, Any]:
        return {"actions": self.owned}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            was=self.leaver, empty=not self.actions, as_at=self.now, **kwargs
        )

    def interruption(self, form: forms.Form) -> str:
        return "actions/hand_over_check.html"

    def perform(self, form: forms.Form) -> Any:
        return workflow.hand_over(was=self.leaver, by=self.user, at=self.now, **form.cleaned_data)

    def get_success_url(self) -> str:
        if hasattr(self, "result"):
            count = len(self.result.changed) + len(self.result.already)
            words = "1 action has" if count == 1 else f"{count} actions have"
            if count:
                messages.success(self.request, f"{words} another owner now.")
            else:
                messages.warning(self.request, "No action was handed over.")
        return reverse("actions:owners" if self.leaver.is_active else "oversight:without_owner")
