"""Passing a referral to another area, and what waits between two areas."""

from typing import Any

from django import forms
from django.urls import reverse

from accounts.gate import PageView, VerbView
from accounts.models import Area
from accounts.rules import Permission
from core.dates import in_words, local_day
from referrals import content, workflow
from referrals.forms.team import RedirectForm, ReturnForm, TakeForm
from referrals.models import Redirect
from referrals.views.triage import Step
from referrals.workflow.redirecting import check_may_be_passed_on, check_may_be_taken, due_on


class Redirects(PageView):
    """What waits between two areas: to answer here, and passed on from here. Nobody is named."""

    permission = Permission.TRIAGE
    template_name = "referrals/redirects.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Redirect.objects.permitted(self.user, self.permission).select_related(
            "referral", "from_area", "to_area", "asked_by", "decided_by"
        )
        areas = self.user.grants(self.permission).areas
        waiting = list(rows.open())
        return super().get_context_data(
            to_answer=[one for one in waiting if one.to_area_id in areas],
            passed_on=[one for one in waiting if one.to_area_id not in areas],
            answered=list(rows.exclude(state="open").order_by("-decided_at")[:50]),
            today=local_day(self.now),
            as_at=self.now,
            **kwargs,
        )


class RedirectReferral(Step):
    """Another area is asked to take the referral."""

    permission = Permission.TRIAGE
    form_class = RedirectForm
    heading = "Redirect to another area"
    done = "The other area was asked. Until it takes the referral, your area answers for it."

    def check_now(self) -> None:
        if self.referral.person is not None:
            check_may_be_passed_on(self.referral, self.referral.person)

    def get_form_kwargs(self) -> dict[str, Any]:
        areas = Area.objects.open()
        if self.referral.person is not None:
            areas = areas.exclude(pk=self.referral.person.area_id)
        return super().get_form_kwargs() | {"areas": areas}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        by = in_words(due_on(level=self.referral.level, on=local_day(self.now)))
        intro = (
            "The referral is open in both areas until the other one takes it or returns it. "
            f"Your team goes on answering for it. The other team is to answer by {by}; when it "
            "does not, both teams are chased, then commissioners."
        )
        return super().get_context_data(**{"intro": intro} | kwargs)

    def perform(self, form: forms.Form) -> Any:
        typed = form.cleaned_data
        return workflow.redirect(
            referral=self.referral,
            to_area=typed["to_area"],
            reason=typed["reason"],
            by=self.user,
            at=self.now,
        )


class _Answer(VerbView):
    """Base of the two answers to a redirect: for the team of the area that was asked."""

    abstract = True
    permission = Permission.TRIAGE
    template_name = "referrals/redirect_answer.html"

    def load(self) -> None:
        rows = Redirect.objects.to_answer(self.user).select_related(
            "referral__person", "referral__copy", "from_area", "to_area", "asked_by"
        )
        self.redirect: Redirect = self.find(rows, pk=self.kwargs["pk"])
        self.referral = self.redirect.referral
        if self.referral.person_id:
            self.saw([self.referral.person_id], purpose="redirect")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {
            "referral": self.referral,
            "redirect": self.redirect,
            "person": content.typed_person(self.referral.copy),
        }
        return super().get_context_data(**given | kwargs)

    def get_success_url(self) -> str:
        return reverse("referrals:redirects")


class TakeRedirect(_Answer):
    """This area has the referral from now on."""

    permission = Permission.TRIAGE
    form_class = TakeForm
    heading = "Take the referral"
    intro = "Your team answers for the referral and triages it. The record moves to your area."
    done = "Your area has the referral now. Triage it next."

    def check_now(self) -> None:
        if self.referral.person is not None:
            check_may_be_taken(self.referral.person)

    def back_url(self) -> str:
        return reverse("referrals:redirects")

    def perform(self, form: forms.Form) -> Any:
        return workflow.take(redirect=self.redirect, by=self.user, at=self.now)

    def get_success_url(self) -> str:
        return self.referral.get_absolute_url()


class ReturnRedirect(_Answer):
    """Back to the area that asked."""

    permission = Permission.TRIAGE
    form_class = ReturnForm
    heading = "Return the referral"
    done = "The referral was returned. The first area answers for it."

    def perform(self, form: forms.Form) -> Any:
        words = form.cleaned_data["words"]
        return workflow.give_back(redirect=self.redirect, words=words, by=self.user, at=self.now)
