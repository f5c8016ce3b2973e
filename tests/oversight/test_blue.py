"""The BLUE list: a commissioner sees whom their organisation is responsible for, and no story."""

import io
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import SavedView
from accounts.workflow import saved_views
from core.models import AuditEvent, ReadLog
from duties.models import Duty
from oversight import export
from register import workflow as register
from register.models import InpatientStay, Person
from register.rules import Level, NextDue
from tests.conftest import Cast
from tests.factories import NOW, OrganisationFactory, on_register


def _admitted(cast: Cast, on: date, *, host: Any = None, **changed: Any) -> Person:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER, **changed)
    details = register.AdmissionDetails(
        hospital=OrganisationFactory(kind="hospital"),
        commissioner=cast.commissioning,
        host_commissioner=host,
        admitted_on=on,
        security="non_secure",
        legal_status="s3",
        planned=False,
    )
    register.admit(person=person, details=details, by=cast.team, at=NOW)
    return person


def test_a_commissioner_sees_the_inpatients_of_their_organisation_only(
    cast: Cast, sign_in: Any
) -> None:
    _admitted(cast, date(2026, 11, 1), family_name="Alderbeck")
    assert "Alderbeck" in sign_in(cast.commissioner).get("/oversight/blue/").content.decode()
    page = sign_in(cast.other_commissioner).get("/oversight/blue/").content.decode()
    assert "Alderbeck" not in page
    assert "No one is in hospital" in page


@pytest.mark.parametrize(("born", "days"), [(date(1990, 1, 1), 56), (date(2013, 1, 1), 42)])
def test_the_first_visit_is_due_six_weeks_after_admission_for_a_child_and_eight_for_an_adult(
    cast: Cast, sign_in: Any, born: date, days: int
) -> None:
    admitted = date(2026, 11, 10)
    _admitted(cast, admitted, birth_date=born)
    [line] = sign_in(cast.commissioner).get("/oversight/blue/").context["lines"]
    assert line.visit_due == admitted + timedelta(days=days)


def test_what_is_overdue_comes_first(cast: Cast, sign_in: Any) -> None:
    _admitted(cast, date(2026, 11, 20), family_name="Later")
    _admitted(cast, date(2026, 1, 5), family_name="Sooner")
    lines = sign_in(cast.commissioner).get("/oversight/blue/").context["lines"]
    assert [line.name.split(",")[0] for line in lines] == ["Sooner", "Later"]
    assert lines[0].visit_overdue


def test_no_narrative_reaches_a_commissioner(cast: Cast, sign_in: Any) -> None:
    person = _admitted(cast, date(2026, 11, 1), communication_needs="Canary words of communication")
    register.rate(
        person=person, level=Level.RED, reason="Canary reason", by=cast.team,
        at=NOW + timedelta(hours=1),
    )  # fmt: skip
    client = sign_in(cast.commissioner)
    stay = InpatientStay.objects.get()
    for address in ("/oversight/blue/", f"/oversight/blue/{stay.pk}/"):
        assert "Canary" not in client.get(address).content.decode()
    assert client.get(f"/people/{person.pk}/").status_code == 403


def test_an_export_needs_a_purpose_and_is_logged_with_whom_it_showed(
    cast: Cast, sign_in: Any
) -> None:
    person = _admitted(cast, date(2026, 11, 1), family_name="=cmd")
    client = sign_in(cast.commissioner)
    assert (
        client.post("/oversight/blue/export/", {"purpose": "", "format": "csv"}).status_code == 200
    )
    assert not AuditEvent.objects.filter(kind="oversight.exported").exists()
    answer = client.post("/oversight/blue/export/", {"purpose": "national_return", "format": "csv"})
    assert "attachment" in answer["Content-Disposition"]
    assert '"\'=cmd, Robin"' in answer.content.decode()
    assert AuditEvent.objects.filter(kind="oversight.exported").count() == 1
    logged = ReadLog.objects.latest("id")
    assert logged.purpose == "national_return"
    assert logged.persons == [person.pk]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_an_export_is_a_formula(start: str) -> None:
    assert export.cell(f"{start}1+1") == f"'{start}1+1"


