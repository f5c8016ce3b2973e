"""Someone who is only referred is found, and what is found says what it is (B17)."""

from typing import Any

import pytest

from core.records import Erased
from referrals import workflow
from referrals.keeper import ReferralsKeeper
from referrals.models import Referral, SearchRow
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.referrals import given

SEARCH = "/people/search/"


def found(client: Any, words: str) -> str:
    return str(client.post(SEARCH, {"words": words}).content.decode())


def zoe(cast: Cast, **changed: Any) -> Referral:
    values = {"given_name": "Zoë", "family_name": "Nuñez-Müller", "postcode": "BS1 1AA"} | changed
    return given.sent(cast, **values)


@pytest.mark.parametrize("words", ["Zoe Nunez", "nunes", "17/05/1990", "bs11aa", "NUMBER"])
def test_a_red_referral_that_waits_is_found_and_marked(
    cast: Cast, sign_in: Any, words: str
) -> None:
    referral = zoe(cast)
    words = words.replace("NUMBER", referral.copy.nhs_number)
    for user in (cast.team, cast.lead):
        shown = found(sign_in(user), words)
        assert "Nuñez-Müller" in shown, user
        assert "Referral waiting for triage" in shown
        assert "RED" in shown
        assert f'href="{referral.get_absolute_url()}"' in shown


def test_another_areas_team_and_another_lead_do_not_find_it(cast: Cast, sign_in: Any) -> None:
    zoe(cast)
    for user in (cast.other_area_team, cast.other_lead):
        shown = found(sign_in(user), "Nunez")
        assert "No people match your search" in shown
        assert "Nuñez" not in shown


def test_a_draft_is_found_by_its_writer_alone(cast: Cast, sign_in: Any) -> None:
    given.complete(cast, given_name="Zoë", family_name="Nuñez-Müller")
    assert "Draft referral, not sent" in found(sign_in(cast.lead), "zoe nunez")
    assert "No people match your search" in found(sign_in(cast.team), "zoe nunez")


def test_someone_declined_is_found_by_the_team(cast: Cast, sign_in: Any) -> None:
    referral = zoe(cast)
    workflow.decline(
        referral=referral, advice="Ask the GP.", for_person="Other help fits better.",
        by=cast.team, at=NOW,
    )  # fmt: skip
    shown = found(sign_in(cast.team), "nunez")
    assert "Referral declined, with advice" in shown
    assert "waiting for triage" not in shown


def test_what_was_decided_about_someone_on_the_register_is_not_found_twice(
    cast: Cast, sign_in: Any
) -> None:
    person = on_register(cast.area, by=cast.team, given_name="Zoë", family_name="Nuñez-Müller")
    referral = zoe(cast, nhs_number=person.nhs_number)
    assert referral.person == person
    assert "Referral waiting for triage" in found(sign_in(cast.team), "nunez")
    workflow.withdraw(referral=referral, reason="By mistake.", by=cast.lead, at=NOW)
    shown = found(sign_in(cast.team), "nunez")
    assert "1 person on the register found" in shown
    assert "1 referral found" not in shown


def test_a_referral_of_someone_restricted_is_not_found(cast: Cast, sign_in: Any) -> None:
    from register import workflow as register

    referral = zoe(cast)
    register.restrict(person_id=referral.person_id, by=cast.team, at=NOW)
    for user in (cast.team, cast.lead):
        assert "No people match your search" in found(sign_in(user), "nunez")


def test_erasing_the_person_takes_the_search_row(cast: Cast) -> None:
    from django.db import transaction

    from core.guard import open_door

    referral, erased = zoe(cast), Erased()
    with transaction.atomic():
        open_door()
        ReferralsKeeper().erase(referral.person_id, erased)
    assert not SearchRow.objects.exists()
    assert erased.counts["referrals_searchrow"] == 1


def test_referrals_sent_before_get_their_rows(cast: Cast) -> None:
    from importlib import import_module

    from django.apps import apps
    from django.db import connection

    zoe(cast)
    right = SearchRow.objects.values().get()
    SearchRow.objects.all().delete()

    class Editor:
        pass

    Editor.connection = connection  # type: ignore[attr-defined]
    fill = import_module("referrals.migrations.0013_find_those_sent").fill
    fill(apps, Editor)
    fill(apps, Editor)
    assert SearchRow.objects.values().get() == right
