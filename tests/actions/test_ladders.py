"""The file of ladders: what it says, what is refused, and the hours in which e-mail may leave."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions import ladders
from actions.ladders import Audience, LadderFileError, files
from core.dates import LOCAL_ZONE, is_working_day, working_day_from
from duties.policy.model import CHASES

SOURCE = Path(files.HERE / "chasing.toml").read_text()
moments = st.datetimes(
    min_value=datetime(2024, 1, 1), max_value=datetime(2029, 12, 31), timezones=st.just(UTC)
)
days = st.dates(min_value=date(2024, 1, 1), max_value=date(2029, 12, 31))


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    """Return the register's own file with some of its words replaced."""
    text = SOURCE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "chasing.toml"
    path.write_text(text)
    return path


def test_every_figure_says_where_it_comes_from_and_how_sure_we_are() -> None:
    chasing = ladders.current()
    stated: list[Any] = [*chasing.stated.values(), *chasing.ladders.values()]
    assert all(one.source and one.certainty for one in stated)


def test_every_ladder_that_a_policy_rule_can_name_is_there() -> None:
    assert set(CHASES) <= set(ladders.current().ladders)


def test_only_red_goes_at_once() -> None:
    chasing = ladders.current()
    assert [one.name for one in chasing.ladders.values() if one.at_once] == [chasing.red]


def test_the_standard_ladder_reaches_everybody_in_the_end() -> None:
    steps = ladders.current().ladders["standard"].steps
    assert [one.days for one in steps] == [-2, 0, 3, 7]
    assert frozenset().union(*(one.to for one in steps)) == set(Audience)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ([('red = "urgent"', 'red = "standard"')], "must name a ladder that goes at_once"),
        ([('red = "urgent"', 'red = "loud"')], "unknown 'loud'"),
        ([('code = "after-3-red"', 'code = "after-3"')], "differs between standard and urgent"),
        ([("opens = 8", "opens = 1")], "clocks change in the night"),
        ([("opens = 8", "opens = 18")], "closes must be later"),
        ([('name = "slow"', 'name = "slower"')], "the ladder slow is missing"),
        ([('name = "slow"', 'name = "standard"')], "is there twice"),
        ([('to = "owner"', 'to = "everyone"')], "unknown 'everyone'"),
        ([("days = -1", "days = -1000")], "days must be -183 to 183"),
        ([("days = 1\n", "days = -1\n")], "later than those of the step before"),
        ([('code = "after-1"', 'code = "due"')], "the step due is there twice"),
        ([('certainty = "U"', 'certainty = "sure"')], "unknown 'sure'"),
        ([("[links]\ndays = 14", "[links]\ndays = 0")], "days must be 1 to 60"),
        ([("by_owner = 2", "by_owners = 2")], "by_owner is missing"),
        ([("by_owner = 2", "by_owner = 2\nby_team = 9")], "unknown key by_team"),
        ([("working = true", "working = 1")], "working must be true or false"),
    ],
)
def test_a_mistake_is_refused_with_its_line(
    tmp_path: Path, changes: list[tuple[str, str]], reason: str
) -> None:
    with pytest.raises(LadderFileError) as refused:
        ladders.load(written(tmp_path, *changes))
    assert reason in str(refused.value)
    assert refused.value.file == "chasing.toml"
    assert refused.value.line >= 1


def test_a_mistake_is_found_on_the_line_where_it_stands(tmp_path: Path) -> None:
    path = written(tmp_path, ("days = -1", "days = -1000"))
    with pytest.raises(LadderFileError) as refused:
        ladders.load(path)
    assert path.read_text().splitlines()[refused.value.line - 1] == "days = -1000"


@given(moments)
def test_mail_that_can_wait_leaves_in_working_hours_and_never_before_it_is_owed(
    moment: datetime,
) -> None:
    hours = ladders.current().hours
    opening = hours.next_opening(moment)
    local = opening.astimezone(LOCAL_ZONE)
    assert opening >= moment
    assert is_working_day(local.date())
    assert hours.opens <= local.hour < hours.closes
    assert hours.next_opening(opening) == opening


@given(moments)
def test_the_morning_after_is_another_working_day(moment: datetime) -> None:
    hours = ladders.current().hours
    morning = hours.morning_after(moment).astimezone(LOCAL_ZONE)
    assert morning.date() > moment.astimezone(LOCAL_ZONE).date()
    assert (morning.hour, morning.minute) == (hours.opens, 0)
    assert is_working_day(morning.date())


