"""A question about somebody must not say who they are."""

import re

from core.errors import RuleBroken
from core.nhs_number import Invalid, parse

_TEN_DIGITS = re.compile(r"(?<!\d)(?:\d[ \-]?){9}\d(?!\d)")
_BORN = re.compile(
    r"\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?)\b[ :]*\d{1,2}[ ./\-]", re.IGNORECASE
)


def check_unnamed(words: str, *, field: str) -> None:
    """Refuse words that hold an NHS number or a date of birth; names are for the writer to leave.

    A number counts when its check digit is right, so that a telephone number passes.
    """
    if any(_is_nhs_number(found) for found in _TEN_DIGITS.findall(words)):
        raise RuleBroken(
            "This holds an NHS number. Take out everything that says who the person is",
            field=field,
        )
    if _BORN.search(words):
        raise RuleBroken("This holds a date of birth. Give the age in years instead", field=field)


def check_asked(words: str, *, field: str, missing: str) -> None:
    """Refuse an empty question or answer, and one that says who somebody is."""
    if not words.strip():
        raise RuleBroken(missing, field=field)
    check_unnamed(words, field=field)


def _is_nhs_number(text: str) -> bool:
    try:
        parse(text)
    except Invalid:
        return False
    return True
