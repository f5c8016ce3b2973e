"""What someone types to find a person, taken apart: names, numbers, dates of birth, postcodes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core import nhs_number, pasted
from core.dates import written_day
from core.names import contains_words, words_of

MOST_WORDS = 8
"""No name has more words that tell it from others; the rest of what was typed is left aside."""

_OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?", re.IGNORECASE)
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{2})")
_IN_ONE = re.compile(r"([0-9]{2})([0-9]{2})((?:19|20)[0-9]{2})")
_LABEL = frozenset({"nhs", "no", "num", "number"})
_PARTS_OF_A_DATE = 3


@dataclass(frozen=True, slots=True)
class Sought:
    """What a search asks for: everything of it must be so.

    `words` are those of names, in any order and perhaps misspelt; `exact` stand as they are in
    what is searched; `born` are the days that a date of birth can mean, 1983 and 2083 for "83".
    """

    words: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    born: tuple[date, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed that anyone could be found by."""
        return not (self.words or self.exact or self.born)

    def fits(self, text: str, birth_date: date | None) -> bool:
        """Whether a search text and a date of birth are what is sought, letter by letter."""
        if self.is_empty or (self.born and birth_date not in self.born):
            return False
        return contains_words(text, self.words) and all(one in text for one in self.exact)


def read(typed: str) -> Sought:
    """Return what `typed` asks for, as people write it, in any order."""
    number = nhs_number.digits_of(typed)
    if number is not None:
        return Sought(exact=(number,))
    parts = pasted.line(typed).replace(",", " ").split()
    born = _born(parts)
    exact = [*_postcodes(parts), *_digits(parts)]
    words = [word for part in parts for word in words_of(part)]
    if exact:
        words = [word for word in words if word not in _LABEL]
    return Sought(tuple(dict.fromkeys(words))[:MOST_WORDS], tuple(exact), born)


def _born(parts: list[str]) -> tuple[date, ...]:
    """Take the first date out of `parts`, and return the days that it can be."""
    for size in (_PARTS_OF_A_DATE, 1):
        for place in range(len(parts) - size + 1):
            days = _days(" ".join(parts[place : place + size]))
            if days:
                del parts[place : place + size]
                return days
    return ()


def _days(words: str) -> tuple[date, ...]:
    day = written_day(words)
    if day is not None:
        return (day,)
    if found := _IN_ONE.fullmatch(words):
        return _real([found.groups()])
    if found := _SHORT_YEAR.fullmatch(words):
        first, month, year = found.groups()
        return _real([(first, month, century + year) for century in ("19", "20")])
    return ()


def _real(written: Sequence[tuple[str, ...]]) -> tuple[date, ...]:
    days = (written_day("/".join(one)) for one in written)
    return tuple(day for day in days if day is not None)


def _postcodes(parts: list[str]) -> list[str]:
    """Take the postcodes out of `parts`, whole or written in two, and return them folded."""
    found, place = [], 0
    while place < len(parts):
        for size in (1, 2):
            taken = parts[place : place + size]
            together = _POSTCODE.fullmatch("".join(taken))
            if together and (size == 1 or _OUTWARD.fullmatch(taken[0])):
                found.append("".join(taken).lower())
                del parts[place : place + size]
                break
        else:
            place += 1
    return found


def _digits(parts: list[str]) -> list[str]:
    """Take what is digits only out of `parts`; digits that follow one another are one number."""
    found: list[str] = []
    rest: list[str] = []
    follows = False
    for part in parts:
        plain = pasted.digits(part)
        is_number = plain.isascii() and plain.isdecimal()
        if not is_number:
            rest.append(part)
        elif follows:
            found[-1] += plain
        else:
            found.append(plain)
        follows = is_number
    parts[:] = rest
    return found
