"""A duty's explanation names the date that its row shows, and how that came about."""

from datetime import date, timedelta
from typing import Any

from core.dates import in_words
from duties.models import Duty
from register import workflow as register
from register.models import InpatientStay, Person
from register.rules import Level
from reviews import workflow as reviews
from reviews.details import VisitDetails
from tests.conftest import Cast
from tests.factories import NOW, OrganisationFactory, on_register

SEEN = VisitDetails(saw_person=True, account="Seen on the ward.")


def _admitted(cast: Cast, born: date) -> InpatientStay:
    person = on_register(cast.area, by=cast.team, level=Level.RED, birth_date=born)
    register.rate(
        person=person, level=Level.AMBER, reason="Calmer", by=cast.team,
        at=NOW + timedelta(minutes=1),
    )  # fmt: skip
    details = register.AdmissionDetails(
        hospital=OrganisationFactory(kind="hospital"), commissioner=cast.commissioning,
        admitted_on=date(2026, 9, 1), security="low", legal_status="s3", planned=False,
    )  # fmt: skip
    stay = register.admit(person=person, details=details, by=cast.team, at=NOW)
    reviews.record_visit(
        stay=stay, on=date(2026, 10, 2), details=SEEN, by=cast.commissioner, at=NOW
    )
    return stay


def _dated(person: Person) -> list[Duty]:
    return list(Duty.objects.filter(person=person, due_on__isnull=False))


def test_an_explanation_names_the_date_that_the_row_shows(cast: Cast, sign_in: Any) -> None:
    for born in (date(2009, 6, 1), date(1990, 1, 1)):
        stay = _admitted(cast, born)
        client = sign_in(cast.team)
        page = client.get(f"/oversight/blue/{stay.pk}/").content.decode()
        found = _dated(stay.person)
        assert len(found) > 5
        for duty in found:
            assert duty.due_on is not None
            assert f"ue {in_words(duty.due_on)}" in duty.basis, duty.rule
            shown = client.get(f"/actions/duties/{duty.pk}/").content.decode()
            assert f"Due {in_words(duty.due_on)}" in shown or duty.floor
            if duty.is_open and duty.is_met_through("reviews.visited"):
                assert f"by {in_words(duty.due_on)}" in page
                assert "56 days after" in page or "42 days after" in page


def test_the_page_of_a_duty_says_once_from_which_day_it_is_counted(
    cast: Cast, sign_in: Any
) -> None:
    stay = _admitted(cast, date(1990, 1, 1))
    duty = Duty.objects.visits().open().get(person=stay.person)
    shown = sign_in(cast.team).get(f"/actions/duties/{duty.pk}/").content.decode()
    assert "the day of the last one, 2 October 2026" in shown
    assert "What happens from 2 October 2026 can meet it" in shown
    assert "Counted from" not in shown
