"""What the pages of a referral lead to: the record, an urgent meeting, the next section."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from referrals import workflow
from referrals.rules import SectionKey
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals import given

SignIn = Callable[[User], Client]


def html(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def as_typed(answers: dict[str, Any], birth_date: str) -> dict[str, Any]:
    """Return the person section as a browser sends it."""
    year, month, day = birth_date.split("-")
    typed = {name: value for name, value in answers.items() if name != "birth_date"}
    return typed | {
        "birth_date_day": day, "birth_date_month": month, "birth_date_year": year,
        "knows_number": "yes", "version": "1", "completed": "yes",
    }  # fmt: skip


def test_an_accepted_referral_leads_to_the_record_for_those_who_may_see_it(
    cast: Cast, sign_in: SignIn
) -> None:
    referral = given.sent(cast)
    record = reverse("register:person", args=[referral.person_id])
    assert record not in html(sign_in(cast.team), referral.get_absolute_url())
    workflow.accept(referral=referral, level=Level.RED, reason="", by=cast.team, at=NOW)
    for user in (cast.team, cast.lead):
        assert record in html(sign_in(user), referral.get_absolute_url())


@pytest.mark.parametrize(("level", "offered"), [(Level.RED, True), (Level.AMBER, False)])
def test_a_red_referral_lets_the_team_arrange_an_urgent_meeting(
    cast: Cast, sign_in: SignIn, level: Level, offered: bool
) -> None:
    referral = given.sent(cast, level=level)
    arrange = reverse("meetings:urgent_referral", args=[referral.pk])
    assert (arrange in html(sign_in(cast.team), referral.get_absolute_url())) is offered
    assert arrange not in html(sign_in(cast.lead), referral.get_absolute_url())


@pytest.mark.parametrize(("birth_date", "said"), [("1990-05-17", False), ("2003-05-17", True)])
def test_the_keyworker_is_spoken_of_for_the_young_only(
    cast: Cast, sign_in: SignIn, birth_date: str, said: bool
) -> None:
    referral = given.sent(cast, birth_date=birth_date)
    page = html(sign_in(cast.lead), reverse("referrals:sent", args=[referral.pk]))
    assert ("keyworker" in page) is said


def test_a_birth_date_that_clashes_with_the_basis_is_said_on_the_field_and_on_the_task(
    cast: Cast, sign_in: SignIn
) -> None:
    referral = given.complete(cast)
    client = sign_in(cast.lead)
    address = reverse("referrals:section", args=[referral.pk, SectionKey.PERSON.value])
    who = referral.sections.get(key=SectionKey.PERSON).answers
    page = client.post(address, as_typed(who, "2018-05-17"))
    assert "Under 16" in page.context["form"].errors.as_data()["birth_date"][0].message
    later = client.post(address, as_typed(who, "2018-05-17") | {"later": "yes"})
    assert later.status_code == 302
    tasks = client.get(referral.get_absolute_url()).context["tasks"]
    assert tasks[0]["status"] == "Needs attention"
    assert "Under 16" in tasks[0]["hint"]


def test_another_birth_date_tells_that_the_tool_needs_another_look(
    cast: Cast, sign_in: SignIn
) -> None:
    referral = given.complete(cast)
    client = sign_in(cast.lead)
    address = reverse("referrals:section", args=[referral.pk, SectionKey.PERSON.value])
    who = referral.sections.get(key=SectionKey.PERSON).answers
    page = client.post(address, as_typed(who, "2009-05-17"), follow=True).content.decode()
    assert "complete that section again" in page
