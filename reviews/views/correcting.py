"""Putting right reviews, visits, decisions about a keyworker and what the service answered."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from register.views.correcting import Correct
from reviews import reading, rules, workflow
from reviews.forms.correcting import (
    CorrectKeyworkerForm,
    CorrectNewsForm,
    CorrectReviewForm,
    CorrectVisitForm,
)
from reviews.models import KeyworkerFollowUp, KeyworkerReferral, OversightVisit, Review


class CorrectReview(Correct):
    """A C(E)TR or an emergency protocol that was recorded wrongly."""

    form_class = CorrectReviewForm
    verb = workflow.correct_review
    named = "review"
    model = Review
    heading = "Put a review right"
    intro = (
        "What is due will be worked out again from the right day. The report, the recommendations "
        "and their actions stay as they are: change those on their own pages. Where it was held "
        "follows from the stays in hospital: if that is wrong, put the stay right."
    )
    done = "The review was put right. Check whether anyone needs the corrected report."

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"version": reading.corrections(self.fact).count()}

    def get_form_kwargs(self) -> dict[str, Any]:
        days = (self.fact.held_on, timezone.localdate(self.now))
        asks = any(
            rules.asks_for_ehc_plan(
                birth_date=self.person.birth_date, ehc_plan=self.person.ehc_plan, on=day
            )
            for day in days
        )
        laep = settings.DSR_LAEP_LABEL
        return super().get_form_kwargs() | {"laep": laep, "asks_plan": asks}

    def get_success_url(self) -> str:
        return reverse("reviews:review", args=[self.fact.pk])


class CorrectVisit(Correct):
    """A commissioner's oversight visit that was recorded wrongly."""

    form_class = CorrectVisitForm
    verb = workflow.correct_visit
    named = "visit"
    model = OversightVisit
    heading = "Put an oversight visit right"
    intro = (
        "What is due will be worked out again from the right day. The actions agreed from its "
        "concerns stay as they are."
    )
    done = "The visit was put right."


class CorrectKeyworker(Correct):
    """A decision about a keyworker that was recorded wrongly."""

    form_class = CorrectKeyworkerForm
    verb = workflow.correct_keyworker
    named = "decision"
    model = KeyworkerReferral
    heading = "Put a decision about a keyworker right"
    intro = "If something else has been decided since, record a new decision instead."
    done = "The decision was put right."


class CorrectKeyworkerNews(Correct):
    """What the keyworker service answered, recorded wrongly."""

    form_class = CorrectNewsForm
    verb = workflow.correct_keyworker_news
    named = "follow_up"
    model = KeyworkerFollowUp
    heading = "Put right what the keyworker service said"
    intro = "If the service has said something else since, record that as a new answer instead."
    done = "The answer was put right."
