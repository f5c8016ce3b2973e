"""A meeting closed too early is opened again, and minutes on the wrong person are moved."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings import workflow
from meetings.models import Meeting, MovedMinutes, Outcome
from meetings.rules import Presence
from meetings.workflow import Minutes
from register.models import Person, Standing
from register.rules import Level
from tests.conftest import Cast
from tests.factories import on_register
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def _closed(cast: Cast) -> tuple[Meeting, Person, Person]:
    """A meeting that was closed before everyone had been discussed."""
    now = timezone.now()
    wrong, right = (
        on_register(
            cast.area, by=cast.team, level=Level.AMBER, at=now, given_name=name, family_name="Ashby"
        )
        for name in ("Juniper", "Rowan")
    )
    meeting = workflow.plan(
        area=cast.area, starts_at=now + timedelta(minutes=30), place="Room 4", chair=cast.team,
        quorum=1, by=cast.team, at=now,
    )  # fmt: skip
    workflow.open(meeting=meeting, by=cast.team, at=now)
    chair = meeting.attendees.get(user=cast.team)
    workflow.record_attendance(
        meeting=meeting, presences={chair.pk: Presence.ATTENDED}, by=cast.team, at=now
    )
    workflow.record_outcome(
        item=meeting.items.get(person=wrong), version=0, by=cast.team, at=now,
        follows=Standing.objects.get(person=wrong).rating_id,
        minutes=Minutes(discussion="Sleeps well now", agreed_level="GREEN", reason="Settled"),
    )  # fmt: skip
    workflow.close(meeting=meeting, by=cast.team, at=now)
    return meeting, wrong, right


def test_a_meeting_is_opened_again_and_its_minutes_go_to_the_right_person(
    cast: Cast, walk: Callable[..., Walker]
) -> None:
    meeting, wrong, right = _closed(cast)
    team = walk(cast.team)
    team.visit(reverse("meetings:meeting", args=[meeting.pk])).follow("Open the meeting again")
    team.sees("1 person carried over will be back on this agenda")
    team.answer(reason="Closed before everyone had been discussed")
    team.press("Open the meeting again").sees("opened again by")
    meeting.refresh_from_db()
    assert meeting.is_open
    team.visit(reverse("meetings:close", args=[meeting.pk])).press("Close the meeting")

    team.visit(reverse("meetings:minutes", args=[meeting.pk, wrong.pk]))
    team.follow("Strike out these minutes").answer(reason="About Rowan")
    team.press("Strike out the minutes").follow("Move them to the right person")
    team.answer(listed=right.pk).press("Move the minutes")
    team.sees("Minutes moved here, not checked yet").follow("Check and save them")
    team.sees("GREEN was agreed about someone else").press("Save these minutes")
    team.sees("Sleeps well now")
    assert Outcome.objects.in_force().get().item.person == right
    assert MovedMinutes.objects.get().used
    assert Standing.objects.get(person=right).level == "AMBER"
    team.visit(reverse("meetings:minutes", args=[meeting.pk, wrong.pk]))
    team.sees("Check the minutes on the page of the right person Checked")
