"""What is typed into a search is read as people write it: names, numbers, dates, postcodes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from register.rules.finding import Sought, read

BORN = date(1983, 4, 13)


@pytest.mark.parametrize(
    ("typed", "sought"),
    [
        ("Zoë Nuñez", Sought(words=("zoe", "nunez"))),
        ("O\u2019Brien, Seán", Sought(words=("obrien", "sean"))),
        ("943 476 5919", Sought(exact=("9434765919",))),
        ("943-476-5919", Sought(exact=("9434765919",))),
        ("NHS No: 943 476 5919", Sought(exact=("9434765919",))),
        ("9434\u200b765\u2009919", Sought(exact=("9434765919",))),
        ("Nunez 943 476 5919", Sought(words=("nunez",), exact=("9434765919",))),
        ("943 476", Sought(exact=("943476",))),
        ("13/04/1983", Sought(born=(BORN,))),
        ("13.4.1983", Sought(born=(BORN,))),
        ("13041983", Sought(born=(BORN,))),
        ("13/4/83", Sought(born=(BORN, date(2083, 4, 13)))),
        ("13th April 1983", Sought(born=(BORN,))),
        ("1983-04-13", Sought(born=(BORN,))),
        ("Nunez 13 Apr 1983", Sought(words=("nunez",), born=(BORN,))),
        ("1983-04-13 Zoe", Sought(words=("zoe",), born=(BORN,))),
        ("bs1 1aa", Sought(exact=("bs11aa",))),
        ("BS11AA", Sought(exact=("bs11aa",))),
        ("Smith ZZ99 3VZ", Sought(words=("smith",), exact=("zz993vz",))),
        ("Smith BS1", Sought(words=("smith", "bs1"))),
        ("\u2026 - ?", Sought()),
        ("", Sought()),
    ],
)
def test_what_is_typed_is_taken_apart(typed: str, sought: Sought) -> None:
    assert read(typed) == sought


@given(some.text(max_size=100))
def test_nothing_that_can_be_typed_is_a_fault(typed: str) -> None:
    sought = read(typed)
    assert sought.fits("", None) is False
    assert len(sought.words) <= 8
