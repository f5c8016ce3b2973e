"""Charts: every figure is in the table, nothing is drawn that is not told, and scales are round."""

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from core.charts import Chart, Kind, Series, peak


def chart(*series: tuple[float | None, ...], kind: Kind = Kind.BARS, **changed: object) -> Chart:
    given_: dict[str, object] = {
        "ident": "admissions",
        "title": "Admissions",
        "reading": "Two in June.",
        "labels": tuple(f"M{at}" for at in range(len(series[0]))),
        "series": tuple(Series(f"S{at}", values) for at, values in enumerate(series)),
        "kind": kind,
    }
    return Chart(**given_ | changed)


def test_the_table_holds_every_figure_with_its_unit_and_says_what_is_not_told() -> None:
    shown = chart((50, None, 0), unit="%")
    assert shown.columns == ["Month", "S0"]
    assert shown.rows == [["M0", "50%"], ["M1", "fewer than 5"], ["M2", "0%"]]


def test_what_is_not_told_is_not_drawn() -> None:
    assert len(chart((5, None, 7)).drawn[0].bars) == 2
    line = chart((5, 6, None, 7, 8), kind=Kind.LINES).drawn[0]
    assert [len(run) for run in line.runs] == [2, 2]
    assert len(line.lines) == 2


def test_series_are_told_apart_by_shape() -> None:
    assert [one.mark for one in chart((1,), (2,), (3,)).drawn] == ["circle", "square", "diamond"]
    with pytest.raises(ValueError, match="3 series can be told apart"):
        chart((1,), (2,), (3,), (4,))


def test_a_series_of_another_length_than_the_labels_is_refused() -> None:
    with pytest.raises(ValueError, match="one value for each label"):
        chart((1, 2), labels=("M0",))


@given(
    st.lists(st.one_of(st.none(), st.floats(0, 1e6)), min_size=1, max_size=40),
    st.sampled_from(list(Kind)),
)
def test_whatever_the_figures_the_drawing_stays_inside_its_frame(
    values: list[float | None], kind: Kind
) -> None:
    shown = chart(tuple(values), kind=kind)
    [drawn] = shown.drawn
    for bar in drawn.bars:
        assert bar.y >= 0
        assert bar.height >= 0
        assert shown.left <= bar.x
        assert bar.x + bar.width <= shown.right + 1
    for point in drawn.points:
        assert 0 <= point.y <= shown.base
    assert 2 <= len(shown.scale) <= 6
    assert len(shown.along) <= 12


def test_the_page_shows_the_reading_the_drawing_and_the_table_and_escapes_them() -> None:
    page = Template("{% load nhs %}{% chart c %}").render(
        Context({"c": chart((3, 4), (5, 6), title="<b>Admissions</b>")})
    )
    assert "&lt;b&gt;Admissions&lt;/b&gt;" in page
    assert "<b>" not in page
    assert page.count("<rect x=") >= 4
    assert "Two in June." in page
    assert "<table" in page
    assert "style=" not in page


def test_without_any_figure_nothing_is_drawn_but_the_table_stays() -> None:
    page = Template("{% load nhs %}{% chart c %}").render(Context({"c": chart((None, None))}))
    assert "<svg" not in page
    assert page.count("fewer than 5") == 2


def test_the_peak_is_the_latest_of_the_highest() -> None:
    assert peak(("a", "b", "c"), (4, None, 4)) == ("c", 4)
    assert peak(("a",), (None,)) is None
