"""The policy for everybody: its page, "what if?", and the day on which the statute begins."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core.errors import Conflict, RuleBroken
from core.models import AuditEvent
from duties import policy, reading
from duties import workflow as duties
from duties.models import Commencement, Duty
from tests.conftest import Cast
from tests.duties.test_duties import admit
from tests.factories import NOW, on_register

SignIn = Callable[..., Client]
BEGINS = date(2026, 11, 1)


def commence(cast: Cast, day: date | None = BEGINS, follows: Commencement | None = None):
    return duties.set_commencement(
        begins_on=day, authority="SI 2026/1", follows=follows, by=cast.administrator, at=NOW
    )


@pytest.mark.django_db
def test_anybody_reads_every_rule_with_its_source_and_certainty(client: Client) -> None:
    page = client.get(reverse("actions:policy")).content.decode()
    for rule in policy.current().rules:
        assert f'id="{rule.id}"' in page
    assert "Unverified" in page
    assert "no day has been set on which it begins" in page


@pytest.mark.django_db
def test_what_must_happen_for_a_child_rated_red_today(client: Client) -> None:
    asked = {"happened": "RED", "years": "15", "months": "", "ehc_plan": ""}
    page = client.get(reverse("actions:simulate"), asked).content.decode()
    assert "A CETR must take place" in page
    assert "7 December 2026" in page  # fourteen days after the 23rd of November
    assert "S1 national poster" in page
    assert "Refer to the keyworker service" in page


@pytest.mark.django_db
def test_a_detained_adult_gets_the_statutory_clock_only_when_it_is_asked_for(
    client: Client,
) -> None:
    asked = {"happened": "admitted", "years": "30", "legal_status": "s3", "ehc_plan": "no"}
    address = reverse("actions:simulate")
    assert "section 125B" not in client.get(address, asked).content.decode()
    page = client.get(address, asked | {"statute": "on"}).content.decode()
    assert "section 125B" in page
    assert "20 December 2026" in page


@pytest.mark.django_db
def test_nothing_to_answer_is_said_as_an_error_of_the_field(client: Client) -> None:
    page = client.get(reverse("actions:simulate"), {"happened": "", "years": "fifteen"})
    assert b"Select what happened" in page.content
    assert b"Age in years must be a whole number" in page.content


@pytest.mark.django_db
def test_imagining_somebody_costs_the_same_few_queries_and_writes_nothing(
    client: Client, django_assert_max_num_queries: Callable
) -> None:
    with django_assert_max_num_queries(6):
        client.get(reverse("actions:simulate"), {"happened": "AMBER", "years": "40"})
    assert not Duty.objects.exists()


def test_an_administrator_sets_the_day_and_the_clock_counts_from_then_on(cast: Cast) -> None:
    admit(cast, on_register(cast.area, by=cast.team))
    assert not Duty.objects.filter(jurisdiction="statute").exists()
    commence(cast)
    admit(cast, on_register(cast.area, by=cast.team))
    assert Duty.objects.get(jurisdiction="statute").rule == "s125b-ctr"
    event = AuditEvent.objects.get(kind="duties.commencement_set")
    assert (event.actor, event.facts["begins_on"]) == (cast.administrator, "2026-11-01")


def test_a_day_still_to_come_asks_for_nothing_yet(cast: Cast) -> None:
    commence(cast, NOW.date() + timedelta(days=1))
    admit(cast, on_register(cast.area, by=cast.team))
    assert not Duty.objects.filter(jurisdiction="statute").exists()


def test_where_nobody_has_set_a_day_the_setting_of_the_deployment_counts(
    cast: Cast, settings: object
) -> None:
    settings.DSR_STATUTE_COMMENCED_ON = "2026-10-01"  # type: ignore[attr-defined]
    assert reading.commenced_on() == date(2026, 10, 1)
    first = commence(cast)
    assert reading.commenced_on() == BEGINS
    commence(cast, None, follows=first)
    assert reading.commenced_on() == policy.NEVER


def test_switched_off_no_day_is_shown(cast: Cast, sign_in: SignIn, settings: object) -> None:
    settings.DSR_STATUTE_COMMENCED_ON = "2026-10-01"  # type: ignore[attr-defined]
    commence(cast, None)
    client = sign_in(cast.administrator)
    assert b"No day is set." in client.get(reverse("actions:set_commencement")).content
    assert b"Switched off" in client.get(reverse("actions:policy")).content


def test_the_page_says_whom_the_day_does_not_reach(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.administrator).get(reverse("actions:set_commencement")).content.decode()
    assert "already detained" in page


def test_two_who_set_the_day_at_once_do_not_overwrite_each_other(cast: Cast) -> None:
    first = commence(cast)
    with pytest.raises(Conflict):
        commence(cast)
    commence(cast, follows=first)
    with pytest.raises(Conflict):
        commence(cast, follows=first)
    assert Commencement.objects.count() == 2


def test_a_day_without_its_authority_is_refused(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="regulations"):
        duties.set_commencement(
            begins_on=BEGINS, authority=" ", follows=None, by=cast.administrator, at=NOW
        )
    assert not Commencement.objects.exists()


def test_the_page_sets_the_day_and_shows_who_did(cast: Cast, sign_in: SignIn) -> None:
    client, address = sign_in(cast.administrator), reverse("actions:set_commencement")
    empty = client.post(address, {"switch": "on", "authority": "SI 2026/1"})
    assert empty.status_code == 200
    assert not Commencement.objects.exists()
    typed = {
        "switch": "on", "begins_on_day": "1", "begins_on_month": "11", "begins_on_year": "2026",
        "authority": "SI 2026/1",
    }  # fmt: skip
    answer = client.post(address, typed)
    assert answer.status_code == 302
    assert reading.commenced_on() == BEGINS
    page = client.get(address).content.decode()
    assert "Adam Administrator" in page
    assert "SI 2026/1" in page
    again = client.post(address, typed)  # sent twice, from the page as it was before
    assert b"Somebody else has set the day" in again.content


@pytest.mark.parametrize("member", ["team", "auditor", "commissioner"])
def test_nobody_else_sets_the_day(cast: Cast, sign_in: SignIn, member: str) -> None:
    page = sign_in(getattr(cast, member)).get(reverse("actions:set_commencement"))
    assert page.status_code == 403
