"""One review with what follows from it, and the decision about a keyworker."""

from typing import Any, cast

from django import forms
from django.urls import reverse
from django.utils import timezone

from accounts.gate import PageView
from accounts.rules import Permission
from register.models import Person
from reviews import reading, rules, workflow
from reviews.forms import FollowUpForm, KeyworkerForm
from reviews.models import KeyworkerReferral, Review
from reviews.views.common import AboutPerson


class ReviewPage(PageView):
    """One review: panel, answers, recommendations, copies, and what it still asks for."""

    permission = Permission.REVIEW_VIEW
    template_name = "reviews/review.html"

    def load(self) -> None:
        rows = Review.objects.with_where().select_related(
            "person__area", "person__responsible_icb", "person__ordinary_residence_la",
            "stay__hospital", "stay__commissioner", "recorded_by", "closed_by", "request",
        )  # fmt: skip
        self.review = self.find(rows, pk=self.kwargs["pk"])
        self.saw([self.review.person_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        review, person = self.review, self.review.person
        on, may_record = timezone.localdate(self.now), self.user.holds(Permission.REVIEW_RECORD)
        closed = review.closed_on is not None
        left = [] if closed else workflow.left_to_do(review)
        report, copies = reading.report_duty(review), reading.copies_of(review)
        return super().get_context_data(
            review=review,
            person=person,
            actions=reading.actions_of(review),
            findings=list(review.findings.all()),
            unowned=list(review.recommendations.select_related("action")),
            copies=copies,
            outdated=any(row.outdated for row in copies),
            report_duty=report,
            report_late=report is not None and report.is_overdue(on),
            counts=review.kind != rules.ReviewKind.LAEP,
            rating_due=reading.rating_review_due(person.pk),
            left=left,
            may_close=may_record and not closed and not left,
            may_rate=self.user.holds(Permission.RATE),
            may_record=may_record and not closed,
            may_answer=may_record,
            corrections=list(reading.corrections(review)),
            sent_elsewhere=reading.sent_elsewhere(review),
            may_correct=self.user.holds(Permission.FACT_CORRECT),
            back_url=reverse("register:person", args=[person.pk]),
            **kwargs,
        )


class DecideKeyworker(AboutPerson):
    """Referred to the keyworker service, already known to it, or not referred and why."""

    permission = Permission.REVIEW_RECORD
    form_class = KeyworkerForm
    template_name = "reviews/decide_keyworker.html"
    heading = "Decide about a keyworker"
    done = "The decision was recorded."

    def get_initial(self) -> dict[str, Any]:
        return {"decided_on": timezone.localdate(self.now)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.localdate(self.now)
        covered = reading.covers(self.person.pk, "keyworker", on=on)
        return super().get_context_data(covered=covered, **kwargs)

    def perform(self, form: forms.Form) -> Any:
        return workflow.decide_keyworker(
            person=self.person,
            outcome=rules.KeyworkerOutcome(form.cleaned_data["outcome"]),
            reason=form.cleaned_data["reason"],
            decided_on=form.cleaned_data["decided_on"],
            by=self.user,
            at=self.now,
        )


class FollowUpKeyworker(AboutPerson):
    """What the keyworker service made of a referral."""

    permission = Permission.REVIEW_RECORD
    form_class = FollowUpForm
    heading = "What the keyworker service said"
    done = "What the service said was recorded."
    person: Person

    def load(self) -> None:
        rows = KeyworkerReferral.objects.select_related("person__area")
        self.referral = self.find(rows, pk=self.kwargs["pk"])
        self.person = self.referral.person
        self.saw([self.person.pk], purpose=type(self).__name__)

    def get_initial(self) -> dict[str, Any]:
        return {"happened_on": timezone.localdate(self.now)}

    def perform(self, form: forms.Form) -> Any:
        news = cast(FollowUpForm, form).news()
        return workflow.follow_up_keyworker(
            referral=self.referral, news=news, by=self.user, at=self.now
        )
