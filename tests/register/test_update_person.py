"""Changing who a person is: whose number it is, and which day it is in England."""

from dataclasses import replace
from datetime import UTC, date, datetime
from unittest import mock

import pytest
from django.db import transaction

from core.errors import RuleBroken
from register import workflow
from register.models import Person
from register.rules import LegalStatus, Level, Security
from register.workflow import people
from tests.conftest import Cast
from tests.factories import NOW, OrganisationFactory, details, on_register

JUST_AFTER_MIDNIGHT = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
"""Half past midnight on 2 July in England: summer time."""
TODAY = date(2026, 7, 2)


def test_of_two_who_give_one_nhs_number_the_second_is_told(cast: Cast) -> None:
    first = on_register(cast.area, by=cast.team)
    second = on_register(cast.area, by=cast.team, nhs_number=None)
    typed = replace(details(cast.area), nhs_number=first.nhs_number)
    answers = [None, people._with_number(first.nhs_number or "")]
    with (
        mock.patch.object(people, "_with_number", side_effect=answers),
        pytest.raises(RuleBroken, match="has this NHS number") as refused,
        transaction.atomic(),
    ):
        workflow.update_person(
            person=second, details=typed, version=second.version, by=cast.team, at=NOW
        )
    assert refused.value.field == "nhs_number"
    assert Person.objects.get(pk=second.pk).nhs_number is None


def test_somebody_born_today_in_england_is_recorded_just_after_midnight(cast: Cast) -> None:
    born = details(cast.area, birth_date=TODAY)
    person = workflow.add_person(details=born, lead=None, by=cast.team, at=JUST_AFTER_MIDNIGHT)
    workflow.update_person(
        person=person, details=replace(born, given_name="Kim"), version=person.version,
        by=cast.team, at=JUST_AFTER_MIDNIGHT,
    )  # fmt: skip


def test_an_admission_and_a_discharge_of_today_are_recorded_just_after_midnight(
    cast: Cast,
) -> None:
    person = on_register(cast.area, by=cast.team, at=JUST_AFTER_MIDNIGHT)
    admission = workflow.AdmissionDetails(
        hospital=OrganisationFactory(),
        commissioner=cast.commissioning,
        admitted_on=TODAY,
        security=Security.LOW,
        legal_status=LegalStatus.INFORMAL,
        planned=True,
    )
    stay = workflow.admit(person=person, details=admission, by=cast.team, at=JUST_AFTER_MIDNIGHT)
    stay = workflow.discharge(
        stay=stay, discharged_on=TODAY, destination="Home", level=Level.GREEN, reason="Well",
        by=cast.team, at=JUST_AFTER_MIDNIGHT,
    )  # fmt: skip
    assert stay.discharged_on == TODAY


def test_the_list_shows_the_day_in_england_on_which_somebody_was_rated(
    cast: Cast, sign_in, clock
) -> None:
    on_register(cast.area, by=cast.team, at=JUST_AFTER_MIDNIGHT)
    page = sign_in(cast.team).get("/people/").content.decode()
    assert "2 July 2026" in page
    assert "1 July 2026" not in page
