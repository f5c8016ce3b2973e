"""Bases of the pages about one person, one request and one review."""

from typing import Any, ClassVar

from django.urls import reverse

from accounts.gate import VerbView
from accounts.rules import Permission
from register.models import Person
from reviews import rules
from reviews.models import Review, ReviewRequest


class AboutPerson(VerbView):
    """Base of the verbs about a person: loads them through the gate, returns to their page."""

    abstract = True
    template_name = "reviews/verb.html"

    def load(self) -> None:
        rows = Person.objects.select_related("area")
        self.person = self.find(rows, pk=self.kwargs["person"])
        self.saw([self.person.pk], purpose=type(self).__name__)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(person=self.person, **kwargs)

    def get_success_url(self) -> str:
        return reverse("register:person", args=[self.person.pk])


class AboutRequest(VerbView):
    """Base of the verbs about a request: loads it through the gate, returns to its page."""

    abstract = True
    permission = Permission.REVIEW_RECORD
    template_name = "reviews/verb.html"
    verb: ClassVar[str]

    def check_now(self) -> None:
        rules.check_transition(self.verb, rules.RequestState(self.request_for.state))

    def load(self) -> None:
        rows = ReviewRequest.objects.select_related("person__area", "stay__hospital")
        self.request_for = self.find(rows, pk=self.kwargs["pk"])
        self.saw([self.request_for.person_id], purpose=type(self).__name__)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            request_for=self.request_for, person=self.request_for.person, **kwargs
        )

    def get_success_url(self) -> str:
        return reverse("reviews:request", args=[self.request_for.pk])


class AboutReview(VerbView):
    """Base of the verbs about a review: loads it through the gate, returns to its page."""

    abstract = True
    permission = Permission.REVIEW_RECORD
    template_name = "reviews/verb.html"

    def load(self) -> None:
        rows = Review.objects.select_related("person__area", "stay")
        self.review = self.find(rows, pk=self.kwargs["pk"])
        self.saw([self.review.person_id], purpose=type(self).__name__)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(review=self.review, person=self.review.person, **kwargs)

    def get_success_url(self) -> str:
        return reverse("reviews:review", args=[self.review.pk])
