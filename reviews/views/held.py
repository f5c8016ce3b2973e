"""Recording that a review was held: in one step, or after a request."""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.gate import VerbView
from accounts.rules import Permission
from actions.querysets import possible_owners
from register.models import Person
from reviews import reading, rules, workflow
from reviews.forms import ReviewForm
from reviews.models import ReviewRequest


class Holding(VerbView):
    """Base of both ways of recording a review: the form and what it needs to know."""

    abstract = True
    permission = Permission.REVIEW_RECORD
    form_class = ReviewForm
    template_name = "reviews/record_review.html"
    heading = "Record a review"
    done = "The review was recorded."
    person: Person
    waits_for: ReviewRequest | None = None

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

    def perform(self, form: forms.Form) -> Any:
        typed = cast(ReviewForm, form)
        return workflow.record_review(
            person=self.person,
            details=typed.details(),
            request=self.waits_for,
            by=self.user,
            at=self.now,
            key=typed.key(),
        )

    def get_success_url(self) -> str:
        return reverse("reviews:review", args=[self.result.pk])


class RecordReview(Holding):
    """A C(E)TR or an emergency protocol that was held, recorded in one step."""

    def load(self) -> None:
        self.person = self.find(Person.objects.select_related("area"), pk=self.kwargs["person"])
        self.saw([self.person.pk], purpose="RecordReview")

    def get_initial(self) -> dict[str, Any]:
        return {"token": str(uuid4())}

    def back_url(self) -> str:
        return reverse("register:person", args=[self.person.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = reading.open_request(self.person.pk)
        return super().get_context_data(person=self.person, waiting=waiting, **kwargs)


class Hold(Holding):
    """A review that was asked for and arranged, and has been held."""

    def load(self) -> None:
        rows = ReviewRequest.objects.select_related("person__area")
        self.waits_for = self.asked = self.find(rows, pk=self.kwargs["pk"])
        self.person = self.asked.person
        self.saw([self.person.pk], purpose="Hold")

    def check_now(self) -> None:
        rules.check_transition("hold", rules.RequestState(self.asked.state))

    def get_initial(self) -> dict[str, Any]:
        asked, today = self.asked, timezone.localdate(self.now)
        past = asked.planned_on is not None and asked.planned_on <= today
        return {
            "token": str(uuid4()),
            "what": "cetr",
            "requested_by": asked.requester,
            "held_on": asked.planned_on if past else None,
            "others": asked.others,
            "ehc_plan": asked.ehc_plan,
            "chair_is_delegate": asked.chair_is_delegate if asked.chair else None,
            **asked.panel,
        }

    def back_url(self) -> str:
        return reverse("reviews:request", args=[self.asked.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(person=self.person, **kwargs)
