"""The days that the rules give: leap years, month ends, clock changes, bank holidays, birthdays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import birthday_on
from duties.policy import Facts, Policy, duties_for, load
from duties.policy.due import Due, age_reached

POLICY = load()
DAYS = st.dates(date(1990, 1, 1), date(2070, 12, 31))
BIRTHS = st.dates(date(1950, 1, 1), date(2030, 12, 31))


def day(rule: Due, at: date, **facts: object) -> date | None:
    return rule.answer(Facts.read(facts), at).on


@pytest.mark.parametrize(
    ("kind", "amount", "at", "on"),
    [
        ("months", 1, date(2027, 1, 31), date(2027, 2, 28)),  # a short month
        ("months", 1, date(2028, 1, 31), date(2028, 2, 29)),  # a leap year
        ("months", 12, date(2028, 2, 29), date(2029, 2, 28)),
        ("months", 3, date(2026, 11, 30), date(2027, 2, 28)),
        ("months", 6, date(2026, 8, 31), date(2027, 2, 28)),
        ("days", 14, date(2028, 2, 20), date(2028, 3, 5)),  # over the 29th of February
        ("days", 14, date(2027, 2, 20), date(2027, 3, 6)),
        ("days", 7, date(2026, 10, 22), date(2026, 10, 29)),  # the clocks go back on the 25th
        ("days", 7, date(2027, 3, 25), date(2027, 4, 1)),  # and forward on the 28th
        ("days", 42, date(2026, 11, 23), date(2027, 1, 4)),
        ("days", 56, date(2026, 11, 23), date(2027, 1, 18)),
        ("days_beginning_with", 14, date(2026, 11, 2), date(2026, 11, 15)),
        ("days_beginning_with", 28, date(2026, 11, 2), date(2026, 11, 29)),
        ("days_beginning_with", 28, date(2028, 2, 2), date(2028, 2, 29)),
        ("working_days", 2, date(2026, 12, 24), date(2026, 12, 30)),  # Boxing Day moved to Monday
        ("working_days", 1, date(2027, 3, 25), date(2027, 3, 30)),  # Good Friday, Easter Monday
        ("working_days", 1, date(2027, 4, 30), date(2027, 5, 4)),  # the early May holiday
        ("working_days", 2, date(2026, 8, 28), date(2026, 9, 2)),  # the summer bank holiday
        ("working_days", 1, date(2026, 12, 31), date(2027, 1, 4)),  # New Year's Day, a Friday
    ],
)  # fmt: skip
def test_a_date_rule_names_the_day(kind: str, amount: int, at: date, on: date) -> None:
    assert day(Due(kind, amount, "event"), at) == on


@pytest.mark.parametrize(
    ("birth", "age", "on"),
    [
        (date(2010, 5, 17), 16 * 12, date(2026, 5, 17)),
        (date(2008, 2, 29), 16 * 12, date(2024, 2, 29)),  # a leap year has the day
        (date(2008, 2, 29), 17 * 12, date(2025, 3, 1)),  # another has not
        (date(2008, 2, 29), 18 * 12, date(2026, 3, 1)),
        (date(2000, 2, 29), 26 * 12, date(2026, 3, 1)),
        (date(2008, 2, 29), 17 * 12 + 6, date(2025, 8, 29)),
        (date(2008, 8, 31), 17 * 12 + 6, date(2026, 3, 1)),  # there is no 31st of February
        (date(2008, 5, 31), 17 * 12 + 9, date(2026, 3, 1)),
        (date(2010, 1, 31), 17 * 12 + 3, date(2027, 5, 1)),
    ],
)
def test_an_age_is_reached_on_the_day(birth: date, age: int, on: date) -> None:
    assert age_reached(birth, age) == on
    assert day(Due("at_age", age, "event"), date(2020, 1, 1), birth_date=birth) == on


@pytest.mark.parametrize(
    ("birth", "at", "asked"),
    [
        (date(2008, 11, 24), date(2026, 11, 23), True),  # eighteen tomorrow
        (date(2008, 11, 23), date(2026, 11, 23), False),  # eighteen today
        (date(2008, 2, 29), date(2026, 2, 28), True),
        (date(2008, 2, 29), date(2026, 3, 1), False),
        (date(2010, 11, 23), date(2026, 11, 23), True),  # sixteen today
        (date(2010, 11, 24), date(2026, 11, 23), False),  # not yet sixteen
    ],
)
def test_the_adult_decision_is_asked_for_at_sixteen_and_seventeen(
    birth: date, at: date, asked: bool
) -> None:
    facts = {"level": "GREEN", "birth_date": birth}
    found = {one.rule: one for one in duties_for(POLICY, "register.rated", facts, at)}
    assert ("adult-decision-18" in found) is asked
    if asked:
        assert found["adult-decision-18"].due_on == birthday_on(birth, 18)


@pytest.mark.parametrize(
    ("birth", "at", "review", "last"),
    [
        (date(2008, 11, 24), date(2026, 11, 23), "post-admission-cetr", date(2026, 12, 6)),
        (date(2008, 11, 23), date(2026, 11, 23), "post-admission-ctr", date(2026, 12, 20)),
        (date(2008, 2, 29), date(2026, 2, 28), "post-admission-cetr", date(2026, 3, 13)),
        (date(2008, 2, 29), date(2026, 3, 1), "post-admission-ctr", date(2026, 3, 28)),
    ],
)
def test_the_review_after_admission_turns_on_the_eighteenth_birthday(
    birth: date, at: date, review: str, last: date
) -> None:
    facts = {"birth_date": birth, "admitted_on": at, "ehc_plan": False}
    found = {one.rule: one.due_on for one in duties_for(POLICY, "register.admitted", facts, at)}
    assert found[review] == last


@pytest.mark.parametrize(
    ("birth", "asked"),
    [
        (date(2000, 11, 24), True),  # 25, and 26 tomorrow
        (date(2000, 11, 23), False),  # 26 today
        (date(2000, 2, 29), False),
    ],
)
def test_the_keyworker_is_asked_for_until_the_day_before_the_26th_birthday(
    birth: date, asked: bool
) -> None:
    facts = {"level": "RED", "birth_date": birth}
    at = date(2026, 11, 23)
    found = {one.rule for one in duties_for(POLICY, "register.rated", facts, at)}
    assert ("red-keyworker" in found) is asked


def test_what_an_age_asks_for_has_no_date_without_a_birth_date() -> None:
    answer = Due("at_age", 18 * 12, "event").answer(Facts(), date(2026, 11, 23))
    assert answer.on is None
    assert answer.missing == ("birth_date",)


@given(
    st.sampled_from(["days", "working_days", "days_beginning_with", "months"]),
    st.integers(1, 60),
    DAYS,
    DAYS,
    st.lists(st.integers(1, 40), max_size=3).map(tuple),
    BIRTHS,
)
def test_a_later_trigger_never_gives_an_earlier_date(
    kind: str, amount: int, one: date, other: date, birthdays: tuple[int, ...], birth: date
) -> None:
    early, late = sorted([one, other])
    taken = birthdays if kind in {"days", "months"} else ()
    rule = Due(kind, amount, "event", taken)
    first, second = day(rule, early, birth_date=birth), day(rule, late, birth_date=birth)
    assert first is not None
    assert second is not None
    assert first <= second
    assert first >= early


@given(st.integers(1, 36), DAYS, st.integers(0, 4000), st.integers(0, 400))
def test_a_later_repeat_never_brings_the_next_window_forward(
    months: int, first: date, after: int, later: int
) -> None:
    rule = Due("window_months", months, "first_meeting_on")
    held = first + timedelta(days=after)
    due = day(rule, held, first_meeting_on=first)
    due_later = day(rule, held + timedelta(days=later), first_meeting_on=first)
    assert due is not None
    assert due_later is not None
    assert due <= due_later
    assert due > held


@given(BIRTHS, st.integers(1, 1200))
def test_nobody_reaches_a_greater_age_sooner(birth: date, months: int) -> None:
    assert age_reached(birth, months) <= age_reached(birth, months + 1)
    assert age_reached(birth, 12 * 18) == birthday_on(birth, 18)


@pytest.mark.parametrize(
    ("facts", "held"),
    [
        ({"inpatient": True}, ("hospital", None)),
        ({"inpatient": False}, ("community", None)),
        ({"security": "low"}, ("hospital", "low")),
        ({"security": "non_secure"}, ("hospital", "none")),
        ({"security": "acute"}, ("hospital", "none")),
        ({"security": "secure"}, ("hospital", None)),
        ({}, (None, None)),
    ],
)
def test_where_somebody_is_follows_from_what_is_known(
    facts: dict[str, object], held: tuple[str | None, str | None]
) -> None:
    known = Facts.read(facts)
    assert (known.setting, known.security_level) == held


def test_a_region_is_known_by_its_code_or_its_name() -> None:
    for told in ("lincolnshire", "Lincolnshire", " LINCOLNSHIRE "):
        facts = {"level": "RED", "birth_date": date(2012, 1, 1), "region": told}
        found = duties_for(POLICY, "register.discharged", facts, date(2026, 11, 23))
        assert "discharge-support-lincolnshire" in {one.rule for one in found}


def test_two_versions_of_a_rule_follow_each_other_by_their_dates(tmp_path) -> None:
    old = """
jurisdiction = "local"

[[rule]]
id = "one"
title = "Do one thing"
event = "register.rated"
due = { days = 14 }
met_by = [{ event = "reviews.held" }]
certainty = "U"
source = "S1 the poster"
basis = "Because."
effective_to = 2026-12-31
"""
    new = old.split("\n", 3)[3].replace("days = 14", "days = 7")
    new = new.replace("effective_to = 2026-12-31", "effective_from = 2027-01-01")
    (tmp_path / "a.toml").write_text(old + new, encoding="utf-8")
    found: Policy = load(tmp_path)
    last, first = date(2026, 12, 31), date(2027, 1, 1)
    assert duties_for(found, "register.rated", {}, last)[0].due_on == date(2027, 1, 14)
    assert duties_for(found, "register.rated", {}, first)[0].due_on == date(2027, 1, 8)
