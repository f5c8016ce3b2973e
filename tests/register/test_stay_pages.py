"""The pages of a stay: clear errors on the field, and what was recorded shown on the person's."""

from datetime import date
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from register import workflow
from register.models import (
    AdultDecision,
    DischargeLine,
    InpatientStay,
    Standing,
    StayConcern,
    Transfer,
)
from register.rules import Cause, ClosureReason, ConcernKind, LegalStatus, Level
from tests.conftest import Cast
from tests.factories import NOW, OrganisationFactory, on_register
from tests.register.stays import stay_of


def day(name: str, on: date) -> dict[str, str]:
    return {
        f"{name}_day": str(on.day),
        f"{name}_month": str(on.month),
        f"{name}_year": str(on.year),
    }


def page_of(client: Any, stay: InpatientStay) -> str:
    return client.get(f"/people/{stay.person_id}/").content.decode()


def test_a_move_is_recorded_on_its_page_and_refused_before_the_admission(
    cast: Cast, sign_in: Any
) -> None:
    stay = stay_of(cast)
    client = sign_in(cast.team)
    address = reverse("register:transfer", args=[stay.person_id])
    assert stay.hospital.name in client.get(address).content.decode()
    typed = {
        "hospital": str(stay.hospital_id), "ward": "Birch", "security": "low",
        "unit_inadequate": "yes",
    }  # fmt: skip
    refused = client.post(address, typed | day("moved_on", date(2026, 11, 1))).content.decode()
    assert "Date of the move must be on or after the date of admission" in refused
    assert 'href="#id_moved_on' in refused
    assert client.post(address, typed | day("moved_on", date(2026, 11, 9))).status_code == 302
    assert Transfer.objects.count() == 1
    page = page_of(client, stay)
    assert "Unit rated Inadequate" in page
    assert "Birch" in page


def test_a_legal_status_is_recorded_with_its_section(cast: Cast, sign_in: Any) -> None:
    stay = stay_of(cast)
    client = sign_in(cast.team)
    address = reverse("register:record_status", args=[stay.person_id])
    typed = {"legal_status": "s3", "section": "s2"} | day("changed_on", date(2026, 11, 9))
    assert "does not go with the legal status" in client.post(address, typed).content.decode()
    right = typed | {"legal_status": "part3", "section": "s37-41"}
    assert client.post(address, right).status_code == 302
    assert "Detained, Part 3 (courts or prison): Section 37/41" in page_of(client, stay)


def test_leave_begins_and_ends_on_its_pages(cast: Cast, sign_in: Any) -> None:
    stay = stay_of(cast)
    client = sign_in(cast.team)
    begin = reverse("register:start_leave", args=[stay.person_id])
    end = reverse("register:end_leave", args=[stay.person_id])
    assert client.post(begin, day("started_on", date(2026, 11, 9))).status_code == 302
    page = page_of(client, stay)
    assert "National counts leave this stay out" in page
    assert end in page
    assert client.post(end, day("ended_on", date(2026, 11, 20))).status_code == 302
    assert begin in page_of(client, stay)


def test_a_concern_sent_twice_from_one_page_is_one(cast: Cast, sign_in: Any) -> None:
    stay = stay_of(cast)
    client = sign_in(cast.team)
    address = reverse("register:record_concern", args=[stay.person_id])
    token = client.get(address).context["form"].initial["token"]
    typed = {"kind": "seclusion", "note": "Alone since Monday", "token": token}
    typed |= day("seen_on", date(2026, 11, 9))
    for _ in range(2):
        assert client.post(address, typed).status_code == 302
    assert StayConcern.objects.count() == 1
    assert "Alone since Monday" in page_of(client, stay)


def test_a_correction_tells_the_field_and_shows_what_is_right(cast: Cast, sign_in: Any) -> None:
    stay = stay_of(cast)
    client = sign_in(cast.team)
    address = reverse("register:correct_stay", args=[stay.person_id, stay.pk])
    assert 'value="2026"' in client.get(address).content.decode()
    typed = {
        "hospital": str(stay.hospital_id), "ward": "Oak", "planned": "no", "security": "low",
        "unit_inadequate": "no", "commissioner": str(cast.commissioning.pk), "out_of_area": "yes",
        "review_before": "none", "version": str(stay.version), "why": "Read wrong",
    }  # fmt: skip
    refused = client.post(address, typed | day("admitted_on", date(1980, 1, 1))).content.decode()
    assert "Date of admission is before the date of birth" in refused
    assert client.post(address, typed | day("admitted_on", date(2026, 10, 30))).status_code == 302
    stay.refresh_from_db()
    assert (stay.admitted_on, stay.out_of_area) == (date(2026, 10, 30), True)
    stale = client.post(address, typed | day("admitted_on", date(2026, 10, 29)))
    assert f"{cast.team.full_name} corrected this stay on" in stale.content.decode()


def test_an_old_page_of_a_stay_that_was_struck_out_says_so_and_keeps_the_words(
    cast: Cast, sign_in: Any
) -> None:
    stay = stay_of(cast)
    client = sign_in(cast.second_team)
    workflow.strike_out(
        person=stay.person, kind="stay", fact_id=stay.pk, cause=Cause.MISTAKE, reason="Not theirs",
        by=cast.team, at=NOW,
    )  # fmt: skip
    address = reverse("register:record_concern", args=[stay.person_id])
    assert client.get(address).status_code == 404
    typed = {"kind": "seclusion", "note": "Alone since Monday", "token": str(stay.pk)}
    shown = client.post(address, typed | day("seen_on", date(2026, 11, 9))).content.decode()
    assert f"{cast.team.full_name} struck this stay out on" in shown
    assert "Alone since Monday" in shown


