"""A C(E)TR with the wrong day and chair is put right, and the corrected report goes out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from register.rules import Level
from reviews import workflow
from reviews.rules import Recipient
from tests.conftest import Cast
from tests.factories import on_register
from tests.journeys.walker import Walker
from tests.reviews.given import HELD

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_review_is_put_right_and_its_report_sent_again(
    cast: Cast, walk: Callable[..., Walker]
) -> None:
    now, today = timezone.now(), timezone.localdate()
    before = now - timedelta(days=30)
    person = on_register(cast.area, by=cast.team, lead=cast.lead, level=Level.RED, at=before)
    held = replace(HELD, held_on=today - timedelta(days=2))
    review = workflow.record_review(person=person, details=held, by=cast.team, at=now)
    workflow.send_report(
        review=review, recipients=[Recipient.FAMILY], sent_on=today, by=cast.team, at=now
    )
    team = walk(cast.team)

    team.visit(f"/reviews/{review.pk}/").follow("Put right")
    team.sees("Put a review right", "What was wrong, and how do you know?")
    day = today - timedelta(days=9)
    team.answer(held_on=day, chair="Cora Chair", why="The invitation had the first date").go_on()
    team.sees("The review was put right", "Chair: Chris Chair", "Sent before this was put right")

    team.follow("Record that the corrected report was sent").answer(sent_on=today).go_on()
    team.sees("Corrected report").sees_nothing_of("Sent before this was put right")
    team.visit(person.get_absolute_url()).sees("Recorded by mistake", "Chair: Chris Chair")
