"""What is pasted from a word processor or a chat is read as it was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import nhsuk, pasted


class _Form(nhsuk.Form):
    name = nhsuk.PlainTextField("Name", required=False)
    note = nhsuk.LongTextField("Note", required=False)
    mail = nhsuk.EmailField("Email", required=False)
    word = nhsuk.PasswordField("Password", required=False)


def read(**typed: str) -> dict[str, str]:
    form = _Form(typed)
    assert form.is_valid(), form.errors
    return {name: form.cleaned_data[name] for name in typed}


@pytest.mark.parametrize("breaks", ["\u2028", "\u2029", "\x0b", "\x0c", "\x85", "\r\n", "\r"])
def test_every_kind_of_line_break_is_kept_as_one(breaks: str) -> None:
    assert read(note=f"One{breaks}two") == {"note": "One\ntwo"}


@pytest.mark.parametrize("space", ["\u00a0", "\u2009", "\u202f", "\u3000", "\u2003"])
def test_every_kind_of_space_is_a_space(space: str) -> None:
    assert read(name=f"Ann{space}Lee", note=f"a{space}b") == {"name": "Ann Lee", "note": "a b"}


def test_one_name_spelt_in_two_ways_is_one_name() -> None:
    assert read(name="Zoe\u0308 \u200bBell\u00ad") == {"name": "Zo\u00eb Bell"}


@pytest.mark.parametrize(
    "name", ["\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0d28\u0d4d\u200d"]
)
def test_what_joins_letters_in_other_scripts_stays(name: str) -> None:
    assert read(name=name) == {"name": name}


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("jo.zero@nhs.net\u200b", "jo.zero@nhs.net"),
        ("o\u2019brien@nhs.net", "o'brien@nhs.net"),
        ("\u00a0jo@nhs.net ", "jo@nhs.net"),
    ],
)
def test_an_address_is_the_clean_one(typed: str, address: str) -> None:
    assert read(mail=typed) == {"mail": address}


def test_a_password_is_never_tidied() -> None:
    word = " pa\u00a0ss\u200bwo\u00adrd "
    assert read(word=word) == {"word": word}


@given(st.text())
def test_what_is_tidied_once_stays_as_it_is(text: str) -> None:
    for tidy in (pasted.line, pasted.lines, pasted.email, pasted.digits):
        assert tidy(tidy(text)) == tidy(text)
