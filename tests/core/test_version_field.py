"""A version that a page carries is a number, and what no page of ours sent fits no record."""

import pytest
from django import forms

from core import nhsuk


class Page(nhsuk.Form):
    version = nhsuk.VersionField()


class Lost(nhsuk.Form):
    version = nhsuk.VersionField(required=False)


def read(form: type[forms.Form], sent: str) -> object:
    page = form({"version": sent})
    return page.cleaned_data["version"] if page.is_valid() else "refused"


@pytest.mark.parametrize(
    ("sent", "number"),
    [("0", 0), ("17", 17), (" 17 ", 17), ("9" * 18, int("9" * 18)), ("9" * 19, -1), ("-1", -1),
     ("x", -1), ("1.0", -1), ("\u00b2", -1), ("\u0661", -1)],
)  # fmt: skip
def test_a_version_is_read_as_a_number(sent: str, number: int) -> None:
    assert read(Page, sent) == number


def test_one_that_is_missing_is_refused_or_none() -> None:
    assert read(Page, "") == "refused"
    assert read(Lost, "") is None
