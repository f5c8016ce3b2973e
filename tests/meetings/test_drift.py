"""What drifts while nobody looks: the rules, alone and for any dates."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.drift import (
    Drift,
    Known,
    Looked,
    Sign,
    draw,
    plan_ends_on,
    signs,
    week_of,
)

ON = date(2027, 3, 1)
AREA = uuid4()


def known(**changed: Any) -> Known:
    """Return somebody about whom nothing has drifted."""
    given: dict[str, Any] = {
        "person_id": UUID(int=1), "area_id": AREA, "birth_date": date(1990, 1, 1),
        "ehc_plan": None, "entered_on": date(2027, 2, 1), "rated_on": date(2027, 2, 1),
        "has_lead": True, "lead_active": True, "tool_on": date(2027, 1, 25),
        "contact_on": date(2027, 2, 20), "consent_review_on": date(2028, 1, 1), "partners": 2,
        "partners_confirmed_on": date(2027, 2, 1),
    }  # fmt: skip
    return Known(**given | changed)


def found(one: Known, on: date = ON) -> list[Sign]:
    return [drift.sign for drift in signs(one, on=on)]


def test_nothing_has_drifted_about_somebody_new() -> None:
    assert found(known()) == []


@pytest.mark.parametrize(
    ("changed", "sign"),
    [
        ({"has_lead": False, "lead_active": False}, Sign.NO_LEAD),
        ({"lead_active": False}, Sign.LEAD_LEFT),
        ({"partners": 0}, Sign.NO_PARTNERS),
        ({"partners_confirmed_on": date(2026, 3, 1)}, Sign.PARTNERS_OLD),
        ({"rated_on": date(2026, 9, 1)}, Sign.UNCHANGED),
        ({"tool_on": date(2026, 3, 1)}, Sign.TOOL_OLD),
        ({"tool_on": None, "entered_on": date(2026, 3, 1)}, Sign.TOOL_OLD),
        ({"contact_on": date(2026, 11, 1), "rated_on": date(2026, 10, 1)}, Sign.NO_CONTACT),
        ({"consent_review_on": date(2027, 4, 26)}, Sign.CONSENT_OLD),
        ({"consent_review_on": date(2026, 4, 26)}, Sign.CONSENT_OLD),
        ({"birth_date": date(2009, 9, 2)}, Sign.TURNING_17_HALF),
        ({"birth_date": date(2009, 3, 1)}, Sign.TURNING_18),
        ({"birth_date": date(2009, 9, 1)}, Sign.TURNING_18),
        ({"birth_date": date(2002, 3, 2)}, Sign.TURNING_25),
        ({"birth_date": date(2001, 8, 1), "ehc_plan": True}, Sign.PLAN_ENDS),
    ],
)
def test_each_sign_on_its_own(changed: dict[str, Any], sign: Sign) -> None:
    assert sign in found(known(**changed))


@pytest.mark.parametrize(
    ("changed", "sign"),
    [
        ({"partners_confirmed_on": date(2026, 3, 2)}, Sign.PARTNERS_OLD),
        ({"rated_on": date(2026, 9, 2)}, Sign.UNCHANGED),
        ({"tool_on": date(2026, 3, 2)}, Sign.TOOL_OLD),
        ({"contact_on": date(2026, 11, 2)}, Sign.NO_CONTACT),
        ({"contact_on": None}, Sign.NO_CONTACT),
        ({"consent_review_on": date(2027, 4, 27)}, Sign.CONSENT_OLD),
        ({"consent_review_on": None}, Sign.CONSENT_OLD),
        ({"birth_date": date(2009, 2, 28)}, Sign.TURNING_18),
        ({"birth_date": date(2009, 9, 2)}, Sign.TURNING_18),
        ({"birth_date": date(2001, 8, 1), "ehc_plan": None}, Sign.PLAN_ENDS),
    ],
)
def test_a_day_sooner_is_no_sign(changed: dict[str, Any], sign: Sign) -> None:
    assert sign not in found(known(**changed))


@pytest.mark.parametrize(
    ("born", "ends"),
    [
        (date(2002, 7, 31), date(2027, 7, 31)),
        (date(2002, 8, 1), date(2028, 7, 31)),
        (date(2004, 2, 29), date(2029, 7, 31)),
    ],
)
def test_a_plan_ends_with_the_school_year_of_the_twenty_fifth_birthday(
    born: date, ends: date
) -> None:
    assert plan_ends_on(born) == ends


def test_born_on_29_february_turns_18_on_1_march() -> None:
    leap = known(birth_date=date(2008, 2, 29))
    assert Drift(Sign.TURNING_18, date(2026, 3, 1)) in signs(leap, on=date(2026, 2, 28))


def test_the_weightiest_are_drawn_and_then_the_oldest_rating() -> None:
    people = [
        known(person_id=UUID(int=1), rated_on=date(2026, 8, 1)),
        known(person_id=UUID(int=2), rated_on=date(2026, 2, 1)),
        known(person_id=UUID(int=3), has_lead=False),
        known(person_id=UUID(int=4)),
    ]
    drawn = [one.person_id.int for one in draw(people, on=ON, size=2)]
    assert drawn == [3, 2]
    assert [one.person_id.int for one in draw(people, on=ON, size=9)] == [3, 2, 1]


DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
PEOPLE = st.builds(
    known,
    person_id=st.uuids(),
    birth_date=st.dates(date(1950, 1, 1), date(2019, 1, 1)),
    ehc_plan=st.none() | st.booleans(),
    entered_on=DAYS,
    rated_on=DAYS,
    has_lead=st.booleans(),
    lead_active=st.booleans(),
    tool_on=st.none() | DAYS,
    contact_on=st.none() | DAYS,
    consent_review_on=st.none() | DAYS,
    partners=st.integers(0, 3),
    partners_confirmed_on=st.none() | DAYS,
)


@given(st.lists(PEOPLE, max_size=6), st.randoms(use_true_random=False), st.integers(0, 4))
def test_the_same_people_give_the_same_sample_in_any_order(
    people: list[Known], chance: Any, size: int
) -> None:
    shuffled = list(people)
    chance.shuffle(shuffled)
    first = draw(people, on=ON, size=size)
    assert draw(shuffled, on=ON, size=size) == first
    assert len(first) <= size
    assert all(one.drifts for one in first)


@given(PEOPLE, st.integers(0, 400))
def test_what_nobody_has_done_for_long_stays_a_sign_until_somebody_does_it(
    one: Known, days: int
) -> None:
    lasting = {Sign.NO_LEAD, Sign.LEAD_LEFT, Sign.NO_CONTACT, Sign.CONSENT_OLD, Sign.UNCHANGED}
    lasting |= {Sign.NO_PARTNERS, Sign.PARTNERS_OLD, Sign.TOOL_OLD}
    later = ON + timedelta(days=days)
    assert set(found(one)) & lasting <= set(found(one, later))


@given(PEOPLE)
def test_a_sign_is_kept_and_read_again_and_has_words(one: Known) -> None:
    for drift in signs(one, on=ON):
        assert Drift.kept(drift.as_dict()) == drift
        assert drift.words
        assert drift.sign.weight > 0


def test_the_week_begins_on_monday_and_every_outcome_has_a_label() -> None:
    assert week_of(date(2027, 3, 7)) == ON
    assert week_of(ON) == ON
    assert all(one.label for one in Looked)
    assert replace(known(), partners=0).partners == 0
