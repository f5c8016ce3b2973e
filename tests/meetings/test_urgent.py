"""The urgent meeting by exception: its time target from policy, and whom to invite."""

from datetime import time, timedelta
from typing import Any

from django.urls import reverse

from accounts.rules import Permission
from alerts import red
from meetings import workflow
from meetings.reading import urgent_due_on
from meetings.rules.series import Cadence, Pattern, Weekday
from meetings.workflow import SeriesDetails
from register import workflow as register
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW, on_register


def test_the_lead_the_partners_and_the_standing_services_are_suggested(
    cast: Cast, sign_in: Any
) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED, lead=cast.lead)
    register.name_partner(
        person=person, name="Otto", part="Nurse", user=cast.other_lead, by=cast.team, at=NOW
    )
    workflow.start_series(
        area=cast.area, pattern=Pattern(Cadence.WEEKLY, Weekday.FRIDAY, NOW.date()),
        details=SeriesDetails(starts_time=time(9), place="Room 4", chair=cast.team),
        members=[cast.rep], by=cast.team, at=NOW,
    )  # fmt: skip
    page = sign_in(cast.team).get(reverse("meetings:urgent_person", args=[person.pk]))
    chosen = set(page.context["form"].initial["users"])
    assert chosen == {cast.lead.pk, cast.other_lead.pk, cast.rep.pk}


def test_the_target_is_the_duty_of_the_policy_and_loud_when_it_is_past(
    cast: Cast, sign_in: Any, clock: Any
) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    due = urgent_due_on(person.pk)
    assert due is not None
    [alert] = red.for_user(cast.team, Permission.ALERT_VIEW)
    assert alert.meet_by == due
    clock.move_to(NOW + timedelta(days=7))
    page = sign_in(cast.team).get(reverse("alerts:red")).content.decode()
    assert "Overdue" in page
