"""BLUE: an admission, the commissioner's visit, and a discharge that needs a new rating."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from register.models import InpatientStay, Standing
from register.rules import Level
from reviews.models import OversightVisit
from tests.conftest import Cast
from tests.factories import on_register
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_an_admission_is_seen_visited_and_ends_with_a_rating(
    cast: Cast, walk: Callable[..., Walker]
) -> None:
    today = timezone.localdate()
    hospital = cast.lead.organisation
    assert hospital is not None
    person = on_register(
        cast.area, by=cast.team, level=Level.AMBER, at=timezone.now() - timedelta(days=30),
        given_name="Juniper", family_name="Fernworthy",
    )  # fmt: skip
    team, commissioner = walk(cast.team), walk(cast.commissioner)

    team.visit(person.get_absolute_url()).follow("Record an admission")
    team.answer(
        hospital=hospital.pk, ward="Oak", admitted_on=today - timedelta(days=3), planned="no",
        security="non_secure", legal_status="s2", commissioner=cast.commissioning.pk,
        out_of_area="no", review_before="none", unit_inadequate="no",
    ).press("Record the admission")  # fmt: skip
    team.sees("BLUE", "Last community rating")

    stay = InpatientStay.objects.get()
    commissioner.visit("/oversight/blue/").sees("Fernworthy, Juniper")
    commissioner.visit(reverse("oversight:stay", args=[stay.pk])).sees_nothing_of("As discussed")
    commissioner.visit(reverse("reviews:record_visit", args=[stay.pk]))
    commissioner.answer(visited_on=today, saw_person="yes", account="Safe and settled").go_on()
    assert OversightVisit.objects.get().visited_by == cast.commissioner

    team.visit(reverse("register:discharge", args=[person.pk]))
    team.answer(discharged_on=today, destination="Home")
    team.page.get_by_role("button", name="Record the discharge and the new rating").click()
    team.look().sees("There is a problem")
    team.answer(level="RED", reason="First weeks at home")
    team.press("Record the discharge and the new rating").sees("Check before you record")
    team.press("Yes, record the discharge").sees("RED")
    standing = Standing.objects.get()
    assert (standing.shown, standing.level) == ("RED", "RED")
    # Nobody is BLUE any more; a visit made before the discharge may still be recorded.
    commissioner.visit("/oversight/blue/").sees(
        "No one is in hospital", "Discharged in the last 28 days"
    )
