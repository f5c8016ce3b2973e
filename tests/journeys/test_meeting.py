"""A tracking meeting: minutes, an action agreed, done by its owner, confirmed by the team."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import Action
from meetings.models import AgendaItem, Meeting
from register.models import Person, Standing
from register.rules import Level
from tests.conftest import Cast
from tests.factories import on_register
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def _amber(cast: Cast) -> Person:
    return on_register(
        cast.area, by=cast.team, lead=cast.lead, level=Level.AMBER, at=timezone.now(),
        given_name="Juniper", family_name="Fernworthy",
    )  # fmt: skip


def test_what_a_meeting_agrees_is_done_and_confirmed(
    cast: Cast, walk: Callable[..., Walker]
) -> None:
    person, (team, lead) = _amber(cast), (walk(cast.team), walk(cast.lead))
    today = timezone.localdate()

    team.visit("/meetings/plan/").answer(area=cast.area.pk, starts_on=today + timedelta(days=1))
    team.answer(starts_time="2pm", place="Room 4", chair=cast.team.pk, quorum="1")
    team.press("Plan this meeting").sees("Juniper Fernworthy")
    meeting = Meeting.objects.get()
    team.visit(reverse("meetings:open", args=[meeting.pk])).press("Open the meeting")
    team.sees("This meeting is planned for").press("Yes, open it now")
    chair = meeting.attendees.get(user=cast.team)
    team.visit(reverse("meetings:record_attendance", args=[meeting.pk]))
    team.answer(**{f"presence_{chair.pk}": "attended"}).go_on()

    team.visit(reverse("meetings:record_outcome", args=[meeting.pk, person.pk]))
    team.sees("Juniper Fernworthy").answer(
        headline="Holding", discussion="Settled at home", agreed_level="AMBER",
        reason="Nothing has changed", description="Ask for respite", owner=cast.lead.pk,
        due_on=today + timedelta(days=7),
    ).go_on()  # fmt: skip
    assert AgendaItem.objects.get(meeting=meeting).outcome.agreed_level == "AMBER"
    team.visit(reverse("meetings:close", args=[meeting.pk])).press("Close the meeting")
    team.visit(reverse("meetings:minutes", args=[meeting.pk, person.pk])).sees("Settled at home")
    team.visit(reverse("meetings:print", args=[meeting.pk])).sees("Holding")

    action = Action.objects.get()
    lead.visit("/home/").visit("/actions/").sees("Ask for respite").follow("Ask for respite")
    lead.follow("Mark as done").answer(evidence="Respite is booked").press("Mark as done")
    team.visit(reverse("actions:action", args=[action.pk])).sees("Respite is booked")
    team.follow("Confirm and close").press("Confirm and close this action")
    action.refresh_from_db()
    assert action.status == "closed"
    lead.visit(reverse("register:person", args=[person.pk])).sees("AMBER")
    assert Standing.objects.get().rating.set_by == cast.team
