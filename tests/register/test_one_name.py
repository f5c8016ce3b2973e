"""People with one name only: accepted, shown without a stray comma, sorted and found (B16)."""

from typing import Any

import pytest
from django.urls import reverse

from referrals import workflow as referrals
from referrals.forms.sections import FORMS
from referrals.models import InclusionRequest, Referral
from referrals.rules import SectionKey
from register.models import Person
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.referrals import given
from tests.referrals.asked_for import inclusion
from tests.referrals.test_journey import posted

NAMES = ("Sukarno", "Ångström", "李", "मीनाक्षी", "O\u2019")


def has_no_stray(page: str, name: str) -> bool:
    return f"{name}," not in page and f", {name}" not in page and f" {name} ," not in page


def accept(referral: Referral, cast: Cast) -> None:
    referrals.accept(
        referral=referral, level=Level.AMBER, reason="As referred.", by=cast.team, at=NOW
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_referral_of_someone_with_one_name_is_accepted_shown_and_found(
    cast: Cast, sign_in: Any, name: str
) -> None:
    typed = given.person(given_name="", family_name=name)
    form = FORMS[SectionKey.PERSON](data=posted(typed) | {"completed": "yes"})
    assert form.is_valid(), form.errors
    referral = given.sent(cast, given_name="", family_name=name, level=Level.AMBER)
    assert referral.copy.name == name
    assert referral.person is not None
    assert referral.person.name == referral.person.called == name
    client = sign_in(cast.team)
    page = client.get(referral.get_absolute_url()).content.decode()
    assert name in page
    assert has_no_stray(page, name)
    found = client.post("/people/search/", {"words": name}).content.decode()
    assert "Referral waiting for triage" in found
    assert has_no_stray(found, name)
    accept(referral, cast)
    listed = client.get("/people/").content.decode()
    assert f">{name}</a>" in listed
    assert f">{name}</a>" in client.post("/people/search/", {"words": name}).content.decode()


def test_one_name_stands_in_its_place_among_the_others(cast: Cast, sign_in: Any) -> None:
    for family, first in (("Sukarno", ""), ("Sukar", "Zoë"), ("Sukarnov", "Amos"), ("Sul", "")):
        on_register(cast.area, by=cast.team, family_name=family, given_name=first)
    page = sign_in(cast.team).get("/people/").content.decode()
    places = [page.index(one) for one in ("Sukar, Zoë", ">Sukarno<", "Sukarnov, Amos", ">Sul<")]
    assert places == sorted(places)


def test_the_last_name_is_the_one_that_is_asked_for(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team)
    client, address = sign_in(cast.team), f"/people/{person.pk}/edit/"
    shown = client.get(address).content.decode()
    assert "First name (optional)" in shown
    assert "If they have only one name, enter it here and leave the first name blank." in shown
    typed = {
        "given_name": " - ", "family_name": "Sukarno", "birth_date_day": "17",
        "birth_date_month": "5", "birth_date_year": "1990", "nhs_number": person.nhs_number,
        "area": str(cast.area.pk), "learning_disability": "confirmed", "autism": "pathway",
        "version": "1", "postcode": "ZZ99 3VZ",
    }  # fmt: skip
    refused = client.post(address, typed | {"family_name": ".", "given_name": "Sukarno"})
    assert b"Enter last name" in refused.content
    assert client.post(address, typed).status_code == 302
    person = Person.objects.get()
    assert (person.given_name, person.family_name, person.name) == ("", "Sukarno", "Sukarno")
    page = client.get(f"/people/{person.pk}/").content.decode()
    assert "ZZ99 3VZ (no fixed home)" in page
    assert "1 person on the register found" in (
        client.post("/people/search/", {"words": "zz993vz"}).content.decode()
    )


def test_the_database_keeps_no_one_without_a_name(cast: Cast) -> None:
    from django.db import IntegrityError

    with pytest.raises(IntegrityError, match="person_has_a_name"):
        on_register(cast.area, by=cast.team, family_name="", given_name="Sukarno")


def test_someone_with_one_name_can_be_asked_for_on_the_public_page(cast: Cast) -> None:
    request = inclusion(area=cast.area, given_name="", family_name="Sukarno")
    assert InclusionRequest.objects.get(pk=request.pk).name == "Sukarno"


def test_the_letter_calls_someone_by_their_only_name(cast: Cast, sign_in: Any) -> None:
    referral = given.sent(cast, given_name="", family_name="Sukarno", level=Level.AMBER)
    accept(referral, cast)
    letter = sign_in(cast.team).get(reverse("referrals:letter", args=[referral.pk]))
    assert "Dear Sukarno" in letter.content.decode()


@pytest.mark.parametrize(
    "address",
    ["/people/?sort=due", "/actions/duties/", "/oversight/", "/people/departures/", "/"],
)
def test_no_list_prints_a_comma_beside_one_name(cast: Cast, sign_in: Any, address: str) -> None:
    person = on_register(
        cast.area, by=cast.team, level=Level.RED, lead=cast.lead, family_name="Sukarno",
        given_name="",
    )  # fmt: skip
    assert person.listed_name == "Sukarno"
    page = sign_in(cast.team).get(address, follow=True).content.decode()
    assert has_no_stray(page, "Sukarno")


def test_a_draft_with_one_name_is_named_by_it(cast: Cast, sign_in: Any) -> None:
    draft = given.complete(cast, given_name="", family_name="Sukarno")
    assert Referral.objects.drafts().get() == draft
    listed = sign_in(cast.lead).get(reverse("referrals:list") + "?show=mine").content.decode()
    assert "Sukarno" in listed
    assert has_no_stray(listed, "Sukarno")
