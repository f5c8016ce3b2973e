"""The names of people: shown with one name or two, compared, sorted, and looked for.

There is one way to fold a name, and it is here. The key that lists are sorted by, the text that a
search looks through, what is typed into a search, and the comparison of two records all use it.
"""

import re
import unicodedata
from collections.abc import Sequence

NO_FIXED_HOME = "ZZ99 3VZ"
"""The postcode of people with no fixed home, as the NHS postcode directory has it."""
NO_HOME = f"If they have no fixed home, enter {NO_FIXED_HOME}."

ONE_NAME = "If they have only one name, enter it here and leave the first name blank."
"""What a form that asks for a last name says beside it."""

SORT_KEY_LENGTH = 201
SHORT = 2
"""Up to so many letters, what is typed is looked for at the beginning of words only."""

_LETTERS = str.maketrans(
    {
        "\u0131": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
        "ß": "ss", "ħ": "h", "ŧ": "t", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y",
    }
)  # fmt: skip
"""Letters with a stroke or a tail, which Unicode does not take apart, as they stand in English."""
_ACCENTS = (
    (0x0300, 0x036F), (0x0591, 0x05C7), (0x064B, 0x065F), (0x0670, 0x0670), (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F),
)  # fmt: skip
"""Accents, and the points of Hebrew and Arabic, which names are written with or without. The
vowel signs of Indian and other scripts are no accents: without them two names would be one."""
_APOSTROPHES = frozenset("'`\u00b4\u2018\u2019\u201b\u2032\uff07")
_LETTER_MARKS = (0x02B0, 0x02FF)
"""Marks that count as letters, such as the okina of Hawaiian names."""


def words_of(text: str) -> list[str]:
    """Return the words of a name: small letters, no accents; an apostrophe parts no word."""
    if not text.isascii():
        text = "".join("" if one in _APOSTROPHES else one for one in text)
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    small = text.casefold().translate(_LETTERS)
    return "".join(map(_kept, small)).split()


def folded(text: str) -> str:
    """Return a name as it is compared: small letters, no accents, spaces or punctuation."""
    return "".join(words_of(text))


def _kept(one: str) -> str:
    """Return a letter or digit itself, nothing for what parts no word, a space for the rest."""
    if one.isascii():
        return one if one.isalnum() else "" if one in _APOSTROPHES else " "
    kind = unicodedata.category(one)
    if kind[0] == "M":
        return "" if _within(one, *_ACCENTS) else one
    if kind == "Cf" or _within(one, _LETTER_MARKS):
        return ""
    return one if kind[0] in "LN" else " "


def _within(one: str, *ranges: tuple[int, int]) -> bool:
    return any(first <= ord(one) <= last for first, last in ranges)


def full_name(given: str, family: str) -> str:
    """Return the name as someone is called, "Robin Ashdown"; the one name where there is one."""
    return f"{given} {family}".strip()


def listed_name(family: str, given: str) -> str:
    """Return the name as lists have it, "Ashdown, Robin"; the one name where there is one."""
    return ", ".join(one for one in (family, given) if one)


def sort_key(family: str, given: str) -> str:
    """Return what lists are ordered by, letter by letter: family name first.

    Its order is that of its characters, so that PostgreSQL, by the collation "C", and Python
    put the same people in the same order.
    """
    return f"{folded(family)} {folded(given)}".strip()[:SORT_KEY_LENGTH]


def search_text(
    *, family: str, given: str, preferred: str = "", number: str = "", postcode: str = ""
) -> str:
    """Return what a search looks through, each word between two spaces.

    The words of the names, the NHS number, the postcode, and the names once more without any
    space, in either order.
    """
    names = [word for name in (family, given, preferred) for word in words_of(name)]
    whole = [folded(one) for one in (family, given, preferred)]
    joined = [whole[0] + whole[1] + (whole[0] if whole[1] else "")]
    joined += [whole[2] + whole[0]] if whole[2] else []
    parts = dict.fromkeys([*names, number, folded(postcode), *joined])
    return f" {' '.join(one for one in parts if one)} "


def contains_words(text: str, words: Sequence[str]) -> bool:
    """Whether a text made by `search_text` has all `words`: short ones begin a word of it."""
    return all(looked_for(word) in text for word in words)


def looked_for(word: str) -> str:
    """Return what a search text must contain for `word`: two letters stand in too many words."""
    return f" {word}" if len(word) <= SHORT else word


def names_left_out(words: str, *names: str) -> str:
    """Return free text with the words of these names taken out, for who may not read them.

    Words of one or two letters stay: they are rarely a name, and often something else.
    """
    parts = {part for name in names for part in name.split() if len(part) > 2}
    for part in sorted(parts, key=len, reverse=True):
        words = re.sub(rf"\b{re.escape(part)}\b", LEFT_OUT, words, flags=re.IGNORECASE)
    return words


LEFT_OUT = "[name]"