def test_the_day_of_a_discharge_is_asked_for_only_where_one_is_recorded(
    cast: Cast, sign_in: Any
) -> None:
    stay = stay_of(cast)
    client = sign_in(cast.team)
    address = reverse("register:correct_stay", args=[stay.person_id, stay.pk])
    assert "discharged_on" not in client.get(address).content.decode()
    stay = workflow.discharge(
        stay=stay, discharged_on=date(2026, 11, 12), destination="Home", level=Level.RED,
        reason="Out", by=cast.team, at=NOW,
    )  # fmt: skip
    assert "discharged_on_day" in client.get(address).content.decode()
    typed = {
        "hospital": str(stay.hospital_id), "planned": "no", "security": "non_secure",
        "unit_inadequate": "no", "commissioner": str(cast.commissioning.pk), "out_of_area": "no",
        "review_before": "none", "version": str(stay.version), "why": "Read wrong",
    }  # fmt: skip
    typed |= day("admitted_on", stay.admitted_on)
    refused = client.post(address, typed | day("discharged_on", date(2026, 10, 30)))
    assert "Date of discharge must be on or after" in refused.content.decode()
    assert client.post(address, typed | day("discharged_on", date(2026, 11, 10))).status_code == 302
    stay.refresh_from_db()
    assert stay.discharged_on == date(2026, 11, 10)


def test_the_checklist_is_kept_line_by_line_and_shows_how_far_it_is(
    cast: Cast, sign_in: Any
) -> None:
    stay = stay_of(cast)
    client = sign_in(cast.team)
    address = reverse("register:plan_discharge", args=[stay.person_id])
    page = client.get(address).content.decode()
    assert "certainty U" in page
    typed = {
        "barriers": "No home", "version": str(stay.version), "line_home": "done",
        "note_home": "Flat found", "line_legal": "not_yet",
    }  # fmt: skip
    assert client.post(address, typed).status_code == 302
    assert list(DischargeLine.objects.values_list("code", "state")) == [("home", "done")]
    assert "1 of 12 lines done or not needed" in page_of(client, stay)
    stay.refresh_from_db()
    again = typed | {"version": str(stay.version)}
    assert client.post(address, again).status_code == 302
    assert DischargeLine.objects.count() == 1
    assert (
        f"{cast.team.full_name} changed the discharge plan"
        in client.post(address, again).content.decode()
    )


def test_the_view_on_detention_stands_beside_the_rating(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team)
    client = sign_in(cast.team)
    address = reverse("register:form_statutory_view", args=[person.pk])
    assert "before-regs-1" in client.get(address).content.decode()
    missing = client.post(address, {"eligible": "yes", "reason": "Because"}).content.decode()
    assert "Select the risk factors that are met" in missing
    typed = {"eligible": "yes", "reason": "Because", "factors": ["harm"]}
    assert client.post(address, typed).status_code == 302
    page = client.get(f"/people/{person.pk}/").content.decode()
    assert "Risk of detention (statute)" in page
    assert "Because" in page


def test_a_young_person_is_taken_off_once_the_decision_stands(cast: Cast, sign_in: Any) -> None:
    person = on_register(
        cast.area, by=cast.team, at=NOW.replace(year=2025), birth_date=date(2008, 5, 17)
    )
    client = sign_in(cast.team)
    page = client.get(f"/people/{person.pk}/").content.decode()
    assert "The adult decision has not been taken yet." in page
    close = reverse("register:close", args=[person.pk])
    refused = client.post(close, {"reason": "aged_out"}).content.decode()
    assert "Record the adult decision first" in refused
    decide = reverse("register:decide_adulthood", args=[person.pk])
    typed = {"outcome": "leaves", "reason": "Adult team agreed"}
    assert client.post(decide, typed).status_code == 302
    assert AdultDecision.objects.count() == 1
    asked = client.post(close, {"reason": "aged_out"}).content.decode()
    assert "Record the adult decision first" not in asked
    workflow.close(person=person, reason=ClosureReason.AGED_OUT, by=cast.team, at=NOW)
    assert not Standing.objects.filter(person=person).exists()


def test_partners_are_confirmed_on_a_page_that_names_them(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    client = sign_in(cast.lead)
    address = reverse("register:confirm_partners", args=[person.pk])
    assert "No one is named" in client.post(address).content.decode()
    workflow.name_partner(
        person=person, name="Una Nurse", part="Nurse", attends_cetr=True, by=cast.lead, at=NOW
    )
    assert "Una Nurse" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert (
        "C(E)TR partners: confirmed 23 November 2026"
        in client.get(f"/people/{person.pk}/").content.decode()
    )


def test_the_persons_page_takes_as_many_queries_for_a_long_stay_as_for_a_short_one(
    cast: Cast, sign_in: Any
) -> None:
    stay = stay_of(cast)
    client = sign_in(cast.team)

    def grow(number: int) -> None:
        for place in range(number):
            workflow.record_concern(
                stay=stay, kind=ConcernKind.OTHER, seen_on=NOW.date(), note=f"Seen {place}",
                by=cast.team, at=NOW,
            )  # fmt: skip

    grow(1)
    workflow.transfer(
        stay=stay,
        details=workflow.TransferDetails(
            moved_on=NOW.date(), hospital=OrganisationFactory.create(kind="hospital"),
            security=stay.security, unit_inadequate=False,
        ),
        by=cast.team, at=NOW,
    )  # fmt: skip
    workflow.record_status(
        stay=stay, changed_on=NOW.date(), legal_status=LegalStatus.SECTION_2, by=cast.team, at=NOW
    )
    page_of(client, stay)
    with CaptureQueriesContext(connection) as few:
        page_of(client, stay)
    grow(9)
    with CaptureQueriesContext(connection) as many:
        page_of(client, stay)
    assert len(few) == len(many)
