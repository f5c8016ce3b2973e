"""What was pasted, made into what was meant before it is judged.

Text from a word processor, a chat or another record system carries characters that no one sees:
spaces without width, soft hyphens, spaces of other widths, line breaks of other kinds. Two
spellings of one name would be two people, and a message about a character that cannot be seen
helps no one.
"""

import re
import unicodedata

_INVISIBLE = dict.fromkeys(
    map(ord, "\u00ad\u034f\u180e\u200b\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff")
)
"""Without width and without meaning: removed. The two joiners stay, for Persian, for the scripts
of India and for emoji; and what turns the direction of writing is refused, not hidden."""
_SPACES = dict.fromkeys(
    map(
        ord,
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
    ),
    " ",
)
_TIDY = {**_INVISIBLE, **_SPACES}
_LINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u201b\u2032\u00b4\u02bc\uff07"), "'")


def line(text: str) -> str:
    """Return one line: letters composed, every kind of space one space, nothing invisible."""
    return text if text.isascii() else unicodedata.normalize("NFC", text).translate(_TIDY)


def lines(text: str) -> str:
    """Return several lines as `line` does, with `\\n` for every kind of line break."""
    return line(_LINES.sub("\n", text))


def email(text: str) -> str:
    """Return an email address: as `line`, with a plain apostrophe and no space at all."""
    return line(text).translate(_APOSTROPHES).replace(" ", "")


def digits(text: str) -> str:
    """Return what is written between separators without them: spaces, dashes, dots, marks."""
    plain = line(text)
    kept = (one for one in plain if unicodedata.category(one) not in _SEPARATING)
    return "".join(one for one in kept if one not in ".\t\r\n")


_SEPARATING = frozenset({"Zs", "Zl", "Zp", "Cf", "Pd"})
