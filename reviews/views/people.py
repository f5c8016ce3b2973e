"""Recording a review and what follows from it, and the decision about a keyworker."""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.conf import settings
from django.contrib import messages
from django.urls import reverse
from django.utils import timezone

from accounts.gate import PageView, WorkflowView
from accounts.rules import Permission
from actions.querysets import possible_owners
from register.models import Person
from reviews import reading, rules, workflow
from reviews.forms import KeyworkerForm, ReviewForm, SendReportForm
from reviews.models import Review


class RecordReview(WorkflowView):
    """A C(E)TR or an emergency protocol that was held."""

    permission = Permission.REVIEW_RECORD
    form_class = ReviewForm
    template_name = "reviews/record_review.html"

    def load(self) -> None:
        rows = Person.objects.select_related("area")
        self.person = self.find(rows, pk=self.kwargs["person"])
        self.saw([self.person.pk], purpose="RecordReview")

    def get_initial(self) -> dict[str, Any]:
        return {"token": str(uuid4())}

    def get_form_kwargs(self) -> dict[str, Any]:
        asks = rules.asks_for_ehc_plan(
            birth_date=self.person.birth_date,
            ehc_plan=self.person.ehc_plan,
            on=timezone.localdate(self.now),
        )
        return super().get_form_kwargs() | {
            "owners": possible_owners(self.person.area_id),
            "laep": settings.DSR_LAEP_LABEL,
            "asks_plan": asks,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("register:person", args=[self.person.pk])
        return super().get_context_data(person=self.person, back_url=back, **kwargs)

    def perform(self, form: forms.Form) -> Any:
        typed = cast(ReviewForm, form)
        review = workflow.record_review(
            person=self.person, details=typed.details(), by=self.user, at=self.now, key=typed.key()
        )
        messages.success(self.request, "The review was recorded.")
        return review

    def get_success_url(self) -> str:
        return reverse("reviews:review", args=[self.result.pk])


class ReviewPage(PageView):
    """One review: panel, answers, recommendations, and what it still asks for."""

    permission = Permission.REVIEW_VIEW
    template_name = "reviews/review.html"

    def load(self) -> None:
        rows = Review.objects.select_related("person__area", "stay__hospital", "recorded_by")
        self.review = self.find(rows, pk=self.kwargs["pk"])
        self.saw([self.review.person_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.review.person
        return super().get_context_data(
            review=self.review,
            person=person,
            actions=reading.actions_of(self.review),
            rating_due=reading.rating_review_due(person.pk),
            may_rate=self.user.holds(Permission.RATE),
            may_record=self.user.holds(Permission.REVIEW_RECORD),
            back_url=reverse("register:person", args=[person.pk]),
            **kwargs,
        )


class SendReport(WorkflowView):
    """The report of a review went out."""

    permission = Permission.REVIEW_RECORD
    form_class = SendReportForm
    template_name = "reviews/send_report.html"

    def load(self) -> None:
        rows = Review.objects.select_related("person__area")
        self.review = self.find(rows, pk=self.kwargs["pk"])
        self.saw([self.review.person_id], purpose="SendReport")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            review=self.review, person=self.review.person, back_url=self.get_success_url(), **kwargs
        )

    def perform(self, form: forms.Form) -> Any:
        sent_on = form.cleaned_data["sent_on"]
        return workflow.send_report(review=self.review, sent_on=sent_on, by=self.user, at=self.now)

    def get_success_url(self) -> str:
        return reverse("reviews:review", args=[self.review.pk])


class DecideKeyworker(WorkflowView):
    """Referred to the keyworker service, already known to it, or not referred and why."""

    permission = Permission.REVIEW_RECORD
    form_class = KeyworkerForm
    template_name = "reviews/decide_keyworker.html"

    def load(self) -> None:
        rows = Person.objects.select_related("area")
        self.person = self.find(rows, pk=self.kwargs["person"])
        self.saw([self.person.pk], purpose="DecideKeyworker")

    def get_initial(self) -> dict[str, Any]:
        return {"decided_on": timezone.localdate(self.now)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            person=self.person, back_url=self.get_success_url(), **kwargs
        )

    def perform(self, form: forms.Form) -> Any:
        return workflow.decide_keyworker(
            person=self.person,
            outcome=rules.KeyworkerOutcome(form.cleaned_data["outcome"]),
            reason=form.cleaned_data["reason"],
            decided_on=form.cleaned_data["decided_on"],
            by=self.user,
            at=self.now,
        )

    def get_success_url(self) -> str:
        return reverse("register:person", args=[self.person.pk])
