"""What the register's own policy asks for from an admission to the weeks after a discharge."""

from datetime import date, timedelta

import pytest

from tests.duties.asking import ADULT, CHILD, NOV_2, ask, due


@pytest.mark.parametrize(
    ("birth", "ehc_plan", "visit", "review"),
    [
        ("2011-05-01", None, ("oversight-visit-child", 42), ("post-admission-cetr", 13)),
        ("2009-05-01", False, ("oversight-visit-child", 42), ("post-admission-cetr", 13)),
        ("2008-05-01", True, ("oversight-visit-adult", 56), ("post-admission-cetr", 13)),
        ("2008-05-01", False, ("oversight-visit-adult", 56), ("post-admission-ctr", 27)),
        ("1990-05-01", None, ("oversight-visit-adult", 56), ("post-admission-ctr", 27)),
    ],
)
def test_admission_starts_the_clocks_of_visits_and_reviews(birth, ehc_plan, visit, review):
    facts = {"birth_date": birth, "ehc_plan": ehc_plan, "admitted_on": "2026-11-02"}
    found = due("register.admitted", facts, date(2026, 11, 20))
    found = {rule: day for rule, day in found.items() if rule.startswith(("oversight", "post"))}
    assert found == {rule: NOV_2 + timedelta(days=days) for rule, days in (visit, review)}


def test_age_is_that_of_the_day_of_admission_however_late_it_is_recorded():
    facts = {"birth_date": "2008-11-05", "admitted_on": "2026-11-02"}
    assert "post-admission-cetr" in due("register.admitted", facts, date(2026, 11, 20))


def test_a_community_cetr_leaves_the_next_one_for_three_months():
    facts = CHILD | {
        "admitted_on": "2026-11-30", "cetr_before": True, "cetr_before_on": "2026-11-02",
    }  # fmt: skip
    found = due("register.admitted", facts, date(2026, 11, 30))
    assert "post-admission-cetr" not in found
    assert found["post-admission-cetr-repeat"] == date(2027, 2, 28)


@pytest.mark.parametrize("held", [None, "2020-01-10", "2026-11-01", "2026-12-01"])
def test_a_community_cetr_long_ago_or_without_a_day_does_not_count(held):
    facts = CHILD | {"admitted_on": "2026-11-30", "cetr_before": True, "cetr_before_on": held}
    found = due("register.admitted", facts, date(2026, 11, 30))
    assert found["post-admission-cetr"] == date(2026, 12, 13)
    assert "post-admission-cetr-repeat" not in found


def test_a_visit_counts_only_in_the_stay_that_it_was_made_in():
    facts = ADULT | {"admitted_on": "2026-11-02"}
    earlier = due("register.admitted", facts | {"previous_on": "2026-06-01"}, NOV_2)
    later = due("register.admitted", facts | {"previous_on": "2026-12-01"}, NOV_2)
    assert earlier["oversight-visit-adult"] == date(2026, 12, 28)
    assert later["oversight-visit-adult"] == date(2027, 1, 26)


def test_the_next_visit_is_counted_from_the_last():
    assert due("reviews.visited", CHILD, NOV_2) == {
        "oversight-visit-child-next": NOV_2 + timedelta(days=42)
    }
    facts = ADULT | {"review_kind": "VISIT", "inpatient": True}
    assert due("reviews.held", facts, NOV_2) == {
        "oversight-visit-adult-next": NOV_2 + timedelta(days=56)
    }


@pytest.mark.parametrize(
    ("facts", "rule", "on"),
    [
        (CHILD, "repeat-cetr", date(2027, 2, 28)),
        (CHILD | {"security": "medium"}, "repeat-cetr", date(2027, 2, 28)),
        (
            {"birth_date": "2007-05-01", "ehc_plan": True},
            "repeat-cetr",
            date(2027, 2, 28),
        ),
        (ADULT | {"security": "none"}, "repeat-ctr-not-secure", date(2027, 5, 30)),
        (ADULT | {"security": "non_secure"}, "repeat-ctr-not-secure", date(2027, 5, 30)),
        (ADULT | {"security": "Low Secure"}, "repeat-ctr-secure", date(2027, 11, 30)),
        (ADULT, "repeat-ctr-not-secure", date(2027, 5, 30)),
    ],
)
def test_reviews_in_hospital_are_repeated(facts, rule, on):
    facts = facts | {"admitted_on": "2026-09-01", "previous_on": "2026-11-30"}
    found = due("reviews.held", facts, date(2026, 11, 30))
    assert {name: day for name, day in found.items() if name.startswith("repeat")} == {rule: on}


def test_a_review_in_the_community_is_not_repeated_as_in_hospital():
    facts = CHILD | {"inpatient": False, "review_kind": "CETR"}
    assert due("reviews.held", facts, NOV_2, statute=True) == {
        "cetr-rating-review": NOV_2,
        "cetr-report": date(2026, 11, 15),
    }


def test_red_after_discharge_is_firm_in_lincolnshire_and_a_suggestion_elsewhere():
    for region, rule in (
        ("lincolnshire", "discharge-red-floor-lincolnshire"),
        ("norfolk", "discharge-red-floor"),
        (None, "discharge-red-floor"),
    ):
        found = ask("register.discharged", {"level": "RED", "region": region}, NOV_2)
        (name,) = (one for one in found if one.startswith("discharge-red-floor"))
        assert name == rule
        assert ("suggested" in found[name].duty) is (rule == "discharge-red-floor")


def test_a_laep_stops_no_clock_and_asks_for_the_review_it_does_not_replace():
    facts = {"review_kind": "LEAP", "inpatient": True, "ehc_plan": False}
    child = due("reviews.held", facts | CHILD, NOV_2)
    adult = due("reviews.held", facts | ADULT, NOV_2)
    assert child == {"laep-follow-up-cetr": NOV_2 + timedelta(days=14)}
    assert adult == {"laep-follow-up-ctr": NOV_2 + timedelta(days=28)}


def test_after_discharge_red_stands_for_fourteen_days():
    found = ask("register.discharged", {"level": "RED", "discharged_on": "2026-11-02"}, NOV_2)
    assert found["discharge-red-floor"].due_on == date(2026, 11, 16)
    assert found["discharge-red-floor"].floor
    assert "discharge-new-rating" not in found
    assert due("register.discharged", {}, NOV_2)["discharge-new-rating"] == NOV_2


def test_a_local_rule_needs_its_region():
    assert "blue-keyworker-humber" not in due("register.admitted", CHILD, NOV_2)
    facts = CHILD | {"region": "humber and north yorkshire"}
    assert "blue-keyworker-humber" in due("register.admitted", facts, NOV_2)


def test_blue_given_as_a_rating_starts_the_clocks_of_a_stay():
    found = due("register.rated", CHILD | {"level": "BLUE"}, NOV_2)
    assert set(found) == {"oversight-visit-child", "post-admission-cetr", "blue-review"}
