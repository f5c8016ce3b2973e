"""The BLUE list: a commissioner sees whom their organisation is responsible for, and no story."""

from datetime import date, timedelta
from typing import Any

import pytest

from core.models import AuditEvent, ReadLog
from oversight import export
from register import workflow as register
from register.models import InpatientStay, Person
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW, OrganisationFactory, on_register


def _admitted(cast: Cast, on: date, **changed: Any) -> Person:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER, **changed)
    details = register.AdmissionDetails(
        hospital=OrganisationFactory(kind="hospital"),
        commissioner=cast.commissioning,
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
    assert "Nobody is in hospital" in page


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
    assert client.post("/oversight/blue/export/", {"purpose": ""}).status_code == 200
    assert not AuditEvent.objects.filter(kind="oversight.exported").exists()
    answer = client.post("/oversight/blue/export/", {"purpose": "national_return"})
    assert "attachment" in answer["Content-Disposition"]
    assert '"\'=cmd, Robin"' in answer.content.decode()
    assert AuditEvent.objects.filter(kind="oversight.exported").count() == 1
    logged = ReadLog.objects.latest("id")
    assert logged.purpose == "national_return"
    assert logged.persons == [person.pk]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_an_export_is_a_formula(start: str) -> None:
    assert export.cell(f"{start}1+1") == f"'{start}1+1"
