"""NHS numbers: what is accepted, what is refused and in which words."""

import json
from itertools import islice

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from core import nhs_number


@pytest.mark.parametrize(
    "text",
    [
        "9434765919",
        "943 476 5919",
        "943-476-5919",
        " 943 476 5919\n",
        "943\u00a0476\u00a05919",
        "943\u2013476\u20135919",
        "943\u200b476\u20095919",
        "9\u00ad43\u2060 476 5919\ufeff",
        "943\u2212476\u22125919",
        "943.476.5919",
        "NHS No: 943 476 5919",
        "NHS number 943 476 5919",
        "nhs no. 9434765919",
    ],
)
def test_what_stands_between_and_before_the_digits_is_left_out(text):
    assert nhs_number.parse(text) == "9434765919"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Enter an NHS number"),
        (" - ", "Enter an NHS number"),
        ("943476591", "This has 9 digits"),
        ("94347659190", "This has 11 digits"),
        ("7", "This has 1 digit."),
        ("9434765918", "last digit does not fit"),
        ("999 123 4560", "last digit does not fit"),
        ("QQ 12 34 56 C", "National Insurance number"),
        ("qq123456c", "National Insurance number"),
        ("QQ123456", "National Insurance number"),
        ("94347659I9", "only the digits 0 to 9"),
        ("٩٤٣٤٧٦٥٩١٩", "only the digits 0 to 9"),
        ("\uff19434765919", "only the digits 0 to 9"),
        ("943476591\x00", "only the digits 0 to 9"),
        ("943476591\ud800", "only the digits 0 to 9"),
        ("9" * 10_000_000, "much longer"),
    ],
)
def test_what_is_no_number_is_refused_in_plain_words(text, words):
    with pytest.raises(nhs_number.Invalid, match=words) as refused:
        nhs_number.parse(text)
    assert "943" not in str(refused.value)


@pytest.mark.parametrize(
    "digits", [*(str(one) * 10 for one in range(10)), "0123456789", "1234567890", "9876543210",
               "0987654321", "5012345672", "0043765910"]
)  # fmt: skip
def test_a_number_that_no_one_can_have_is_refused_in_its_own_words(digits):
    with pytest.raises(nhs_number.Invalid) as refused:
        nhs_number.parse(digits)
    words = "This number is never given to anyone. Leave it blank if you do not know it."
    assert str(refused.value) == words


def test_a_first_nine_whose_check_digit_would_be_ten_has_none():
    first_nine = next(f"{n:09d}" for n in range(1000) if nhs_number.check_digit(f"{n:09d}") is None)
    for last in "0123456789":
        with pytest.raises(nhs_number.Invalid):
            nhs_number.parse(first_nine + last)


def test_a_number_is_shown_three_three_four():
    assert nhs_number.show("9434765919") == "943 476 5919"


def test_numbers_for_tests_are_valid_distinct_and_never_issued():
    numbers = list(islice(nhs_number.test_numbers(500), 1000))
    assert len(set(numbers)) == 1000
    assert all(nhs_number.parse(number) == number for number in numbers)
    assert all(nhs_number.is_test_number(number) for number in numbers)


@given(st.integers(0, 999_999_999), st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(first, place, shift):
    first_nine = f"{first:09d}"
    last = nhs_number.check_digit(first_nine)
    if last is None:
        return
    number = f"{first_nine}{last}"
    wrong = str((int(number[place]) + shift) % 10)
    with pytest.raises(nhs_number.Invalid):
        nhs_number.parse(number[:place] + wrong + number[place + 1 :])


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text):
    try:
        number = nhs_number.parse(text)
    except nhs_number.Invalid:
        return
    assert len(number) == 10
    assert number.isascii()


def test_the_command_says_which_are_valid_and_fails_for_one_that_is_not(capsys):
    call_command("nhs_number", "9434765919")
    assert capsys.readouterr().out == "943 476 5919  valid\n"
    with pytest.raises(CommandError) as failed:
        call_command("nhs_number", "--json", "9434765919", "9991234560")
    assert failed.value.returncode == 1
    good, bad = json.loads(capsys.readouterr().out)
    assert (good["shown"], good["valid"], good["reason"]) == ("943 476 5919", True, None)
    assert (bad["shown"], bad["valid"]) == ("999 123 4560", False)
    assert "last digit" in bad["reason"]
