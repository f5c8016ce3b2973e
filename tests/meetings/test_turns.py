"""When the meetings of a series are: days, bank holidays, the changes of the clocks."""

from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import LOCAL_ZONE, is_working_day
from core.errors import RuleBroken
from meetings.rules.series import (
    Cadence,
    Holiday,
    Nth,
    Pattern,
    Weekday,
    check_pattern,
    moment,
    slots,
)

DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))
PATTERNS = st.builds(
    Pattern,
    cadence=st.sampled_from(Cadence),
    weekday=st.sampled_from(Weekday),
    first_on=DAYS,
    holiday=st.sampled_from(Holiday),
    nth=st.sampled_from(Nth),
)
YEAR = timedelta(days=366)


@given(PATTERNS, st.integers(0, 400), st.integers(0, 400))
def test_asked_in_parts_the_same_slots_come_out(pattern: Pattern, a: int, b: int) -> None:
    first, last = pattern.first_on, pattern.first_on + 2 * YEAR
    cut = first + timedelta(days=a)
    whole = list(slots(pattern, since=first, until=last))
    before = list(slots(pattern, since=first, until=cut))
    after = list(slots(pattern, since=cut + timedelta(days=1), until=last))
    assert before + after == whole
    later = first + timedelta(days=b)
    assert list(slots(pattern, since=later, until=last)) == [
        one for one in whole if one.on >= later
    ]


@given(PATTERNS)
def test_every_slot_is_on_its_weekday_and_meets_on_a_working_day_or_not_at_all(
    pattern: Pattern,
) -> None:
    for one in slots(pattern, since=pattern.first_on, until=pattern.first_on + YEAR):
        assert one.on >= pattern.first_on
        assert one.on.weekday() == int(pattern.weekday)
        if one.meets_on is None:
            assert pattern.holiday is Holiday.SKIP
            assert not is_working_day(one.on)
        else:
            assert is_working_day(one.meets_on)
            assert timedelta() <= one.meets_on - one.on <= timedelta(days=5)


@given(PATTERNS)
def test_a_month_has_one_slot_and_weeks_have_their_distance(pattern: Pattern) -> None:
    days = [one.on for one in slots(pattern, since=pattern.first_on, until=pattern.first_on + YEAR)]
    if pattern.cadence is Cadence.MONTHLY:
        months = [(day.year, day.month) for day in days]
        assert len(months) == len(set(months))
        assert len(months) in {11, 12, 13}
    else:
        step = timedelta(days=7 if pattern.cadence is Cadence.WEEKLY else 14)
        assert {b - a for a, b in pairwise(days)} == {step}


@given(DAYS, st.times(time(6), time(22)))
def test_the_clock_on_the_wall_shows_the_same_time_through_both_changes(on: date, at: time) -> None:
    at = at.replace(second=0, microsecond=0)
    shown = moment(on, at).astimezone(LOCAL_ZONE)
    assert (shown.date(), shown.time()) == (on, at)


def test_ten_in_the_morning_before_and_after_the_clocks_change() -> None:
    assert moment(date(2026, 10, 19), time(10)).isoformat() == "2026-10-19T10:00:00+01:00"
    assert moment(date(2026, 10, 26), time(10)).isoformat() == "2026-10-26T10:00:00+00:00"
    assert moment(date(2027, 3, 28), time(1, 30)).isoformat() == "2027-03-28T02:30:00+01:00"


@pytest.mark.parametrize(("nth", "day"), [("1", 4), ("2", 11), ("3", 18), ("4", 25), ("last", 25)])
def test_the_nth_weekday_of_a_month(nth: str, day: int) -> None:
    pattern = Pattern(Cadence.MONTHLY, Weekday.MONDAY, date(2027, 1, 1), nth=Nth(nth))
    [slot] = slots(pattern, since=date(2027, 1, 1), until=date(2027, 1, 31))
    assert slot.on == date(2027, 1, day)


def test_a_series_does_not_begin_in_the_past_or_without_its_week() -> None:
    today = date(2027, 1, 4)
    with pytest.raises(RuleBroken, match="today or in the future"):
        check_pattern(
            Pattern(Cadence.WEEKLY, Weekday.MONDAY, date(2027, 1, 3)),
            minutes=60,
            quorum=1,
            today=today,
        )
    with pytest.raises(RuleBroken, match="which week"):
        check_pattern(
            Pattern(Cadence.MONTHLY, Weekday.MONDAY, today), minutes=60, quorum=1, today=today
        )
    with pytest.raises(RuleBroken, match="from 15 to 480"):
        check_pattern(
            Pattern(Cadence.WEEKLY, Weekday.MONDAY, today), minutes=5, quorum=1, today=today
        )
