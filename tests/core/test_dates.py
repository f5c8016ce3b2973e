"""Dates as the rules count them: leap years, month ends, bank holidays, clock changes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import dates

DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        (date(2010, 5, 1), date(2026, 4, 30), 15),
        (date(2010, 5, 1), date(2026, 5, 1), 16),
        (date(2008, 5, 1), date(2026, 4, 30), 17),
        (date(2008, 5, 1), date(2026, 5, 1), 18),
        (date(2000, 5, 1), date(2026, 4, 30), 25),
        (date(2000, 5, 1), date(2026, 5, 1), 26),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2024, 2, 28), 15),
        (date(2008, 2, 29), date(2024, 2, 29), 16),
        (date(2026, 1, 1), date(2026, 1, 1), 0),
    ],
)
def test_age_changes_on_the_birthday(birth, on, age):
    assert dates.age_on(birth, on) == age


def test_nobody_has_an_age_before_birth():
    with pytest.raises(ValueError, match="before birth"):
        dates.age_on(date(2026, 1, 2), date(2026, 1, 1))


@given(DAYS, st.integers(0, 99))
def test_the_birthday_is_the_first_day_of_its_age(birth, years):
    birthday = dates.birthday_on(birth, years)
    assert dates.age_on(birth, birthday) == years
    if years:
        assert dates.age_on(birth, birthday - timedelta(days=1)) == years - 1


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 10, 15), 3, date(2027, 1, 15)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
    ],
)
def test_months_end_within_their_month(day, months, then):
    assert dates.add_months(day, months) == then


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        (date(2026, 3, 2), 2, date(2026, 3, 4)),  # a Monday
        (date(2026, 3, 6), 2, date(2026, 3, 10)),  # a Friday
        (date(2026, 3, 7), 2, date(2026, 3, 10)),  # a Saturday
        (date(2026, 3, 7), 0, date(2026, 3, 9)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # the Thursday before Easter
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # Boxing Day moved to Monday
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
        (date(2026, 8, 28), 1, date(2026, 9, 1)),  # the summer bank holiday
        (date(2026, 5, 1), 1, date(2026, 5, 5)),  # early May
        (date(2026, 3, 16), 1, date(2026, 3, 17)),  # St Patrick's Day is not England's
        (date(2026, 7, 31), 1, date(2026, 8, 3)),  # nor is Scotland's August Monday
    ],
)
def test_working_days_pass_over_weekends_and_bank_holidays(day, count, then):
    assert dates.add_working_days(day, count) == then


def test_working_days_are_not_counted_backwards():
    with pytest.raises(ValueError, match="negative"):
        dates.add_working_days(date(2026, 3, 2), -1)


def test_days_beginning_with_a_day_count_that_day():
    assert dates.days_beginning_with(date(2026, 11, 2), 14) == date(2026, 11, 15)
    assert dates.days_beginning_with(date(2026, 11, 2), 28) == date(2026, 11, 29)
    assert dates.days_beginning_with(date(2026, 11, 2), 1) == date(2026, 11, 2)


@pytest.mark.parametrize(
    ("anchor", "day", "number", "first", "last"),
    [
        (date(2026, 11, 10), date(2026, 11, 10), 1, date(2026, 11, 10), date(2027, 11, 9)),
        (date(2026, 11, 10), date(2027, 11, 9), 1, date(2026, 11, 10), date(2027, 11, 9)),
        (date(2026, 11, 10), date(2027, 11, 10), 2, date(2027, 11, 10), date(2028, 11, 9)),
        (date(2024, 2, 29), date(2025, 2, 28), 1, date(2024, 2, 29), date(2025, 2, 28)),
        (date(2024, 2, 29), date(2025, 3, 1), 2, date(2025, 3, 1), date(2026, 2, 28)),
        (date(2024, 2, 29), date(2028, 2, 29), 5, date(2028, 2, 29), date(2029, 2, 28)),
    ],
)
def test_windows_stay_where_the_anchor_put_them(anchor, day, number, first, last):
    assert dates.window_holding(anchor, day) == dates.Window(number, first, last)


@given(DAYS, st.integers(0, 6000), st.sampled_from([1, 3, 6, 12]))
def test_every_day_lies_in_one_window_and_windows_touch(anchor, ahead, months):
    day = anchor + timedelta(days=ahead)
    holding = dates.window_holding(anchor, day, months=months)
    assert holding.first <= day <= holding.last
    after = dates.window(anchor, holding.number + 1, months=months)
    assert after.first == holding.last + timedelta(days=1)


@given(DAYS, DAYS, st.integers(0, 60))
def test_a_later_start_never_gives_an_earlier_end(one, other, count):
    early, late = sorted([one, other])
    assert dates.add_months(early, count) <= dates.add_months(late, count)
    assert dates.add_working_days(early, count) <= dates.add_working_days(late, count)


def test_the_local_day_follows_the_clock_change():
    assert dates.local_day(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == date(2026, 7, 2)
    assert dates.local_day(datetime(2026, 12, 1, 23, 30, tzinfo=UTC)) == date(2026, 12, 1)
    assert dates.local_day(datetime(2026, 10, 24, 23, 30, tzinfo=UTC)) == date(2026, 10, 25)
    assert dates.local_day(datetime(2026, 10, 25, 23, 30, tzinfo=UTC)) == date(2026, 10, 25)
    with pytest.raises(ValueError, match="time zone"):
        dates.local_day(datetime(2026, 7, 1))
