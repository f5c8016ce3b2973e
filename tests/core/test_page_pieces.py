"""The pieces of pages: ratings, dates, identity, lists and paging say what they must."""

from datetime import UTC, date, datetime, time
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from core import nhsuk
from core.nhsuk.say import ago_words, time_words
from core.templatetags import nhs
from tests.core.test_nhsuk_forms import Consent


def render(source: str, request: HttpRequest | None = None, **context: Any) -> str:
    return Template("{% load nhs %}" + source).render(Context({"request": request, **context}))


@pytest.mark.parametrize("level", ["RED", "AMBER", "GREEN"])
def test_a_rating_has_word_shape_and_what_it_rates(level: str) -> None:
    tag = render("{% rating_tag level %}", level=level)
    assert level in tag
    assert "<svg" in tag
    assert "risk of admission to a mental health hospital" in tag


def test_blue_is_a_status_and_not_a_level_of_risk() -> None:
    tag = render("{% rating_tag 'BLUE' %}")
    assert "inpatient" in tag
    assert "risk of admission" not in tag
    assert "not a level of risk" in tag


def test_each_rating_has_a_shape_of_its_own() -> None:
    shapes = {
        render("{% rating_tag level %}", level=one).split("<svg")[1].split("</svg>")[0]
        for one in ("RED", "AMBER", "GREEN", "BLUE")
    }
    assert len(shapes) == 4


@pytest.mark.parametrize("level", [None, "", "PURPLE", "<script>"])
def test_an_unknown_rating_is_not_rated(level: object) -> None:
    tag = str(nhs.rating_tag(level))
    assert "Not rated" in tag
    assert "script" not in tag


def test_a_rating_with_its_age_says_since_when() -> None:
    today = timezone.localdate()
    tag = str(nhs.rating_with_age("RED", today))
    assert "Risk of admission to a mental health hospital, set" in tag
    assert "(today)" in tag


def test_moments_are_read_on_the_clock_in_london() -> None:
    summer = datetime(2018, 8, 6, 16, 30, tzinfo=UTC)
    assert nhs.nhs_datetime(summer) == "6 August 2018 at 5:30pm"
    assert nhs.nhs_date(datetime(2018, 8, 6, 23, 30, tzinfo=UTC)) == "7 August 2018"
    assert nhs.nhs_time(datetime(2018, 8, 6, 11, tzinfo=UTC)) == "midday"
    assert nhs.nhs_date(None) == nhs.nhs_datetime(None) == nhs.nhs_time(None) == ""


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (time(0), "midnight"),
        (time(12), "midday"),
        (time(0, 5), "12:05am"),
        (time(17), "5pm"),
        (time(12, 30), "12:30pm"),
    ],
)
def test_times_are_said_as_the_content_guide_says_them(at: time, expected: str) -> None:
    assert time_words(at) == expected


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        (date(2024, 3, 1), "today"),
        (date(2024, 2, 29), "yesterday"),
        (date(2024, 3, 2), "tomorrow"),
        (date(2024, 2, 17), "13 days ago"),
        (date(2024, 2, 16), "2 weeks ago"),
        (date(2024, 1, 1), "2 months ago"),
        (date(2021, 3, 1), "3 years ago"),
        (date(2024, 3, 8), "in 7 days"),
    ],
)
def test_how_long_ago_is_said_in_whole_units(then: date, expected: str) -> None:
    assert ago_words(then, date(2024, 3, 1)) == expected


def test_age_is_in_years_and_for_the_youngest_in_months() -> None:
    assert nhs.age(date(2008, 2, 29), date(2026, 2, 28)) == "17 years"
    assert nhs.age(date(2008, 2, 29), date(2026, 3, 1)) == "18 years"
    assert nhs.age(date(2025, 1, 31), date(2025, 3, 1)) == "1 month"
    assert nhs.age(None) == ""


def test_the_identity_banner_names_birth_date_age_and_number() -> None:
    person = SimpleNamespace(
        name="Rowan <Ashgrove>", birth_date=date(2000, 3, 1), nhs_number="9990000018"
    )
    banner = render("{% identity_banner person %}", person=person)
    assert "Rowan &lt;Ashgrove&gt;" in banner
    assert "1 March 2000" in banner
    assert "999 000 0018" in banner
    assert "OFFICIAL-SENSITIVE" in banner


