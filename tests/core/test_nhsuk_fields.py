"""Fields accept what people type, refuse what cannot be kept, and say what is missing."""

from datetime import date, time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from core import nhsuk
from core.nhsuk.fields.dates import Parts, parse_time


class Visit(nhsuk.Form):
    on = nhsuk.DateField("When was the visit?", called="Date of the visit", past=True)
    born = nhsuk.DateField("Date of birth", required=False)
    at = nhsuk.TimeField("Time", required=False)
    name = nhsuk.PlainTextField("Name", required=False, max_length=10)
    note = nhsuk.LongTextField("Note", required=False, max_length=20)
    number = nhsuk.NHSNumberField(required=False)
    count = nhsuk.WholeNumberField("Number of people", required=False, min_value=1, max_value=9)
    email = nhsuk.EmailField(required=False)


def sent(**values: Any) -> Visit:
    data = QueryDict(mutable=True)
    for name, value in {"on_day": "1", "on_month": "2", "on_year": "2020", **values}.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return Visit(data)


def born(day: str, month: str, year: str) -> Visit:
    return sent(born_day=day, born_month=month, born_year=year)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (("", "2", "2020"), "Date of birth must include a day"),
        (("1", "", "2020"), "Date of birth must include a month"),
        (("1", "2", ""), "Date of birth must include a year"),
        (("", "", "2020"), "Date of birth must include a day and month"),
        (("30", "2", "2020"), "Date of birth must be a real date, like 15 3 1984"),
        (("29", "2", "2021"), "Date of birth must be a real date, like 15 3 1984"),
        (("0", "1", "2020"), "Date of birth must be a real date, like 15 3 1984"),
        (("1", "13", "2020"), "Date of birth must be a real date, like 15 3 1984"),
        (("x", "1", "2020"), "Date of birth must be a real date, like 15 3 1984"),
        (("\u0661", "1", "2020"), "Date of birth must be a real date, like 15 3 1984"),
        (("1", "\x00", "2020"), "Date of birth must be a real date, like 15 3 1984"),
        (("-1", "1", "2020"), "Date of birth must be a real date, like 15 3 1984"),
        (("1", "1", "20"), "Date of birth must have a year with 4 numbers, like 1984"),
        (("1", "1", "1" * 5000), "Date of birth must have a year with 4 numbers, like 1984"),
        (("1", "1", "1066"), "Date of birth must be 1 January 1900 or later"),
    ],
)
def test_a_wrong_date_says_what_is_wrong_with_it(parts: tuple[str, str, str], message: str) -> None:
    assert born(*parts).errors == {"born": [message]}


@pytest.mark.parametrize("month", ["3", "03", "mar", "March", "MARCH"])
def test_a_month_may_be_a_number_or_a_word(month: str) -> None:
    assert born("5", month, "1984").is_valid()
    form = born("5", month, "1984")
    form.full_clean()
    assert form.cleaned_data["born"] == date(1984, 3, 5)


def test_a_date_in_the_future_is_refused_and_what_was_typed_is_kept() -> None:
    form = sent(on_year="2190")
    assert form.errors == {"on": ["Date of the visit must be today or in the past"]}
    assert form["on"].value() == Parts("1", "2", "2190")


def test_an_empty_date_is_asked_for_by_its_name() -> None:
    form = sent(on_day="", on_month="", on_year="")
    assert form.errors == {"on": ["Enter date of the visit"]}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("5:30pm", time(17, 30)),
        ("5.30 PM", time(17, 30)),
        ("5:30 p.m.", time(17, 30)),
        ("17:30", time(17, 30)),
        ("1730", time(17, 30)),
        ("9am", time(9)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("midday", time(12)),
        ("Noon", time(12)),
        ("midnight", time(0)),
        ("00:05", time(0, 5)),
        ("5", None),
        ("25:00", None),
        ("17:60", None),
        ("13pm", None),
        ("", None),
        ("half past", None),
        ("\u0665:30", None),
    ],
)
def test_a_time_is_read_as_people_write_it(typed: str, expected: time | None) -> None:
    assert parse_time(typed) == expected


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800", "a\x1bb", "a\nb", "a\u2028b", "a\x7f"])
def test_one_line_refuses_what_cannot_be_kept(text: str) -> None:
    message = "Name has a character that cannot be saved. Type it again"
    assert sent(name=text).errors == {"name": [message]}


@pytest.mark.parametrize("text", ["a\x00b", "a\udfff"])
def test_long_text_refuses_what_cannot_be_kept(text: str) -> None:
    message = "Note has a character that cannot be saved. Type it again"
    assert sent(note=text).errors == {"note": [message]}


def test_long_text_keeps_everything_but_the_kind_of_line_break() -> None:
    form = sent(note="  one\r\n\ttwo \r three ")
    assert form.is_valid()
    assert form.cleaned_data["note"] == "  one\n\ttwo \n three "


def test_long_text_of_blanks_is_empty() -> None:
    form = sent(note=" \r\n \t ")
    assert form.is_valid()
    assert form.cleaned_data["note"] == ""


def test_text_over_its_limit_is_refused_with_the_limit() -> None:
    assert sent(note="x" * 21).errors == {"note": ["Note must be 20 characters or fewer"]}
    assert sent(name="x" * 10_000_000).errors == {"name": ["Name must be 10 characters or fewer"]}


def test_an_nhs_number_is_kept_as_ten_digits_and_shown_in_three_groups() -> None:
    form = sent(number=" 999-000 0018")
    assert form.is_valid()
    assert form.cleaned_data["number"] == "9990000018"
    assert Visit(initial={"number": "9990000018"})["number"].value() == "999 000 0018"


def test_a_wrong_nhs_number_is_kept_as_it_was_typed() -> None:
    form = sent(number="999 000 0019")
    assert "number" in form.errors
    assert form["number"].value() == "999 000 0019"


@pytest.mark.parametrize("typed", ["x", "1.5", "9" * 5000, "1\x00"])
def test_a_count_that_is_no_whole_number_is_refused(typed: str) -> None:
    message = "Number of people must be a whole number, like 30"
    assert sent(count=typed).errors == {"count": [message]}


def test_counts_keep_to_their_bounds() -> None:
    assert sent(count="0").errors == {"count": ["Number of people must be 1 or more"]}
    assert sent(count="10").errors == {"count": ["Number of people must be 9 or fewer"]}


def test_an_email_address_is_refused_with_an_example() -> None:
    assert "like name@example.com" in sent(email="nobody").errors["email"][0]


def test_yes_no_cleans_to_a_truth_value() -> None:
    field = nhsuk.YesNoField("Ready?", required=False)
    assert [field.clean(value) for value in ("yes", "no", "", None)] == [True, False, None, None]
    with pytest.raises(ValidationError):
        field.clean("perhaps")


def test_a_choice_that_is_not_offered_is_refused_in_plain_words() -> None:
    field = nhsuk.ChoiceRadios("Rating", choices=[("RED", "RED")])
    with pytest.raises(ValidationError, match="Select an answer from the list"):
        field.clean("PURPLE")


def test_a_percent_sign_in_a_label_does_not_break_its_messages() -> None:
    class Share(nhsuk.Form):
        share = nhsuk.PlainTextField("Share in %", max_length=2)
        since = nhsuk.DateField("100% since")

    form = Share({"share": "xxx", "since_day": "31", "since_month": "2", "since_year": "2020"})
    assert form.errors["share"] == ["Share in % must be 2 characters or fewer"]
    assert form.errors["since"] == ["100% since must be a real date, like 15 3 1984"]
