"""The policy for everybody: its page, "what if?", and the day on which the statute begins."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from duties import policy
from duties.models import Duty

SignIn = Callable[..., Client]
BEGINS = date(2026, 11, 1)


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