def _list(client: Any, query: str = "") -> list[str]:
    return [
        line.name.split(",")[0] for line in client.get(f"/oversight/blue/{query}").context["lines"]
    ]


def test_the_list_narrows_by_what_the_address_says_in_codes(cast: Cast, sign_in: Any) -> None:
    _admitted(cast, date(2026, 1, 5), family_name="Longer", birth_date=date(2013, 1, 1))
    person = _admitted(cast, date(2026, 11, 20), family_name="Shorter")
    register.start_leave(
        stay=InpatientStay.objects.get(person=person), started_on=date(2026, 11, 21), note="",
        by=cast.team, at=NOW,
    )  # fmt: skip
    with time_machine.travel(NOW, tick=False):
        client = sign_in(cast.commissioner)
        assert _list(client) == ["Longer", "Shorter"]
        assert _list(client, "?age=child") == ["Longer"]
        assert _list(client, "?age=adult") == ["Shorter"]
        assert _list(client, "?due=visit_overdue") == ["Longer"]
        assert _list(client, "?leave=on") == ["Shorter"]
        assert _list(client, "?terms=informal") == []
        assert _list(client, "?stay=under_1&security=non_secure") == ["Longer", "Shorter"]
        hospital = InpatientStay.objects.get(person=person).hospital_id
        assert _list(client, f"?hospital={hospital}") == ["Shorter"]
        nothing = client.get("/oversight/blue/?terms=informal").content.decode()
    assert "No one in hospital matches these filters" in nothing


def test_somebody_with_an_overdue_visit_and_a_cetr_next_week_has_something_due_soon(
    cast: Cast, sign_in: Any
) -> None:
    person = _admitted(cast, date(2026, 11, 20), family_name="Alderbeck")
    _admitted(cast, date(2026, 1, 5), family_name="Overdue")
    register.note_stay_due(
        person_id=person.pk,
        visit=NextDue.by(date(2026, 11, 1)),
        cetr=NextDue.by(date(2026, 11, 30)),
    )
    assert _list(sign_in(cast.commissioner), "?due=soon") == ["Alderbeck"]


def test_a_cetr_due_soon_is_found_behind_one_that_is_overdue(cast: Cast, sign_in: Any) -> None:
    person = _admitted(cast, date(2026, 11, 20), family_name="Alderbeck")
    assert Duty.objects.open().reviews().filter(person=person, due_on__gt=NOW.date()).exists()
    register.note_stay_due(
        person_id=person.pk, visit=NextDue.by(date(2027, 3, 1)), cetr=NextDue.by(date(2026, 11, 1))
    )
    assert _list(sign_in(cast.commissioner), "?due=soon") == ["Alderbeck"]


def test_somebody_paid_for_and_hosted_by_the_same_organisation_is_listed_and_counted_once(
    cast: Cast, sign_in: Any
) -> None:
    for _ in range(2):
        _admitted(cast, date(2026, 11, 20), host=cast.commissioning)
    page = sign_in(cast.commissioner).get("/oversight/blue/")
    assert len(page.context["lines"]) == 2
    assert page.context["counts"][-1].count == "2"


def test_a_stay_that_ended_long_ago_is_not_offered_as_ended_lately(
    cast: Cast, sign_in: Any
) -> None:
    person = _admitted(cast, date(2026, 1, 5))
    register.discharge(
        stay=InpatientStay.objects.get(person=person), discharged_on=date(2026, 2, 1),
        destination="Home", level=Level.RED, reason="Home again", by=cast.team, at=NOW,
    )  # fmt: skip
    details = register.AdmissionDetails(
        hospital=OrganisationFactory(kind="hospital"), commissioner=cast.commissioning,
        admitted_on=date(2026, 11, 20), security="non_secure", legal_status="s3", planned=False,
    )  # fmt: skip
    register.admit(person=person, details=details, by=cast.team, at=NOW)
    assert sign_in(cast.commissioner).get("/oversight/blue/").context["left"] == []


