"""The arithmetic of figures over time, by tables and by properties."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.small_numbers import masked_share, share
from duties.rules import DutyStatus
from oversight import measures
from oversight.measures import Promise, Share, Span, StayFacts

ON = date(2026, 11, 22)


def stay(admitted: date, left: date | None = None, **changed: object) -> StayFacts:
    given_: dict[str, object] = {
        "person": object(),
        "admitted_on": admitted,
        "discharged_on": left,
        "on_register_before": True,
    }
    return StayFacts(**given_ | changed)


@pytest.mark.parametrize(
    ("on", "months", "last"),
    [
        (date(2026, 11, 22), 1, Span(date(2026, 11, 1), date(2026, 12, 1))),
        (date(2026, 12, 31), 1, Span(date(2026, 12, 1), date(2027, 1, 1))),
        (date(2024, 2, 29), 1, Span(date(2024, 2, 1), date(2024, 3, 1))),
        (date(2026, 11, 22), 3, Span(date(2026, 10, 1), date(2027, 1, 1))),
        (date(2026, 1, 1), 3, Span(date(2026, 1, 1), date(2026, 4, 1))),
    ],
)
def test_the_last_span_holds_the_day(on: date, months: int, last: Span) -> None:
    found = measures.spans(on, count=24, months=months)
    assert found[-1] == last
    assert last.holds(on)
    assert len(found) == 24
    assert all(one.end == after.start for one, after in pairwise(found))


def test_somebody_discharged_on_a_day_is_not_in_hospital_at_its_end() -> None:
    one = stay(date(2026, 10, 1), date(2026, 10, 31))
    assert one.is_counted(date(2026, 10, 30))
    assert not one.is_counted(date(2026, 10, 31))
    assert not one.is_counted(date(2026, 9, 30))


def test_somebody_on_extended_leave_is_not_counted_while_it_lasts() -> None:
    leave = ((date(2026, 5, 1), date(2026, 6, 1)),)
    one = stay(date(2026, 1, 1), leave=leave)
    assert [one.is_counted(date(2026, month, 15)) for month in (4, 5, 6)] == [True, False, True]
    assert not stay(date(2026, 1, 1), leave=((date(2026, 5, 1), None),)).is_counted(ON)


def test_the_present_month_counts_those_in_hospital_now() -> None:
    months = measures.spans(ON, count=2, months=1)
    assert measures.in_hospital([stay(date(2026, 10, 20))], months, on=ON) == [1, 1]
    assert measures.in_hospital([stay(date(2026, 11, 25))], months, on=ON) == [0, 0]


def test_the_median_stay_is_of_those_that_ended() -> None:
    months = measures.spans(ON, count=2, months=1)
    ended = [stay(date(2026, 9, 1), date(2026, 10, day)) for day in (1, 11, 31)]
    assert measures.length_of_stay([*ended, stay(date(2020, 1, 1))], months) == [(40, 3), (0, 0)]


@pytest.mark.parametrize(
    ("days_after", "back"), [(0, 1), (1, 1), (90, 1), (91, 0)]
)  # fmt: skip
def test_a_readmission_counts_up_to_the_ninetieth_day(days_after: int, back: int) -> None:
    left = date(2026, 5, 31)
    stays = [
        stay(date(2026, 1, 1), left, person="one"),
        stay(left + timedelta(days=days_after), person="one"),
        stay(left + timedelta(days=1), person="another"),
    ]
    quarters = measures.spans(ON, count=4, months=3)
    assert measures.readmitted(stays, quarters, on=ON)[1] == Share(back, 1)


IN_MAY = date(2026, 5, 5)
"""A day of the second of four quarters."""


@pytest.mark.parametrize(
    ("stays", "expected"),
    [
        ([(IN_MAY, IN_MAY)], Share(0, 1)),
        ([(date(2026, 5, 1), IN_MAY), (IN_MAY, IN_MAY)], Share(1, 2)),
        ([(IN_MAY, IN_MAY), (IN_MAY, date(2026, 5, 9))], Share(1, 2)),
        ([(IN_MAY, IN_MAY), (IN_MAY, IN_MAY)], Share(1, 2)),
        ([(date(2026, 5, 1), IN_MAY), (date(2026, 5, 9), date(2026, 5, 20))], Share(1, 2)),
    ],
)
def test_a_stay_is_not_its_own_readmission(stays: list[tuple[date, date]], expected: Share) -> None:
    quarters = measures.spans(ON, count=4, months=3)
    for order in (stays, stays[::-1]):
        facts = [stay(*days, person="one") for days in order]
        assert measures.readmitted(facts, quarters, on=ON)[1] == expected


def test_coming_back_to_a_stay_that_is_not_counted_is_a_readmission_all_the_same() -> None:
    quarters = measures.spans(ON, count=4, months=3)
    ours = [stay(date(2026, 5, 1), IN_MAY, person="one")]
    theirs = [stay(date(2026, 5, 9), date(2026, 5, 20), person="one")]
    assert measures.readmitted(ours, quarters, on=ON, others=theirs)[1] == Share(1, 1)


def test_a_discharge_whose_ninety_days_are_not_over_is_not_counted_yet() -> None:
    stays = [stay(date(2026, 1, 1), ON - timedelta(days=89))]
    quarters = measures.spans(ON, count=4, months=3)
    assert sum(one.whole for one in measures.readmitted(stays, quarters, on=ON)) == 0


def promise(due: date, status: DutyStatus, ended: date | None = None) -> Promise:
    return Promise(
        due_on=due, late_from=due + timedelta(days=1), status=status, ended_on=ended
    )  # fmt: skip


def test_what_was_due_is_counted_in_the_quarter_of_its_date() -> None:
    quarters = measures.spans(ON, count=2, months=3)
    found = measures.kept(
        [
            promise(date(2026, 9, 30), DutyStatus.MET, date(2026, 9, 30)),
            promise(date(2026, 10, 1), DutyStatus.OPEN),
        ],
        quarters, on=ON,
    )  # fmt: skip
    assert found == [Share(1, 1), Share(0, 1)]


DUE = date(2026, 10, 5)
NEXT = DUE + timedelta(days=1)


@pytest.mark.parametrize(
    ("status", "ended", "kept"),
    [
        (DutyStatus.MET, DUE, True),
        (DutyStatus.MET, NEXT, False),
        (DutyStatus.OPEN, None, False),
        (DutyStatus.CANCELLED, DUE, None),
        (DutyStatus.CANCELLED, NEXT, False),
        (DutyStatus.WAIVED, NEXT, None),
    ],
)
def test_what_became_of_a_duty_says_whether_it_was_kept(
    status: DutyStatus, ended: date | None, kept: bool | None
) -> None:
    assert promise(DUE, status, ended).was_kept(ON) is kept
    assert promise(DUE, status, ended).was_kept(DUE) is None, "its date is not over"
    mistaken = Promise(
        due_on=DUE, late_from=NEXT, status=status, ended_on=ended, corrected=True
    )  # fmt: skip
    assert mistaken.was_kept(ON) is None


def test_days_of_grace_are_counted() -> None:
    late = Promise(
        due_on=DUE, late_from=DUE + timedelta(days=8), status=DutyStatus.MET,
        ended_on=DUE + timedelta(days=7),
    )  # fmt: skip
    assert late.was_kept(ON) is True


DAYS = st.dates(date(2024, 1, 1), ON)


@given(st.lists(st.tuples(DAYS, st.one_of(st.none(), DAYS)), max_size=12))
def test_whoever_came_and_has_not_gone_is_in_hospital_now(
    given_: list[tuple[date, date | None]],
) -> None:
    stays = [
        stay(min(came, left) if left else came, max(came, left) if left else None)
        for came, left in given_
    ]
    months = measures.spans(ON, count=36, months=1)
    came, left = measures.admissions(stays, months), measures.discharges(stays, months)
    assert sum(came) - sum(left) == measures.in_hospital(stays, months, on=ON)[-1]


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_hidden_share_never_stands_for_a_small_number(part: int, rest: int) -> None:
    told = masked_share(part, part + rest)
    assert (told is None) == (part < 5 or rest < 5)
    if told is not None:
        assert told == share(part, part + rest)
        assert 0 <= told <= 100


@given(st.lists(st.integers(0, 400), min_size=1, max_size=9))
def test_at_least_half_of_the_stays_are_as_long_as_the_median_or_shorter(days: list[int]) -> None:
    months = measures.spans(ON, count=1, months=1)
    left = date(2026, 11, 1)
    stays = [stay(left - timedelta(days=one), left) for one in days]
    [(median, count)] = measures.length_of_stay(stays, months)
    assert count == len(days)
    assert 2 * sum(one <= median for one in days) >= count
    assert 2 * sum(one >= median for one in days) >= count
