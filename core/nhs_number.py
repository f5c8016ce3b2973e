"""NHS numbers: read what was typed, check it, show it, and make test ones.

An NHS number is ten digits, shown 3-3-4; the tenth is a modulus 11 check digit
(domain.md section 9, source S45). 999 000 0000 to 999 999 9999 are never issued and serve
for tests; they still need a valid check digit.

No message repeats the number: messages reach pages and logs.
"""

import re
from collections.abc import Iterator

from core import pasted

LENGTH = 10
TEST_RANGE = "999"

_LABEL = re.compile(r"nhs(number|no|num)?[:#]*", re.IGNORECASE)
_MINUS = "\u2212"
_DIGITS = re.compile(r"[0-9]+")
_NATIONAL_INSURANCE = re.compile(r"[A-Z]{2}[0-9]{6}[A-D]?", re.IGNORECASE)
# Longer than any way of spacing out ten digits; what is longer is not scanned at all.
_LONGEST_TYPED = 60


class Invalid(ValueError):
    """The text is not an NHS number; the message says why, in plain English."""


def parse(text: str) -> str:
    """Return the ten digits of the NHS number in `text`; raise `Invalid` when it is none.

    Spaces, dashes, dots and invisible characters between the digits, and "NHS number:" before
    them, are accepted. Only the digits 0 to 9 count: digits of other scripts are refused, since
    two spellings of one number would be two people. So is a number that no one can have.
    """
    if len(text) > _LONGEST_TYPED:
        raise Invalid(f"An NHS number has {LENGTH} digits. This is much longer.")
    compact = _compact(text)
    if not compact:
        raise Invalid("Enter an NHS number.")
    if _NATIONAL_INSURANCE.fullmatch(compact):
        raise Invalid(
            "This is a National Insurance number. An NHS number has 10 digits and no letters."
        )
    if not _DIGITS.fullmatch(compact):
        raise Invalid("An NHS number has only the digits 0 to 9, for example 999 123 4578.")
    if len(compact) != LENGTH:
        digits = "1 digit" if len(compact) == 1 else f"{len(compact)} digits"
        raise Invalid(f"An NHS number has {LENGTH} digits. This has {digits}.")
    if is_never_given(compact):
        raise Invalid("This number is never given to anyone. Leave it blank if you do not know it.")
    _refuse_wrong_check_digit(compact)
    return compact


def _compact(text: str) -> str:
    """Return the text without what separates digits, and without the words before them."""
    found = pasted.digits(text).replace(_MINUS, "")
    label = _LABEL.match(found)
    return found[label.end() :] if label else found


RUN = "0123456789" * 2
"""Ten digits up or down in turn are a placeholder, whether or not the last one fits."""
NEVER_GIVEN = ("00", "5")
"""How no number of England, Wales, the Isle of Man, Scotland or Northern Ireland begins (L: the
published ranges are 3, 4, 6 and 7, and dates of birth in Scotland)."""


def is_never_given(digits: str) -> bool:
    """Whether ten digits stand for "not known": all the same, a run, or of a range not in use."""
    same = len(set(digits)) == 1
    return same or digits.startswith(NEVER_GIVEN) or digits in RUN or digits in RUN[::-1]


def digits_of(text: str) -> str | None:
    """Return the ten digits in `text` whether or not the last one fits; None when not ten."""
    compact = _compact(text[:_LONGEST_TYPED])
    return compact if len(compact) == LENGTH and _DIGITS.fullmatch(compact) else None


def _refuse_wrong_check_digit(digits: str) -> None:
    expected = check_digit(digits[:9])
    if expected is None or expected != int(digits[9]):
        raise Invalid(
            "This is not a valid NHS number: its last digit does not fit the others. "
            "Check that each digit is right."
        )


def check_digit(first_nine: str) -> int | None:
    """Return the tenth digit for `first_nine`, or None where no number can begin so.

    Weights 10 down to 2; 11 less the remainder by 11; 11 counts as 0 and 10 is never issued
    (S45).
    """
    if len(first_nine) != LENGTH - 1 or not _DIGITS.fullmatch(first_nine):
        raise ValueError("first_nine must be nine digits")
    total = sum(int(digit) * (LENGTH - place) for place, digit in enumerate(first_nine))
    found = (11 - total % 11) % 11
    return None if found == 10 else found


def show(number: str) -> str:
    """Return ten digits in the way they are read aloud: 943 476 5919."""
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def is_test_number(number: str) -> bool:
    """Whether `number` lies in the range that is never issued."""
    return number.startswith(TEST_RANGE)


def test_numbers(start: int = 0) -> Iterator[str]:  # noqa: PT028
    """Yield valid numbers of the test range in order, from the place `start`, each one once.

    `start` is 0 to 999,999; about ten in eleven places give a number.
    """
    for place in range(start, 1_000_000):
        first_nine = f"{TEST_RANGE}{place:06d}"
        last = check_digit(first_nine)
        if last is not None:
            yield f"{first_nine}{last}"


# Its name begins as a test does; this keeps pytest from taking it for one.
test_numbers.__test__ = False  # type: ignore[attr-defined]
