"""Who leads how many people, and giving the people of one lead professional to another."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse

from accounts.gate import PageView, VerbView
from accounts.models import User
from accounts.rules import Permission
from core import keyset
from register import listing, workflow
from register.forms import HandOverForm
from register.models import Person, Standing
from register.querysets import possible_leads

MOST = 200
"""How many people one page offers: the rest come when these are given."""


class Leads(PageView):
    """Who leads how many people of one's areas, so that they can be handed over."""

    permission = Permission.RATE
    template_name = "register/leads.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        leads = listing.leads(self.user, self.permission)
        return super().get_context_data(leads=leads, as_at=self.now, **kwargs)


class HandOver(VerbView):
    """Give several people of one lead professional, or all of them, to another."""

    permission = Permission.RATE
    form_class = HandOverForm
    template_name = "register/hand_over.html"
    heading = "Hand over people"

    def load(self) -> None:
        mine = Standing.objects.permitted(self.user, self.permission)
        mine = mine.in_areas(self.user, self.permission).order_by("sort_name", "person")
        self.was = User.objects.filter(pk=self.kwargs["user"]).first()
        if self.was is None:
            raise Http404
        led = list(mine.led_by(self.was).values_list("person", flat=True)[: MOST + 1])
        if not led and not self._works_here(self.was):
            raise Http404
        self.led, self.more = led[:MOST], len(led) > MOST
        shown = mine.filter(person__in=[*self.led, *self._ticked()]).order_by()
        people = Person.objects.permitted(self.user, self.permission).select_related("area")
        people = people.filter(pk__in=shown.values("person"))
        self.people = people.order_by("family_name", "given_name", "pk")
        self.saw({person.pk for person in self.people}, purpose="HandOver")

    def _works_here(self, user: User) -> bool:
        """Whether someone who leads no one here any more is known here all the same."""
        areas = self.user.grants(self.permission).areas
        return bool(User.objects.in_areas(areas).filter(pk=user.pk).exists())

    def _ticked(self) -> list[Any]:
        """Return who was ticked: sending a page again finds those who were given meanwhile."""
        found = [keyset.identifier(one) for one in self.request.POST.getlist("people")]
        return [one for one in found if one is not None]

    def get_form_kwargs(self) -> dict[str, Any]:
        leads = possible_leads({person.area_id for person in self.people})
        others = leads.exclude(pk=cast(User, self.was).pk)
        return super().get_form_kwargs() | {"people": self.people, "leads": others}

    def get_initial(self) -> dict[str, Any]:
        return {"people": self.led}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            was=self.was, empty=not self.people, more=self.more, most=MOST, as_at=self.now, **kwargs
        )

    def interruption(self, form: forms.Form) -> str:
        return "register/hand_over_check.html"

    def perform(self, form: forms.Form) -> Any:
        return workflow.hand_over(
            people=form.cleaned_data["people"], was=cast(User, self.was),
            lead=form.cleaned_data["lead"], by=self.user, at=self.now,
        )  # fmt: skip

    def form_valid(self, form: forms.Form) -> Any:
        response = super().form_valid(form)
        if isinstance(response, HttpResponseRedirect):
            came = cast(workflow.Given, self.result)
            lead = form.cleaned_data["lead"].full_name
            count = len(came.changed) + len(came.already)
            if count:
                words = "1 person has" if count == 1 else f"{count} people have"
                messages.success(self.request, f"{words} {lead} as lead professional now.")
            for left in came.refused:
                messages.warning(self.request, f"{left.person.name} was left as is. {left.why}")
        return response

    def get_success_url(self) -> str:
        gone = self.was is not None and not self.was.is_active
        return reverse("oversight:without_owner" if gone else "register:leads")
