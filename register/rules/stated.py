"""What a person states of themselves, in the words and codes of the NHS Data Dictionary.

Both are the person's to state (domain 9, S47, S48). "Prefers not to say" and "Not known" are
apart: the first is an answer, the second says that no one has asked yet. Sex at birth is not
kept: no rule of the register needs it.
"""

AS_STATED = "Ask the person. Choose what they say, not what others think."

Coded = tuple[tuple[str, str], ...]

GENDERS: Coded = (
    ("2", "Woman or girl (including trans)"),
    ("1", "Man or boy (including trans)"),
    ("3", "Non-binary"),
    ("4", "Another gender"),
    ("Z", "Prefers not to say"),
    ("X", "Not known"),
)
"""Gender identity."""

ETHNICITIES: Coded = (
    ("A", "White: British"),
    ("B", "White: Irish"),
    ("C", "White: any other White background"),
    ("D", "Mixed: White and Black Caribbean"),
    ("E", "Mixed: White and Black African"),
    ("F", "Mixed: White and Asian"),
    ("G", "Mixed: any other mixed background"),
    ("H", "Asian or Asian British: Indian"),
    ("J", "Asian or Asian British: Pakistani"),
    ("K", "Asian or Asian British: Bangladeshi"),
    ("L", "Asian or Asian British: any other Asian background"),
    ("M", "Black or Black British: Caribbean"),
    ("N", "Black or Black British: African"),
    ("P", "Black or Black British: any other Black background"),
    ("R", "Chinese"),
    ("S", "Any other ethnic group"),
    ("Z", "Not stated: they were asked and prefer not to say"),
    ("99", "Not known: no one has asked them yet"),
)
"""Ethnic category."""


def gender_words(code: str) -> str:
    """Return a gender identity in words; a code that no list has, as it is."""
    return dict(GENDERS).get(code, code)


def ethnicity_words(code: str) -> str:
    """Return an ethnic category in words; a code that no list has, as it is."""
    return dict(ETHNICITIES).get(code, code)