def test_a_code_that_is_not_known_is_no_filter(cast: Cast, sign_in: Any) -> None:
    _admitted(cast, date(2026, 1, 5), family_name="Alderbeck")
    client = sign_in(cast.commissioner)
    assert _list(client, "?age=old&due='; drop table&hospital=17") == ["Alderbeck"]


def test_the_counts_are_those_of_the_filtered_list(cast: Cast, sign_in: Any) -> None:
    _admitted(cast, date(2026, 1, 5), birth_date=date(2013, 1, 1))
    _admitted(cast, date(2026, 11, 20))
    with time_machine.travel(NOW, tick=False):
        counts = sign_in(cast.commissioner).get("/oversight/blue/?age=child").context["counts"]
    assert {card.label: card.count for card in counts} == {
        "person whose oversight visit is overdue": "1",
        "person in hospital whose C(E)TR is overdue": "1",
        "person in hospital": "1",
    }


def test_a_view_is_saved_under_a_name_found_again_and_removed(cast: Cast, sign_in: Any) -> None:
    _admitted(cast, date(2026, 1, 5), family_name="Longer", birth_date=date(2013, 1, 1))
    client = sign_in(cast.commissioner)
    address = "/oversight/blue/save-view/?age=child"
    assert "Under 18" in client.get(address).content.decode()
    assert client.post(address, {"name": ""}).status_code == 200
    assert not SavedView.objects.exists()
    client.post(address, {"name": "  Children   first "})
    client.post(address, {"name": "children first"})
    view = SavedView.objects.get()
    page = client.get("/oversight/blue/").content.decode()
    assert "?age=child" in page
    assert "children first" in page
    assert "children first" not in sign_in(cast.team).get("/oversight/blue/").content.decode()
    client = sign_in(cast.commissioner)
    assert client.post(f"/oversight/blue/views/{view.pk}/remove/").status_code == 302
    assert not SavedView.objects.exists()


def test_a_view_without_a_filter_is_refused_and_so_is_one_too_many(
    cast: Cast, sign_in: Any
) -> None:
    client = sign_in(cast.commissioner)
    nothing = client.post("/oversight/blue/save-view/", {"name": "Everyone"})
    assert "Choose at least one filter" in nothing.content.decode()
    for number in range(saved_views.MOST):
        client.post("/oversight/blue/save-view/?age=child", {"name": f"View {number}"})
    one_more = client.post("/oversight/blue/save-view/?age=child", {"name": "One more"})
    assert "Remove one first" in one_more.content.decode()
    assert SavedView.objects.count() == saved_views.MOST


def test_somebody_elses_view_is_not_there(cast: Cast, sign_in: Any) -> None:
    client = sign_in(cast.commissioner)
    client.post("/oversight/blue/save-view/?age=child", {"name": "Mine"})
    view = SavedView.objects.get()
    client = sign_in(cast.other_commissioner)
    assert client.post(f"/oversight/blue/views/{view.pk}/remove/").status_code == 404
    assert SavedView.objects.exists()


def test_a_workbook_holds_text_as_text_and_says_what_it_shows(cast: Cast, sign_in: Any) -> None:
    _admitted(cast, date(2026, 11, 1), family_name="=cmd")
    client = sign_in(cast.commissioner)
    given = {"purpose": "visits", "format": "xlsx"}
    answer = client.post("/oversight/blue/export/?age=adult", given)
    assert 'filename="blue-list.xlsx"' in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        words = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "=cmd, Robin" in words
    assert "Official: sensitive" in words
    assert "18 and over" in words


