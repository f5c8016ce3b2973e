"""The pages of the register, as the people who use them meet them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import ReadLog
from register import workflow
from register.models import InpatientStay, Person, Rating
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW, OrganisationFactory, on_register


def _queries(client: Any, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_the_list_shows_the_people_of_ones_areas_and_logs_who_was_shown(
    cast: Cast, sign_in: Any
) -> None:
    person = on_register(cast.area, by=cast.team, family_name="Heronwood")
    on_register(cast.other_area, by=cast.other_area_team, family_name="Elsewhere")
    page = sign_in(cast.team).get("/people/").content.decode()
    assert "Heronwood" in page
    assert "Elsewhere" not in page
    assert ReadLog.objects.latest("id").persons == [person.pk]


def test_the_rows_of_the_list_are_rows_and_what_was_typed_is_escaped(
    cast: Cast, sign_in: Any
) -> None:
    person = on_register(cast.area, by=cast.team, family_name="<script>alert(1)</script>")
    page = sign_in(cast.team).get("/people/").content.decode()
    assert f'<a class="nhsuk-link" href="/people/{person.pk}/">' in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_list_takes_as_many_queries_for_many_people_as_for_few(
    cast: Cast, sign_in: Any
) -> None:
    client = sign_in(cast.team)
    on_register(cast.area, by=cast.team)
    client.get("/people/")
    few = _queries(client, "/people/")
    for _ in range(12):
        on_register(cast.area, by=cast.team)
    assert _queries(client, "/people/") == few


def test_pages_follow_one_another_and_lead_back(cast: Cast, sign_in: Any) -> None:
    for number in range(55):
        on_register(cast.area, by=cast.team, family_name=f"Person{number:03}")
    client = sign_in(cast.team)
    first = client.get("/people/")
    assert "Person000" in first.content.decode()
    assert "Person050" not in first.content.decode()
    second = client.get(f"/people/?after={first.context['following']}")
    assert "Person050" in second.content.decode()
    assert "Person049" not in second.content.decode()
    back = client.get(f"/people/?before={second.context['previous']}")
    assert "Person000" in back.content.decode()


@pytest.mark.parametrize(
    "typed", ["fetherstone", "featehrstone", "Feathrstone", "Robin fetherston"]
)
def test_a_name_with_a_typo_is_found(cast: Cast, sign_in: Any, typed: str) -> None:
    on_register(cast.area, by=cast.team, family_name="Featherstone")
    on_register(cast.area, by=cast.team, family_name="Quill", given_name="Amos")
    page = sign_in(cast.team).post("/people/search/", {"words": typed}).content.decode()
    assert "Featherstone" in page
    assert "Quill" not in page


def test_an_nhs_number_is_found_however_it_is_spaced(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team, family_name="Featherstone")
    number = person.nhs_number or ""
    spaced = f"{number[:3]} {number[3:6]}-{number[6:]}"
    page = sign_in(cast.team).post("/people/search/", {"words": spaced}).content.decode()
    assert "Featherstone" in page


def test_a_lead_sees_whom_they_lead_and_nobody_else(cast: Cast, sign_in: Any) -> None:
    mine = on_register(cast.area, by=cast.team, lead=cast.lead)
    other = on_register(cast.area, by=cast.team, lead=cast.other_lead)
    client = sign_in(cast.lead)
    assert client.get(f"/people/{mine.pk}/").status_code == 200
    assert client.get(f"/people/{other.pk}/").status_code == 404


def test_somebody_named_on_the_record_sees_it_until_their_involvement_ends(
    cast: Cast, sign_in: Any
) -> None:
    person = on_register(cast.area, by=cast.team)
    named = workflow.name_partner(
        person=person, name="Otto", part="Social worker", user=cast.other_lead,
        by=cast.team, at=NOW,
    )  # fmt: skip
    client = sign_in(cast.other_lead)
    assert client.get(f"/people/{person.pk}/").status_code == 200
    ended = NOW - timedelta(days=400)  # PostgreSQL's clock decides, and it is not frozen
    workflow.end_involvement(involvement=named, by=cast.team, at=ended)
    assert client.get(f"/people/{person.pk}/").status_code == 404


def test_rating_on_the_page_is_recorded_with_its_reason(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.GREEN)
    follows = Rating.objects.get().pk
    client = sign_in(cast.team)
    answer = client.post(
        f"/people/{person.pk}/rate/",
        {"level": "RED", "reason": "The placement has ended.", "follows": str(follows)},
    )
    assert answer.status_code == 302
    assert Rating.objects.current().get().level == Level.RED


def test_red_to_green_is_asked_about_once_more(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    typed = {"level": "GREEN", "reason": "Calm & settled", "follows": str(Rating.objects.get().pk)}
    client = sign_in(cast.team)
    asked = client.post(f"/people/{person.pk}/rate/", typed)
    assert "RED to GREEN in one step is unusual" in asked.content.decode()
    assert "Calm &amp; settled" in asked.content.decode()
    assert Rating.objects.current().get().level == Level.RED
    client.post(f"/people/{person.pk}/rate/", typed | {"checked": "yes"})
    assert Rating.objects.current().get().level == Level.GREEN


def test_a_rating_made_meanwhile_is_a_conflict_that_keeps_what_was_typed(
    cast: Cast, sign_in: Any
) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.GREEN)
    seen = Rating.objects.get().pk
    workflow.rate(person=person, level=Level.AMBER, reason="New", by=cast.second_team, at=NOW)
    page = sign_in(cast.team).post(
        f"/people/{person.pk}/rate/", {"level": "RED", "reason": "My words", "follows": str(seen)}
    )
    assert "There is a problem" in page.content.decode()
    assert "My words" in page.content.decode()
    assert Rating.objects.current().get().level == Level.AMBER
    follows = page.context["form"]["follows"].value()
    again = {"level": "RED", "reason": "My words", "follows": follows}
    sign_in(cast.team).post(f"/people/{person.pk}/rate/", again)
    assert Rating.objects.current().get().level == Level.RED


@pytest.mark.parametrize("level", ["GREEN", "RED"])
def test_admission_shows_blue_and_discharge_needs_a_new_rating(
    cast: Cast, sign_in: Any, level: str
) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER)
    hospital = OrganisationFactory.create(kind="hospital", name="Larkhill Hospital")
    client = sign_in(cast.team)
    typed = {
        "hospital": str(hospital.pk), "admitted_on_day": "20", "admitted_on_month": "11",
        "admitted_on_year": "2026", "planned": "no", "security": "non_secure",
        "legal_status": "s3", "commissioner": str(cast.commissioning.pk), "out_of_area": "no",
        "review_before": "none", "unit_inadequate": "no",
    }  # fmt: skip
    assert client.post(f"/people/{person.pk}/admit/", typed).status_code == 302
    page = client.get(f"/people/{person.pk}/").content.decode()
    assert "Last community rating, kept behind BLUE" in page
    out = {
        "discharged_on_day": "23", "discharged_on_month": "11", "discharged_on_year": "2026",
        "destination": "Her own home", "follows": "",
    }  # fmt: skip
    refused = client.post(f"/people/{person.pk}/discharge/", out)
    assert "Select a rating" in refused.content.decode()
    assert InpatientStay.objects.open().exists()
    out |= {"level": level, "reason": "Agreed at the discharge meeting."}
    if level != "RED":
        asked = client.post(f"/people/{person.pk}/discharge/", out)
        assert "Why is the rating lower than the policy says?" in asked.content.decode()
        out["against_floor"] = "She is seen every day."
    asked = client.post(f"/people/{person.pk}/discharge/", out)
    assert "Check before you record this discharge" in asked.content.decode()
    assert InpatientStay.objects.open().exists()
    out["checked"] = "yes"
    assert client.post(f"/people/{person.pk}/discharge/", out).status_code == 302
    assert not InpatientStay.objects.open().exists()
    assert Rating.objects.current().get().level == level


def test_a_discharge_before_the_admission_is_refused_on_its_field(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER)
    hospital = OrganisationFactory(kind="hospital")
    details = workflow.AdmissionDetails(
        hospital=hospital, commissioner=cast.commissioning, admitted_on=NOW.date(),
        security="low", legal_status="s2", planned=True,
    )  # fmt: skip
    workflow.admit(person=person, details=details, by=cast.team, at=NOW)
    answer = sign_in(cast.team).post(
        f"/people/{person.pk}/discharge/",
        {"discharged_on_day": "1", "discharged_on_month": "11", "discharged_on_year": "2026",
         "destination": "Home", "level": "RED", "reason": "Out", "follows": "", "checked": "yes"},
    )  # fmt: skip
    assert "on or after the date of admission" in answer.content.decode()
    assert InpatientStay.objects.open().exists()


def test_a_contact_that_a_referral_takes_can_be_kept_when_something_else_is_changed(
    cast: Cast, sign_in: Any
) -> None:
    contact = "mother 07700 900123, text after 4pm"
    person = on_register(cast.area, by=cast.team, phone=contact)
    typed = {
        "given_name": "Robin", "family_name": "Newname", "birth_date_day": "17",
        "birth_date_month": "5", "birth_date_year": "1990", "nhs_number": person.nhs_number,
        "area": str(cast.area.pk), "learning_disability": "confirmed", "autism": "pathway",
        "phone": contact, "version": "1",
    }  # fmt: skip
    client = sign_in(cast.team)
    assert client.post(f"/people/{person.pk}/edit/", typed).status_code == 302
    person.refresh_from_db()
    assert (person.family_name, person.phone) == ("Newname", contact)


def test_two_people_changing_the_same_details_do_not_overwrite_each_other(
    cast: Cast, sign_in: Any
) -> None:
    person = on_register(cast.area, by=cast.team, family_name="Oldname")
    typed = {
        "given_name": "Robin", "family_name": "Newname", "birth_date_day": "17",
        "birth_date_month": "5", "birth_date_year": "1990", "nhs_number": person.nhs_number,
        "area": str(cast.area.pk), "learning_disability": "confirmed", "autism": "pathway",
        "version": "1",
    }  # fmt: skip
    client = sign_in(cast.team)
    assert client.post(f"/people/{person.pk}/edit/", typed).status_code == 302
    again = client.post(f"/people/{person.pk}/edit/", typed | {"family_name": "Thirdname"})
    assert f"{cast.team.full_name} changed this record on" in again.content.decode()
    assert "Thirdname" in again.content.decode()
    assert "The record now says: Newname" in again.content.decode()
    assert Person.objects.get().family_name == "Newname"
    seen = again.context["form"]["version"].value()
    saved = typed | {"family_name": "Thirdname", "version": seen}
    assert client.post(f"/people/{person.pk}/edit/", saved).status_code == 302
    assert Person.objects.get().family_name == "Thirdname"


def test_the_timeline_says_when_each_thing_happened(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER)
    page = sign_in(cast.team).get(f"/people/{person.pk}/").content.decode()
    assert "Rated AMBER" in page
    assert "23 November 2026 at 9:30am, Tara Team" in page
