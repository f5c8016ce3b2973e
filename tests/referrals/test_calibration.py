"""How ratings compare with suggestions: counted in one query, small numbers never told."""

from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given as cases
from hypothesis import strategies as st

from core.small_numbers import FEWEST_TOLD
from referrals import calibration
from referrals.calibration import Count, Tally
from referrals.models import ToolResult
from register.models import Person
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW, on_register


def tally(same: int = 0, up: int = 0, down: int = 0) -> Tally:
    found = Tally()
    found.counts.update({"same": same, "up": up, "down": down})
    return found


def result(cast: Cast, person: Person, suggested: str, level: str) -> ToolResult:
    return ToolResult.objects.create(
        person=person, tool="t", tool_version="1", tool_title="Tool", items=[],
        suggested=suggested, reasons=[], level=level, mdt=[], completed_by=cast.lead,
        completed_at=NOW,
    )  # fmt: skip


def test_shares_are_told_where_every_part_is_large_enough() -> None:
    (row,) = calibration.rows_of({"a": tally(60, 30, 10)})
    assert (row.compared, row.same, row.up, row.down) == (100, 60, 30, 10)


@pytest.mark.parametrize("parts", [(98, 2, 0), (98, 1, 1), (100, 0, 0)])
def test_one_share_that_gives_a_small_rest_away_is_not_told(parts: tuple[int, int, int]) -> None:
    (row,) = calibration.rows_of({"a": tally(*parts)})
    assert (row.compared, row.same, row.up, row.down) == (100, None, None, None)


@cases(
    st.dictionaries(
        st.sampled_from("abcdef"),
        st.tuples(*[st.integers(min_value=0, max_value=40)] * 3),
        min_size=1,
    )
)
def test_a_small_number_is_neither_told_nor_left_over(
    counts: dict[str, tuple[int, int, int]],
) -> None:
    tallies = {name: tally(*parts) for name, parts in counts.items()}
    rows = calibration.rows_of(tallies)
    for row in rows:
        parts = dict(zip(("same", "up", "down"), counts[row.name], strict=True))
        told = {name for name in parts if getattr(row, name) is not None}
        assert all(parts[name] >= FEWEST_TOLD for name in told)
        assert len(told) != 2, "the third would follow"
        left = sum(parts[name] for name in parts if name not in told)
        assert len(told) != 1 or left >= FEWEST_TOLD, "what is left follows from the total"
        if row.compared:
            assert row.compared >= FEWEST_TOLD
    untold = [row for row in rows if row.compared is None]
    others = [row for row in rows if row.compared]
    assert len(untold) != 1 or not others, "the one row would follow from the others"


def test_up_is_what_the_clinician_rated_higher() -> None:
    counts = [Count("t", "A", "S", "up", 6), Count("t", "B", "S", "same", 7)]
    tallies = calibration.tallied(counts, lambda one: one.area)
    assert {name: one.compared for name, one in tallies.items()} == {"A": 6, "B": 7}


@pytest.mark.parametrize("people", [2, 12])
def test_the_page_counts_in_a_fixed_number_of_queries(
    cast: Cast, sign_in: Any, django_assert_max_num_queries: Any, people: int
) -> None:
    for number in range(people):
        person = on_register(cast.area, by=cast.team)
        level = Level.AMBER if number % 2 else Level.GREEN
        result(cast, person, Level.GREEN, level)
    client = sign_in(cast.team)
    page = reverse("referrals:calibration")
    client.get(page)
    with django_assert_max_num_queries(12):
        shown = client.get(page).content.decode()
    if people == 12:
        assert "50% of 12 ratings are as the tool suggested" not in shown or "Not told" in shown
        assert "12" in shown
    else:
        assert "fewer than 5" in shown
    assert "Tool, version 1" in shown
    assert "dsr/charts.css" in shown


def test_results_of_other_areas_are_not_counted(cast: Cast, sign_in: Any) -> None:
    for _ in range(6):
        person = on_register(cast.area, by=cast.team)
        result(cast, person, Level.RED, Level.AMBER)
    page = reverse("referrals:calibration")
    other = sign_in(cast.other_area_team).get(page).content.decode()
    assert "No tool has been completed" in other
    own = sign_in(cast.team).get(page).content.decode()
    assert cast.area.name in own
    assert sign_in(cast.lead).get(page).status_code == 403