@pytest.mark.parametrize(
    ("moment", "morning"),
    [
        (datetime(2026, 11, 20, 19, 0, tzinfo=UTC), datetime(2026, 11, 23, 8, 0, tzinfo=UTC)),
        # Good Friday and Easter Monday; the clocks go forward on 28 March 2027.
        (datetime(2027, 3, 25, 19, 0, tzinfo=UTC), datetime(2027, 3, 30, 7, 0, tzinfo=UTC)),
        # The clocks go back on 25 October 2026.
        (datetime(2026, 10, 23, 18, 0, tzinfo=UTC), datetime(2026, 10, 26, 8, 0, tzinfo=UTC)),
        # Within hours nothing waits; 17:59 in summer is 16:59 of the world's clock.
        (datetime(2026, 7, 1, 16, 59, tzinfo=UTC), datetime(2026, 7, 1, 16, 59, tzinfo=UTC)),
        (datetime(2026, 7, 1, 17, 0, tzinfo=UTC), datetime(2026, 7, 2, 7, 0, tzinfo=UTC)),
        (datetime(2026, 12, 24, 23, 0, tzinfo=UTC), datetime(2026, 12, 29, 8, 0, tzinfo=UTC)),
    ],
)
def test_nights_weekends_and_bank_holidays_wait_for_the_working_morning(
    moment: datetime, morning: datetime
) -> None:
    assert ladders.current().hours.next_opening(moment) == morning


@given(days, st.integers(min_value=-20, max_value=40))
def test_a_step_once_reached_is_never_lost_by_looking_later(due_on: date, after: int) -> None:
    for ladder in ladders.current().ladders.values():
        on = due_on + timedelta(days=after)
        now, later = ladder.reached(due_on=due_on, on=on), on
        while not is_working_day(later := later + timedelta(days=1)):
            pass
        then = ladder.reached(due_on=due_on, on=later)
        if now is not None:
            assert then is not None
            assert ladder.steps.index(then) >= ladder.steps.index(now)


@given(days)
def test_whatever_is_due_is_told_of_on_a_working_day_before(due_on: date) -> None:
    for ladder in ladders.current().ladders.values():
        first = ladder.steps[0]
        if ladder.at_once or first.days >= 0:
            continue
        ahead = [due_on - timedelta(days=number) for number in range(1, 25)]
        told = [day for day in ahead if ladder.reached(due_on=due_on, on=day) == first]
        assert told
        assert due_on - min(told) <= ladders.current().longest_notice


def test_what_is_due_on_a_monday_is_told_of_on_the_friday_before() -> None:
    standard = ladders.current().ladders["standard"]
    friday, monday = date(2026, 11, 27), date(2026, 11, 30)
    reached = standard.reached(due_on=monday, on=friday)
    assert reached is not None
    assert reached.code == "before-2"
    assert standard.reached(due_on=monday, on=friday - timedelta(days=1)) is None


GOOD_FRIDAY = date(2027, 3, 26)
around_bank_holidays = st.builds(
    lambda day, days: day + timedelta(days=days),
    st.sampled_from(
        [
            GOOD_FRIDAY,
            date(2026, 12, 25),
            date(2027, 12, 25),
            date(2026, 1, 1),
            date(2027, 5, 3),
            date(2029, 12, 26),
        ]
    ),
    st.integers(min_value=-6, max_value=6),
)


def taken(name: str, due_on: date) -> dict[str, date]:
    """Return on which day each step of a ladder is taken, looked at every day."""
    found: dict[str, date] = {}
    for number in range(-30, 45):
        on = due_on + timedelta(days=number)
        step = ladders.current().ladders[name].reached(due_on=due_on, on=on)
        if step is not None:
            found.setdefault(step.code, on)
    return found


@given(days | around_bank_holidays)
def test_the_owner_has_a_working_day_from_the_due_date_on_before_anyone_else_is_told(
    due_on: date,
) -> None:
    chasing = ladders.current()
    for ladder in chasing.ladders.values():
        if ladder.at_once or ladder.name == chasing.done:
            continue
        found = taken(ladder.name, due_on)
        owners_own_day = working_day_from(due_on)
        assert found["due"] == owners_own_day
        for step in ladder.steps:
            if step.to != {Audience.OWNER} and step.code in found:
                assert found[step.code] > owners_own_day


@given(days | around_bank_holidays)
def test_what_is_about_somebody_red_goes_on_its_day_whatever_day_that_is(due_on: date) -> None:
    ladder = ladders.current().ladders[ladders.current().red]
    found = taken(ladder.name, due_on)
    assert found == {step.code: due_on + timedelta(days=step.days) for step in ladder.steps}


@given(days | around_bank_holidays)
def test_the_team_confirms_so_many_working_days_after_the_day_itself(done_on: date) -> None:
    chasing = ladders.current()
    found = taken(chasing.done, done_on)
    assert found["confirm-2"] == chasing.confirm_by(done_on)


def test_what_is_due_on_good_friday_is_told_to_its_owner_alone_until_after_easter() -> None:
    assert taken("standard", GOOD_FRIDAY) == {
        "before-2": date(2027, 3, 25),
        "due": date(2027, 3, 30),
        "after-3": date(2027, 4, 2),
        "after-7": date(2027, 4, 6),
    }
