"""What follows a review: its report, recommendations, escalation, closing, and a letter."""

from typing import Any, cast

from django import forms
from django.urls import reverse
from django.utils import timezone

from accounts.gate import PageView, VerbView
from accounts.rules import Permission
from actions.querysets import possible_owners
from reviews import reading, workflow
from reviews.forms import (
    AgreeRecommendationForm,
    CloseForm,
    EscalateForm,
    LeaveRecommendationForm,
    OversightForm,
    RegardForm,
    SendReportForm,
)
from reviews.models import Recommendation, ReportCopy, Review
from reviews.views.common import AboutReview
from reviews.workflow import closing


class SendReport(AboutReview):
    """Copies of the report went out."""

    form_class = SendReportForm
    heading = "Record that the report was sent"
    template_name = "reviews/send_report.html"
    done = "The copies were recorded."

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = reading.copies_of(self.review)
        return super().get_form_kwargs() | {
            "waiting": [row.recipient for row in rows if row.copy is None or row.outdated],
            "names": reading.recipient_names(self.review),
        }

    def get_initial(self) -> dict[str, Any]:
        rows = reading.copies_of(self.review)
        lacks = [row.recipient for row in rows if row.outdated or (row.required and not row.copy)]
        return {"recipients": lacks}

    def perform(self, form: forms.Form) -> Any:
        return workflow.send_report(
            review=self.review,
            recipients=cast(SendReportForm, form).chosen(),
            sent_on=form.cleaned_data["sent_on"],
            by=self.user,
            at=self.now,
        )


class RecordRegard(VerbView):
    """What one of the four answered who must have regard to the recommendations."""

    permission = Permission.REVIEW_RECORD
    form_class = RegardForm
    template_name = "reviews/verb.html"
    heading = "Record how they had regard to the recommendations"
    done = "The answer was recorded."

    def load(self) -> None:
        rows = ReportCopy.objects.select_related("person__area")
        self.copy = self.find(rows, pk=self.kwargs["pk"])
        self.saw([self.copy.person_id], purpose="RecordRegard")

    def get_initial(self) -> dict[str, Any]:
        return {"regard": self.copy.regard, "regard_on": self.copy.regard_on}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        intro = f"{self.copy.get_recipient_display()}."
        return super().get_context_data(person=self.copy.person, **({"intro": intro} | kwargs))

    def perform(self, form: forms.Form) -> Any:
        return workflow.record_regard(
            copy=self.copy, by=self.user, at=self.now, **form.cleaned_data
        )

    def get_success_url(self) -> str:
        return reverse("reviews:review", args=[self.copy.review_id])


class AboutRecommendation(VerbView):
    """Base of the verbs about a recommendation that nobody owns."""

    abstract = True
    permission = Permission.REVIEW_RECORD
    template_name = "reviews/verb.html"

    def load(self) -> None:
        rows = Recommendation.objects.select_related("person__area")
        self.recommendation = self.find(rows, pk=self.kwargs["pk"])
        self.saw([self.recommendation.person_id], purpose=type(self).__name__)

    def check_now(self) -> None:
        closing.check_unsettled(self.recommendation)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            person=self.recommendation.person, quoted=self.recommendation.words, **kwargs
        )

    def get_success_url(self) -> str:
        return reverse("reviews:review", args=[self.recommendation.review_id])


class AgreeRecommendation(AboutRecommendation):
    """A recommendation becomes an action."""

    form_class = AgreeRecommendationForm
    heading = "Agree an action for a recommendation"
    done = "The action was agreed."

    def get_initial(self) -> dict[str, Any]:
        return {"description": self.recommendation.words}

    def get_form_kwargs(self) -> dict[str, Any]:
        owners = possible_owners(self.recommendation.person.area_id)
        return super().get_form_kwargs() | {"owners": owners}

    def perform(self, form: forms.Form) -> Any:
        wanted = cast(AgreeRecommendationForm, form).wanted()
        return workflow.agree_recommendation(
            recommendation=self.recommendation, wanted=wanted, by=self.user, at=self.now
        )


class LeaveRecommendation(AboutRecommendation):
    """A recommendation becomes no action, and why."""

    form_class = LeaveRecommendationForm
    heading = "Say why a recommendation becomes no action"
    done = "The reason was recorded."

    def perform(self, form: forms.Form) -> Any:
        return workflow.leave_recommendation(
            recommendation=self.recommendation, by=self.user, at=self.now, **form.cleaned_data
        )


class Escalate(AboutReview):
    """A review goes to the ICS assurance and oversight panel."""

    form_class = EscalateForm
    heading = "Escalate to the ICS oversight panel"
    intro = (
        "The panel reviews escalated reports and actions, assures itself that the person is safe "
        "and well, and decides what else is to be done."
    )
    done = "The escalation was recorded."

    def check_now(self) -> None:
        closing.check_may_be_escalated(self.review)

    def get_initial(self) -> dict[str, Any]:
        return {"escalated_on": timezone.localdate(self.now)}

    def perform(self, form: forms.Form) -> Any:
        return workflow.escalate(review=self.review, by=self.user, at=self.now, **form.cleaned_data)


class RecordOversight(AboutReview):
    """What the oversight panel decided."""

    form_class = OversightForm
    heading = "What the oversight panel decided"
    done = "The outcome was recorded."

    def check_now(self) -> None:
        closing.check_waits_for_oversight(self.review)

    def perform(self, form: forms.Form) -> Any:
        return workflow.record_oversight(
            review=self.review, by=self.user, at=self.now, **form.cleaned_data
        )


class Close(AboutReview):
    """All that follows a review has been done."""

    form_class = CloseForm
    heading = "Close the review"
    intro = "The report is out, the rating was reviewed, and no recommendation is left open."
    done = "The review was closed."

    def check_now(self) -> None:
        closing.check_may_be_closed(self.review)

    def perform(self, form: forms.Form) -> Any:
        return workflow.close(review=self.review, by=self.user, at=self.now)


class Letter(PageView):
    """What a review said and what happens next, for the person: a letter to print."""

    permission = Permission.REVIEW_RECORD
    template_name = "reviews/letter.html"

    def load(self) -> None:
        rows = Review.objects.select_related("person__area")
        self.review = self.find(rows, pk=self.kwargs["pk"])
        self.saw([self.review.person_id], purpose="Letter")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.review.person
        return super().get_context_data(
            review=self.review,
            person=person,
            actions=reading.actions_of(self.review),
            waiting=list(self.review.recommendations.unsettled()),
            called=self.review.kind_in_a_sentence,
            letter_on=timezone.localdate(self.now),
            letter_to=[person.name],
            back_url=reverse("reviews:review", args=[self.review.pk]),
            **kwargs,
        )