def test_a_file_holds_what_the_screen_showed(cast: Cast, sign_in: Any) -> None:
    _admitted(cast, date(2026, 1, 5), family_name="Longer", birth_date=date(2013, 1, 1))
    _admitted(cast, date(2026, 11, 20), family_name="Shorter")
    client = sign_in(cast.commissioner)
    given = {"purpose": "visits", "format": "csv"}
    text = client.post("/oversight/blue/export/?age=child", given).content.decode()
    assert "Longer" in text
    assert "Shorter" not in text


def test_printing_is_for_those_who_may_export_and_is_logged(cast: Cast, sign_in: Any) -> None:
    person = _admitted(cast, date(2026, 11, 1), family_name="Alderbeck")
    page = sign_in(cast.commissioner).get("/oversight/blue/print/?age=adult").content.decode()
    assert "Alderbeck" in page
    assert "18 and over" in page
    logged = ReadLog.objects.latest("id")
    assert (logged.purpose, logged.persons) == ("print", [person.pk])
    assert sign_in(cast.team).get("/oversight/blue/print/").status_code == 403


def test_a_host_commissioner_sees_who_is_in_its_units_and_changes_nothing(
    cast: Cast, sign_in: Any
) -> None:
    person = _admitted(cast, date(2026, 11, 1), family_name="Alderbeck")
    stay = InpatientStay.objects.get(person=person)
    host = cast.other_commissioner.roles_held[0].organisation
    details = register.AdmissionDetails(
        hospital=stay.hospital, commissioner=cast.commissioning, host_commissioner=host,
        admitted_on=date(2026, 11, 2), security="non_secure", legal_status="s3", planned=False,
    )  # fmt: skip
    hosted = on_register(cast.area, by=cast.team, level=Level.AMBER, family_name="Hosted")
    other = register.admit(person=hosted, details=details, by=cast.team, at=NOW)
    client = sign_in(cast.other_commissioner)
    page = client.get("/oversight/blue/").content.decode()
    assert "Hosted" in page
    assert "Alderbeck" not in page
    page = client.get(f"/oversight/blue/{other.pk}/").content.decode()
    assert "Record a visit" not in page
    assert client.get(f"/oversight/blue/{stay.pk}/").status_code == 404
    assert client.get(f"/reviews/visits/new/{other.pk}/").status_code == 404


def test_the_list_takes_as_many_queries_for_many_as_for_few(cast: Cast, sign_in: Any) -> None:
    def count(query: str) -> int:
        client = sign_in(cast.commissioner)
        client.get("/oversight/blue/")
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/oversight/blue/{query}")
        return len(seen)

    _admitted(cast, date(2026, 11, 1))
    few = count("?age=adult")
    for _ in range(6):
        _admitted(cast, date(2026, 11, 1))
    assert count("?age=adult") == few <= 14


def test_a_stay_says_overdue_of_what_its_duty_says_is_overdue(cast: Cast, sign_in: Any) -> None:
    _admitted(cast, date(2026, 1, 5))
    page = sign_in(cast.commissioner).get(f"/oversight/blue/{InpatientStay.objects.get().pk}/")
    overdue = set(Duty.objects.overdue(NOW.date()).values_list("pk", flat=True))
    shown = page.context["duties"]
    assert shown
    assert all(late is (duty.pk in overdue) for duty, late in shown)
    assert page.content.decode().count("nhsuk-tag--red") == sum(late for _, late in shown) == 2


def test_what_happened_during_a_stay_is_on_its_page(cast: Cast, sign_in: Any) -> None:
    person = _admitted(cast, date(2026, 11, 1))
    stay = InpatientStay.objects.get(person=person)
    register.start_leave(stay=stay, started_on=date(2026, 11, 10), note="", by=cast.team, at=NOW)
    page = sign_in(cast.commissioner).get(f"/oversight/blue/{stay.pk}/").content.decode()
    assert "Extended section 17 leave" in page
    assert "Looking back at this admission" in page