def test_a_missing_nhs_number_is_said_to_be_missing() -> None:
    person = SimpleNamespace(name="Rowan", birth_date=date(2000, 3, 1), nhs_number=None)
    assert "Not known" in render("{% identity_banner person %}", person=person)


def test_a_summary_list_says_not_provided_and_tells_change_links_apart() -> None:
    rows = [
        {"key": "Name", "value": "<Rowan>", "change_url": "/a/"},
        {"key": "NHS number", "value": None, "change_url": "/b/"},
        {"key": "Detained", "value": False},
        {"key": "Needs", "value": ["a<", "b"]},
        {"key": "Beds", "value": 0},
    ]
    html = render("{% summary_list rows %}", rows=rows)
    assert "&lt;Rowan&gt;" in html
    assert html.count("Not provided") == 1
    assert 'Change<span class="nhsuk-u-visually-hidden"> name</span>' in html
    assert 'Change<span class="nhsuk-u-visually-hidden"> NHS number</span>' in html
    assert ">No<" in html
    assert "a&lt;<br>b" in html


def test_a_task_that_cannot_start_is_no_link() -> None:
    tasks = [
        {"title": "Why now", "url": "/why/", "status": "Incomplete"},
        {"title": "Check answers", "status": "Cannot start yet"},
    ]
    html = render("{% task_list tasks %}", tasks=tasks)
    assert html.count("<a ") == 1
    assert "Cannot start yet" in html


def test_a_table_has_caption_and_headers_and_an_empty_one_says_so() -> None:
    columns = ["Area", {"label": "RED", "numeric": True}]
    html = render("{% simple_table 'People' columns rows %}", columns=columns, rows=[["North", 3]])
    assert "<caption" in html
    assert html.count('scope="col"') == 2
    assert html.count('scope="row"') == 1
    empty = render("{% simple_table 'People' columns rows 'No one.' %}", columns=columns, rows=[])
    assert "No one." in empty
    assert "<table" not in empty


def test_an_empty_state_says_when_it_was_read() -> None:
    html = render(
        "{% empty_state 'No one is rated RED.' reason='2 areas.' as_at=at %}",
        at=datetime(2018, 8, 6, 16, 30, tzinfo=UTC),
    )
    assert "No one is rated RED." in html
    assert "As at 6 August 2018 at 5:30pm" in html


def test_sorting_and_paging_keep_the_filters_in_the_address() -> None:
    request = RequestFactory().get("/people/?area=n&area=s&sort=name&after=x")
    head = render("{% sort_header 'Name' 'name' %}", request)
    assert 'aria-sort="ascending"' in head
    assert "?area=n&amp;area=s&amp;sort=-name" in head
    assert "after" not in head
    pages = render("{% pagination 'p&1' 'n' %}", request)
    assert "before=p%261" in pages
    assert "?area=n&amp;area=s&amp;sort=name&amp;after=n" in pages
    assert render("{% pagination '' '' %}", request).strip() == ""


@pytest.mark.parametrize("code", ["400", "403", "404", "500", "503"])
def test_an_error_page_needs_neither_request_nor_database(code: str) -> None:
    html = render_to_string(f"errors/{code}.html")
    assert "<h1" in html
    assert "not an emergency service" in html
    assert "style=" not in html
    assert "Traceback" not in html


def test_a_page_in_error_says_so_in_its_title() -> None:
    html = render_to_string("layouts/one_column.html", {"form": Consent({})})
    assert "<title>Error: " in html
    assert "nhsuk-error-summary" in html
    assert "<title>Error: " not in render_to_string("layouts/one_column.html", {"form": Consent()})


class Asking(nhsuk.Form):
    """One question inside an expander."""

    name = nhsuk.PlainTextField("Name", missing="Enter a name", max_length=20)
    layout = (nhsuk.Details("More", "name"),)


def test_an_expander_with_a_wrong_field_in_it_is_open() -> None:
    page = Template("{% load crispy_forms_tags %}{% crispy form %}")
    assert '<details class="nhsuk-details">' in page.render(Context({"form": Asking()}))
    wrong = Asking({"name": ""})
    assert '<details class="nhsuk-details" open>' in page.render(Context({"form": wrong}))
