"""Asking once more why a rating is lower than the policy has it for now."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.template.response import TemplateResponse

from accounts.gate import VerbView
from core.dates import local_day
from register import rules, workflow
from register.forms import AgainstFloorForm
from register.models import Standing


class AsksAgainstFloor(VerbView):
    """Base of the pages that rate: below a floor, a page asks in words why, before the act.

    What was typed is kept on it; the words go with the rating.
    """

    abstract = True
    floor_template = "register/floor_check.html"

    def floor_below(self, form: forms.Form) -> rules.Floor | None:
        """Return the floor below which the rating typed in `form` goes, if any."""
        raise NotImplementedError

    def against_floor(self) -> str:
        """Return the reason that was typed, empty where none was asked for."""
        return str(self.request.POST.get("against_floor", "")).strip()

    def form_valid(self, form: forms.Form) -> HttpResponse:
        floor = None if "reconsider" in self.request.POST else self.floor_below(form)
        if floor is None or floor.firm:
            return super().form_valid(form)
        asked = "against_floor" in self.request.POST
        why = AgainstFloorForm(self.request.POST if asked else None)
        if asked and why.is_valid():
            return super().form_valid(form)
        left_out = {"csrfmiddlewaretoken", "against_floor", "checked"}
        typed = [(name, v) for name, v in self.request.POST.lists() if name not in left_out]
        context = self.get_context_data(form=form) | {"form": why, "typed": typed, "floor": floor}
        return TemplateResponse(
            self.request, self.floor_template, context | {"rated": form.cleaned_data}
        )


def floor_below(
    person_id: UUID, *, standing: Standing | None, new: rules.Level, at: datetime
) -> rules.Floor | None:
    """Return the floor below which `new` steps down from the rating that stands, if any."""
    floor = workflow.floor_of(person_id, on=local_day(at))
    if standing is None or not rules.is_below(floor, new=new, current=rules.Level(standing.level)):
        return None
    return floor
