"""A corrected date of birth or EHC plan: the clocks follow the facts as they are now."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from consent import workflow as consent
from consent.models import Decision
from consent.rules import Basis
from core.errors import RuleBroken
from duties import tasks
from duties import workflow as duties
from duties.models import Duty
from register import workflow as register
from register.models import Person, Standing
from register.rules import Level
from tests.conftest import Cast
from tests.consent import details as a
from tests.duties.test_duties import admit, open_rules
from tests.factories import NOW, details, on_register

CHILD = date(2012, 3, 1)
ADULT = date(1990, 5, 17)
LATER = NOW + timedelta(minutes=5)


def correct(cast: Cast, person: Person, minutes: int = 5, **changed: Any) -> None:
    person.refresh_from_db()
    kept = {name: getattr(person, name) for name in ("nhs_number", "birth_date", "ehc_plan")}
    register.update_person(
        person=person, details=replace(details(cast.area), **kept | changed),
        version=person.version, by=cast.team, at=NOW + timedelta(minutes=minutes),
    )  # fmt: skip


def test_a_child_taken_for_an_adult_gets_the_clocks_of_a_child(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, birth_date=ADULT)
    admit(cast, person)
    correct(cast, person, birth_date=CHILD)
    assert {"oversight-visit-child", "post-admission-cetr"} <= open_rules(person)
    assert not {"oversight-visit-adult", "post-admission-ctr"} & open_rules(person)
    assert Duty.objects.open().get(rule="oversight-visit-child").due_on == date(2027, 1, 4)
    assert Duty.objects.open().get(rule="post-admission-cetr").due_on == date(2026, 12, 6)
    assert not Duty.objects.filter(rule="oversight-visit-adult").exists()
    assert Duty.history.filter(rule="oversight-visit-adult").exists()
    assert Standing.objects.get(person=person).next_due_on <= date(2026, 12, 6)
    assert duties.compare(at=LATER) == []


def test_a_correction_put_back_brings_the_first_clocks_back(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, birth_date=ADULT)
    admit(cast, person)
    before = open_rules(person)
    correct(cast, person, birth_date=CHILD)
    correct(cast, person, minutes=10, birth_date=ADULT)
    assert open_rules(person) == before


def test_an_ehc_plan_that_comes_to_light_makes_it_a_cetr(cast: Cast) -> None:
    person = on_register(
        cast.area, by=cast.team, birth_date=date(2006, 5, 1), ehc_plan=False, level=Level.RED
    )
    assert Duty.objects.open().get(rule="red-cetr").title == "A CTR must take place"
    correct(cast, person, ehc_plan=True)
    assert Duty.objects.open().get(rule="red-cetr").title == "A CETR must take place"
    correct(cast, person, minutes=6, ehc_plan=False)
    admit(cast, person, at=NOW + timedelta(minutes=7))
    correct(cast, person, minutes=10, ehc_plan=True)
    assert "post-admission-ctr" not in open_rules(person)
    assert Duty.objects.open().get(rule="post-admission-cetr").due_on == date(2026, 12, 6)


def test_what_was_met_stays_met_after_a_correction(cast: Cast) -> None:
    from reviews import workflow as reviews
    from tests.reviews.test_record_review import HELD

    person = on_register(cast.area, by=cast.team, birth_date=ADULT)
    admit(cast, person)
    reviews.record_review(person=person, details=HELD, by=cast.team, at=LATER)
    correct(cast, person, minutes=10, birth_date=CHILD)
    assert "post-admission-cetr" not in open_rules(person)
    assert "repeat-cetr" in open_rules(person)


def test_a_change_of_something_else_touches_no_duty(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    admit(cast, person)
    before = list(Duty.objects.order_by("pk").values())
    correct(cast, person, address="1 Elsewhere Road")
    assert list(Duty.objects.order_by("pk").values()) == before


def test_consent_is_asked_again_at_the_corrected_birthday(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, birth_date=ADULT)
    consent.record(person=person, details=a.decision(), by=cast.lead, at=NOW)
    correct(cast, person, birth_date=date(2009, 2, 28))
    assert Duty.objects.open().get(rule="consent-refresh").due_on == date(2027, 2, 28)


def test_a_basis_that_is_not_possible_at_the_corrected_age_no_longer_stands(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, birth_date=ADULT)
    consent.record(person=person, details=a.decision(), by=cast.lead, at=NOW)
    consent.check_basis(person=person, on=LATER.date())
    correct(cast, person, birth_date=CHILD)
    assert Decision.objects.standing(person.pk, on=LATER.date()) is None
    person.refresh_from_db()
    with pytest.raises(RuleBroken, match="age"):
        consent.check_basis(person=person, on=LATER.date())


@pytest.mark.parametrize(
    ("basis", "was", "born", "stands"),
    [
        (Basis.CONSENT, ADULT, date(2010, 11, 23), True),
        (Basis.CONSENT, ADULT, date(2010, 11, 24), False),
        (Basis.PARENTAL, CHILD, date(2010, 11, 24), True),
        (Basis.PARENTAL, CHILD, date(2010, 11, 23), False),
        (Basis.PARENTAL, CHILD, ADULT, False),
    ],
)
def test_a_basis_stands_at_the_ages_that_the_law_knows(
    cast: Cast, basis: Basis, was: date, born: date, stands: bool
) -> None:
    person = on_register(cast.area, by=cast.team, birth_date=was)
    typed = a.decision(basis=basis, child=a.parental() if basis is Basis.PARENTAL else None)
    consent.record(person=person, details=typed, by=cast.lead, at=NOW)
    correct(cast, person, birth_date=born)
    assert (Decision.objects.standing(person.pk, on=NOW.date()) is not None) is stands


def test_the_night_raises_what_is_missing(cast: Cast) -> None:
    from core import events

    kept = list(events._subscribers["register.rated"])
    events._subscribers["register.rated"].clear()
    try:
        person = on_register(cast.area, by=cast.team, level=Level.RED)
    finally:
        events._subscribers["register.rated"].extend(kept)
    tasks.sync()
    assert "red-cetr" in open_rules(person)


def test_beat_works_everyones_duties_out_every_night(settings: Any) -> None:
    names = {one["task"] for one in settings.CELERY_BEAT_SCHEDULE.values()}
    assert "duties.sync" in names
