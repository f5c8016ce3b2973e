"""A C(E)TR from the asking to the closing, step by step in a browser."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consent import workflow as consent
from register.rules import Level
from reviews.models import Review, ReviewRequest
from tests.conftest import Cast
from tests.consent import details as decisions
from tests.factories import on_register
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_review_is_asked_for_arranged_held_reported_and_closed(
    cast: Cast, walk: Callable[..., Walker]
) -> None:
    now, today = timezone.now(), timezone.localdate()
    person = on_register(
        cast.area, by=cast.team, lead=cast.lead, level=Level.RED, at=now - timedelta(days=3),
        given_name="Juniper", family_name="Fernworthy",
    )  # fmt: skip
    basis = decisions.decision(cetr=True, decided_on=today)
    consent.record(person=person, details=basis, by=cast.lead, at=now)
    lead, team = walk(cast.lead), walk(cast.team)

    lead.visit(person.get_absolute_url()).follow("Ask for a C(E)TR")
    lead.answer(requester="family", asked_on=today, reason="Things are getting worse").go_on()
    lead.sees("This stays due until a review is held", "Not arranged yet")

    team.visit("/reviews/").sees("Fernworthy, Juniper").follow("Fernworthy, Juniper")
    team.follow("Arrange the review")
    team.answer(planned_on=today, place="Town hall", organiser="icb", chair="Chris Chair").go_on()
    team.sees("Fewer than 2 weeks", "Not named yet")
    team.follow("Papers").answer(received=["planner"], circulated=["planner"]).go_on()
    team.sees("Sent to the panel")

    team.follow("Record that it was held")
    team.answer(
        what="cetr", held_on=today, consent="consent", clinical_expert="Cleo Clinician",
        expert_by_experience="Eli Expert", safe="Mostly", current_care="Good", future_plan="Yes",
        hospital_needed="No", unowned="Find a flat near the sea",
    ).go_on()  # fmt: skip
    team.sees("The rating must be reviewed now", "Find a flat near the sea", "Not sent yet")
    assert ReviewRequest.objects.get().state == "held"

    team.follow("say why there is none").answer(reason="She has found one").go_on()
    team.follow("Record that the report was sent").answer(sent_on=today).go_on()
    team.sees("Everyone who must have it has had it")
    team.follow("Review the rating")
    team.answer(level="AMBER", reason="The review found her safer").go_on()
    review = Review.objects.get()
    team.visit(reverse("reviews:review", args=[review.pk])).sees("Nothing is left to do")
    team.follow("A letter about this review for the person").sees("Dear Juniper")
    team.visit(reverse("reviews:close", args=[review.pk])).go_on()
    team.sees("The review was closed")
    review.refresh_from_db()
    assert review.closed_by == cast.team
