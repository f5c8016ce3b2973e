"""Someone moves to another area: handed over, gone through one by one, and put right."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.rules import Role
from actions import workflow as actions
from actions.models import Action
from consent import workflow as consent
from core.dates import local_day
from meetings import workflow as meetings
from meetings.models import Meeting
from register import workflow as register
from register.models import Person
from register.rules import Level
from tests.conftest import Cast
from tests.consent.details import decision
from tests.factories import UserFactory, give, on_register
from tests.journeys.test_team_side import keep
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def busy(cast: Cast) -> Person:
    """Return someone RED with a partner, an action and an urgent meeting, by the clock on the
    wall."""
    at = timezone.now()
    person = on_register(cast.area, by=cast.team, level=Level.RED, lead=cast.lead, at=at)
    register.name_partner(person=person, name="Pat Partner", part="Nurse", by=cast.team, at=at)
    actions.agree(
        person=person, description="Visit at home", owner=cast.lead,
        due_on=local_day(at) + timedelta(days=4), by=cast.team, at=at,
    )  # fmt: skip
    meetings.convene_urgent(
        person=person, starts_at=at + timedelta(days=1), place="Room 4", chair=cast.second_team,
        reason="Crisis", by=cast.team, at=at,
    )  # fmt: skip
    return person


def refused(walker: Walker, button: str) -> Walker:
    """Press a button on a form that is to be refused, and look at what is said."""
    walker.page.get_by_role("button", name=button, exact=True).click()
    return walker.look().sees("There is a problem")


def test_someone_red_is_handed_over_and_the_new_team_goes_through_the_record(
    cast: Cast, walk: Callable[..., Walker]
) -> None:
    with transaction.atomic():
        new = give(UserFactory(full_name="Nora Newlead"), Role.LEAD, area=cast.other_area)
    person, day = busy(cast), local_day(timezone.now())
    team, other = walk(cast.team), walk(cast.other_area_team)
    team.visit(reverse("register:person", args=[person.pk])).follow("Hand over to another area")
    keep(team.sees("Your team is responsible", "1 agreed action", "1 urgent meeting"), "propose")
    refused(team, "Ask the other area to take them over").sees(
        "Select the area that they are moving to"
    )
    team.answer(
        to_area=str(cast.other_area.pk), moves_on=day, reason="New home",
        to_know="Likes a quiet room",
    ).press("Ask the other area to take them over")  # fmt: skip
    keep(team.sees("The other area was asked", "Withdraw the hand-over"), "proposed")

    other.visit("/home/").sees("hand-over from another area to accept")
    keep(other.visit("/people/hand-overs/").sees(person.name, "RED"), "hand-overs")
    keep(other.follow(person.name).sees("You can read this record"), "asked-to-take-over")
    other.follow("Accept the hand-over").sees("Likes a quiet room", "Pat Partner", "Visit at home")
    keep(other, "accept")
    refused(other, "Accept the hand-over").sees("Select what happens to action 1")
    keep(other, "accept-refused")
    action, partner = Action.objects.get(person=person), person.involvements.named().get()
    urgent = Meeting.objects.urgent_about(person.pk).get()
    other.answer(
        lead=str(new.pk), responsible_icb=str(cast.other_commissioning.pk), next_agenda="no",
        **{
            f"partner_{partner.pk.hex}": "keep", f"do_{urgent.pk.hex}": "keep",
            f"do_{action.pk.hex}": "give", f"to_{action.pk.hex}": str(new.pk),
        },
    )  # fmt: skip
    other.press("Accept the hand-over").sees("Your team is responsible for the person from now on")
    keep(other.sees("Handed over from", "Tell the person and their family"), "taken-over")
    urgent.refresh_from_db()
    assert urgent.area == cast.other_area


def test_a_decision_typed_wrongly_is_corrected_where_it_stands(
    cast: Cast, walk: Callable[..., Walker]
) -> None:
    at = timezone.now()
    person = on_register(cast.area, by=cast.team, lead=cast.lead, at=at)
    given = replace(decision(cetr=True), decided_on=local_day(at))
    consent.record(person=person, details=given, by=cast.team, at=at)
    team = walk(cast.team).visit(reverse("register:person", args=[person.pk]))
    team.follow("Put right the decision")
    keep(team.sees("Correct the decision", "record a new decision instead"), "correct-decision")
    refused(team, "Correct the decision").sees("Enter what was wrong")
    team.answer(cetr="no", why="Ticked the wrong box").press("Correct the decision")
    keep(team.sees("The decision was corrected"), "corrected-decision")
    keep(team.visit(reverse("consent:history", args=[person.pk])).sees("Struck out"), "decisions")
