"""What the statute asks for once it has begun: for which people, and counted from which day."""

from datetime import date

import pytest

from tests.duties.asking import ADULT, CHILD, NOV_2, due


@pytest.mark.parametrize(
    ("person", "rule", "on"),
    [
        (CHILD, "s125a-cetr", date(2026, 11, 15)),
        ({"birth_date": "2007-05-01", "ehc_plan": True}, "s125a-cetr", date(2026, 11, 15)),
        ({"birth_date": "2007-05-01", "ehc_plan": False}, "s125b-ctr", date(2026, 11, 29)),
        (ADULT, "s125b-ctr", date(2026, 11, 29)),
    ],
)
def test_the_statutory_clock_counts_the_applicable_day(person, rule, on):
    facts = person | {"detained": True, "admitted_on": "2026-10-01", "applicable_on": "2026-11-02"}
    found = due("register.admitted", facts, NOV_2, statute=True)
    assert {name: day for name, day in found.items() if name.startswith("s125")} == {rule: on}
    assert not any(name.startswith("s125") for name in due("register.admitted", facts, NOV_2))


def test_later_recognition_moves_the_applicable_day_and_earlier_does_not():
    facts = ADULT | {"detained": True, "applicable_on": "2026-11-02"}
    later = facts | {"recognised_on": "2026-11-20"}
    earlier = facts | {"recognised_on": "2026-10-20"}
    assert due("register.admitted", later, NOV_2, True)["s125b-ctr"] == date(2026, 12, 17)
    assert due("register.admitted", earlier, NOV_2, True)["s125b-ctr"] == date(2026, 11, 29)


@pytest.mark.parametrize("fact", [{"detained": False}, {"consent": False}])
def test_statute_leaves_out_who_is_not_detained_or_does_not_consent(fact):
    facts = CHILD | {"detained": True, "admitted_on": "2026-11-02"} | fact
    found = due("register.admitted", facts, NOV_2, statute=True)
    assert not any(name.startswith("s125") for name in found)
    assert "post-admission-cetr" in found


@pytest.mark.parametrize(
    ("previous", "on"),
    [
        ("2026-11-10", date(2027, 11, 9)),
        ("2027-06-01", date(2028, 11, 9)),
        ("2027-11-09", date(2028, 11, 9)),
        ("2027-11-10", date(2029, 11, 9)),
    ],
)
def test_statutory_repeats_are_anchored_on_the_first_meeting(previous, on):
    facts = ADULT | {
        "detained": True,
        "first_meeting_on": "2026-11-10",
        "previous_on": previous,
    }
    found = due("reviews.held", facts, date.fromisoformat(previous), statute=True)
    assert found["s125-repeat"] == on


def test_statute_begins_on_the_day_that_an_administrator_sets():
    facts = CHILD | {"detained": True}
    begins = date(2026, 11, 3)
    assert "s125a-cetr" not in due("register.admitted", facts, NOV_2, commenced_on=begins)
    assert "s125a-cetr" in due("register.admitted", facts, begins, commenced_on=begins)
