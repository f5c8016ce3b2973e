"""Comparing and syncing everyone: twice changes nothing, in as many queries for many as for one."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import events
from duties import workflow as duties
from duties.models import Duty
from duties.workflow.syncing import people_of_duties
from register import workflow as register
from register.models import InpatientStanding, Person
from register.rules import ClosureReason, Level
from tests.conftest import Cast
from tests.duties.test_duties import admit, open_rules, rate
from tests.factories import NOW, on_register
from tests.referrals import given as referral

BIRTHS = [date(2011, 3, 1), date(2009, 2, 28), date(2004, 2, 29), date(1980, 7, 1)]
STEPS = ["RED", "AMBER", "GREEN", "admit", "discharge", "partner", "lose"]


def step(cast: Cast, person: Person, what: str, at: Any) -> None:
    """Do one thing that can be done now; what cannot is passed over."""
    stay = person.stays.filter(discharged_on__isnull=True).first()
    if what in Level.__members__:
        rate(cast, person, Level(what), at)
    elif what == "admit" and stay is None:
        admit(cast, person, at=at)
    elif what == "discharge" and stay is not None:
        register.discharge(
            stay=stay, discharged_on=at.date(), destination="Home", level=Level.RED,
            reason="High risk", by=cast.team, at=at,
        )  # fmt: skip
    elif what == "partner":
        register.name_partner(
            person=person, name="Sam", part="Nurse", by=cast.team, at=at, attends_cetr=True
        )
    elif what == "lose":  # what follows is lost, as if a worker had died
        dropping(lambda: rate(cast, person, Level.RED, at))


@settings(
    max_examples=12,
    suppress_health_check=[
        *settings.default.suppress_health_check,
        HealthCheck.function_scoped_fixture,
    ],
)
@given(st.sampled_from(BIRTHS), st.lists(st.sampled_from(STEPS), max_size=5))
def test_reconciling_twice_changes_nothing(cast: Cast, birth: date, steps: list[str]) -> None:
    person = on_register(cast.area, by=cast.team, birth_date=birth, level=Level.GREEN)
    at = NOW
    for what in steps:
        at += timedelta(hours=1)
        step(cast, person, what, at)
    if "lose" not in steps:
        found = [one for one in duties.compare(at=at) if one.person_id == person.pk]
        assert found == []
        assert duties.compare(at=at) == []
    duties.sync_everyone(at=at + timedelta(hours=1))
    before = list(Duty.objects.order_by("pk").values())
    assert duties.compare(at=at + timedelta(hours=2)) == []
    assert list(Duty.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_many_people_take_as_many_queries_as_few(cast: Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            duties.compare(at=NOW + timedelta(days=1))
        return len(seen)

    def some(count: int) -> None:
        for number in range(count):
            person = on_register(cast.area, by=cast.team, level=list(Level)[number % 3])
            if number % 4 == 0:
                admit(cast, person)
            referral.sent(cast, level=Level.RED)

    some(4)
    few = asked()
    some(8)
    assert asked() == few


def test_everybody_is_reached_batch_after_batch(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("duties.workflow.syncing._CHUNK", 2)
    people = {on_register(cast.area, by=cast.team).pk for _ in range(5)}
    batches = list(people_of_duties())
    assert [len(batch) for batch in batches] == [2, 2, 1]
    assert {person.pk for batch in batches for person in batch} == people


def test_somebody_restricted_is_left_alone(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    register.restrict(person_id=person.pk, by=cast.team, at=NOW)
    assert list(people_of_duties()) == []


def test_a_duty_on_the_wrong_worklist_is_put_on_the_right_one(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    Duty.objects.filter(person=person).update(area=cast.other_area)
    duties.sync_everyone(at=NOW)
    assert set(Duty.objects.values_list("area", flat=True)) == {cast.area.pk}


def test_the_list_of_inpatients_knows_the_next_visit_and_review(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    admit(cast, person)
    row = InpatientStanding.objects.get(person=person)
    assert (row.visit_due_on, row.cetr_due_on) == (date(2027, 1, 18), date(2026, 12, 20))
    assert row.due_on == date(2026, 12, 20)


def test_a_corrected_admission_moves_the_clocks_of_the_stay(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    admit(cast, person)
    stay = person.stays.get()
    correction: Callable[..., Any] = register.StayCorrection
    register.correct_stay(
        why="Read wrong", stay=stay,
        details=correction(
            hospital=stay.hospital, admitted_on=NOW.date() - timedelta(days=10),
            security=stay.security, planned=False, commissioner=stay.commissioner,
        ),
        version=stay.version, by=cast.team, at=NOW + timedelta(hours=1),
    )  # fmt: skip
    assert Duty.objects.open().get(rule="oversight-visit-adult").due_on == date(2027, 1, 8)
    assert Duty.objects.open().get(rule="post-admission-ctr").due_on == date(2026, 12, 10)
    assert InpatientStanding.objects.get(person=person).visit_due_on == date(2027, 1, 8)
    assert "oversight-visit-adult" in open_rules(person)
    assert duties.compare(at=NOW + timedelta(hours=2)) == []


def test_the_night_asks_for_adulthood_of_somebody_who_grew_up_without_an_event(cast: Cast) -> None:
    born = date(2011, 3, 1)  # 15 when rated
    person = on_register(cast.area, by=cast.team, level=Level.GREEN, birth_date=born)
    growing = {"turning-18-17", "turning-18-17-6", "turning-18-17-9", "adult-decision-18"}
    duties.sync_everyone(at=NOW + timedelta(days=1))
    assert not growing & open_rules(person)
    sixteen = NOW + timedelta(days=110)
    duties.sync_everyone(at=sixteen)
    assert growing <= open_rules(person)
    assert Duty.objects.get(rule="adult-decision-18").due_on == date(2029, 3, 1)
    assert duties.compare(at=sixteen + timedelta(days=1)) == []


def test_a_plan_is_asked_for_by_its_day_even_where_the_night_comes_late(
    cast: Cast,
) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.GREEN, birth_date=date(2011, 3, 1))
    nearly = NOW + timedelta(days=800)  # 31 January 2029
    duties.sync_everyone(at=nearly)
    growing = {"turning-18-17", "turning-18-17-6", "turning-18-17-9", "adult-decision-18"}
    assert growing <= open_rules(person)
    assert Duty.objects.get(rule="turning-18-17").due_on == date(2028, 3, 1)


def test_what_the_night_asked_at_sixteen_outlasts_a_corrected_plan(cast: Cast) -> None:
    from tests.duties.test_correct import correct

    person = on_register(
        cast.area, by=cast.team, level=Level.GREEN, birth_date=date(2011, 3, 1), ehc_plan=False
    )
    duties.sync_everyone(at=NOW + timedelta(days=110))
    correct(cast, person, minutes=160_000, ehc_plan=True)
    assert "adult-decision-18" in open_rules(person)


def test_partners_named_before_green_are_not_asked_for_again_by_the_night(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    register.name_partner(
        person=person, name="Sam", part="Nurse", by=cast.team, at=NOW, attends_cetr=True
    )
    rate(cast, person, Level.GREEN, NOW + timedelta(hours=1))
    assert duties.compare(at=NOW + timedelta(hours=2)) == []


def test_what_a_correction_did_not_reach_is_told_and_left(cast: Cast) -> None:
    from tests.duties.test_correct import correct

    person = on_register(cast.area, by=cast.team, birth_date=date(1990, 5, 17), level=Level.RED)
    admit(cast, person)
    kept = list(events._subscribers["register.person_updated"])
    events._subscribers["register.person_updated"].clear()
    try:
        correct(cast, person, birth_date=date(2012, 3, 1))
    finally:
        events._subscribers["register.person_updated"].extend(kept)
    before = list(Duty.objects.order_by("pk").values())
    found = {one.rule: one.what for one in duties.compare(at=NOW + timedelta(hours=1))}
    assert found["oversight-visit-child"] == "redate"
    assert found["post-admission-cetr"] == "redate"
    assert list(Duty.objects.order_by("pk").values()) == before


def test_a_day_that_a_correction_did_not_reach_is_told(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    admit(cast, person)
    stay = person.stays.get()
    kept = list(events._subscribers["register.stay_corrected"])
    events._subscribers["register.stay_corrected"].clear()
    try:
        register.correct_stay(
            why="Read wrong", stay=stay,
            details=register.StayCorrection(
                hospital=stay.hospital, admitted_on=NOW.date() - timedelta(days=10),
                security=stay.security, planned=False, commissioner=stay.commissioner,
            ),
            version=stay.version, by=cast.team, at=NOW + timedelta(hours=1),
        )  # fmt: skip
    finally:
        events._subscribers["register.stay_corrected"].extend(kept)
    (found,) = [
        one
        for one in duties.compare(at=NOW + timedelta(hours=2))
        if one.rule == "oversight-visit-adult"
    ]
    assert found.what == "redate"
    assert (found.was_due_on, found.due_on) == (date(2027, 1, 18), date(2027, 1, 8))


def dropping(do: Callable[[], Any]) -> Any:
    """Do something of which nothing follows, as if a worker had died."""
    with mock.patch("duties.workflow.ask_for_sync"):
        return do()


def test_somebody_who_waits_for_triage_is_looked_at_too(cast: Cast) -> None:
    sent = dropping(lambda: referral.sent(cast, level=Level.RED))
    assert "referral-triage-red" not in open_rules(sent.person)
    assert duties.sync_everyone(at=NOW + timedelta(hours=1)) == 1
    assert "referral-triage-red" in open_rules(sent.person)
    assert duties.compare(at=NOW + timedelta(hours=2)) == []


def test_what_was_asked_before_somebody_left_is_not_asked_while_they_wait(cast: Cast) -> None:
    born = date(2004, 1, 1)  # 23 in the new year, when the plan's end is asked for
    people = [
        on_register(cast.area, by=cast.team, level=Level.GREEN, birth_date=born, ehc_plan=True)
        for _ in range(2)
    ]
    left = people[0]
    register.close(
        person=left, reason=ClosureReason.STEPPED_DOWN, by=cast.team,
        at=NOW + timedelta(minutes=1),
    )  # fmt: skip
    sent = referral.sent(
        cast, level=Level.GREEN, nhs_number=left.nhs_number, family_name=left.family_name,
        birth_date=born.isoformat(), at=NOW + timedelta(minutes=2),
    )  # fmt: skip
    assert sent.person_id == left.pk
    duties.sync_everyone(at=NOW + timedelta(days=110))
    asked = Duty.objects.open().filter(rule="ehc-plan-ends")
    assert [one.person_id for one in asked] == [people[1].pk]
