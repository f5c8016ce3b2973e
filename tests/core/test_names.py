"""Names folded in one way, for sorting, searching and comparing; and shown with one name or two."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.names import (
    contains_words,
    folded,
    full_name,
    listed_name,
    search_text,
    sort_key,
    words_of,
)

NAMES = some.text(
    some.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=100
) | some.sampled_from(
    ["Zoë", "Nuñez-Müller", "Łoś",
     "Y\u0131ld\u0131z", "İbrahim", "Ó Brien", "Öztürk", "Ács", "D\u2019Souza",
     "van der Berg", "Nguyễn Thị", "सीता", "李", "Мария", "محمد", "N\u0303andu"]
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Zoë", "Zoe"), ("Nuñez-Müller", "Nunez Muller"), ("Nuñez-Müller", "NUNEZMULLER"),
        ("Y\u0131ld\u0131z", "Yildiz"), ("İbrahim", "Ibrahim"), ("Łoś", "Los"),
        ("Ó Brien", "O'Brien"),
        ("O\u2019Brien", "O`Brien"), ("O\u02bcBrien", "OBrien"), ("O\u00b4Brien", "obrien"),
        ("Straße", "Strasse"), ("Ǿrsted", "Orsted"), ("Nguyễn", "Nguyen"), ("A\u200dli", "Ali"),
        ("\uff33mith", "Smith"), ("Ærø", "Aero"), ("Þóra", "Thora"),
    ],
)  # fmt: skip
def test_a_name_is_folded_to_what_someone_without_accents_types(name: str, typed: str) -> None:
    assert folded(name) == folded(typed)
    assert folded(unicodedata.normalize("NFD", name)) == folded(name)


@pytest.mark.parametrize(("one", "other"), [("राम", "रमा"), ("กา", "กี"), ("李", "王")])
def test_names_that_differ_by_a_vowel_sign_stay_two_names(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@given(NAMES)
def test_folding_twice_is_folding_once(name: str) -> None:
    assert folded(folded(name)) == folded(name)
    assert folded(name) == "".join(words_of(name))


@given(NAMES)
def test_a_name_is_found_however_its_accents_are_stored(name: str) -> None:
    text = search_text(family=name, given="")
    assert contains_words(text, words_of(unicodedata.normalize("NFD", name)))


@given(NAMES, NAMES)
def test_names_are_found_in_any_order_and_without_spaces(family: str, given_name: str) -> None:
    text = search_text(family=family, given=given_name)
    words = words_of(family) + words_of(given_name)
    assert contains_words(text, words)
    assert contains_words(text, words[::-1])
    assert folded(given_name) + folded(family) in text
    assert folded(family) + folded(given_name) in text


@given(some.lists(some.tuples(NAMES, NAMES), max_size=20))
def test_python_and_the_collation_c_put_keys_in_one_order(people: list[tuple[str, str]]) -> None:
    keys = [sort_key(*one) for one in people]
    assert sorted(keys) == sorted(keys, key=lambda key: key.encode())
    assert all(len(key) <= 201 for key in keys)


def test_lists_are_ordered_as_english_readers_expect() -> None:
    """B19: Ács among A, Ó Brien and Öztürk among O."""
    family = ["Adams", "Ács", "Baker", "Nolan", "Ó Brien", "O'Brien", "Olsen", "Öztürk", "Parker"]
    listed = sorted(family, key=lambda name: sort_key(name, "Robin"))
    assert listed == [
        "Ács", "Adams", "Baker", "Nolan", "Ó Brien", "O'Brien", "Olsen", "Öztürk", "Parker",
    ]  # fmt: skip
    assert sort_key("Ng", "Bo") < sort_key("Ngo", "Al")


@given(NAMES.filter(str.strip).map(str.strip))
def test_one_name_has_no_stray_comma_and_no_space_beside_it(name: str) -> None:
    """B16."""
    assert listed_name(name, "") == listed_name("", name) == name
    assert full_name("", name) == full_name(name, "") == name
    assert sort_key(name, "") == folded(name)[:201]


def test_two_names_are_shown_as_they_were() -> None:
    assert listed_name("Ashdown", "Robin") == "Ashdown, Robin"
    assert full_name("Robin", "Ashdown") == "Robin Ashdown"
