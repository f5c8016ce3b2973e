"""A rating as people see it: its word, a shape, a colour and what it is a rating of.

Colour never carries meaning alone: each level has a shape of its own, which print and forced
colours keep. BLUE is drawn as an outline, for it is a status (now an inpatient) and not a point on
the scale of risk. The tags are made once, so that a list of thousands pays nothing for them.
"""

from django.utils.safestring import SafeString, mark_safe

from core.nhsuk.html import element

RISK = "risk of admission to a mental health hospital"
MEANS = {
    "RED": RISK,
    "AMBER": RISK,
    "GREEN": RISK,
    "BLUE": "now in a mental health hospital; a status, not a level of risk",
}
WORDS = {"RED": "RED", "AMBER": "AMBER", "GREEN": "GREEN", "BLUE": "BLUE inpatient"}
# Drawn in a 16 by 16 box: diamond, triangle, circle, and the H that signs show for a hospital.
SHAPES = {
    "RED": '<path d="M8 0l8 8-8 8-8-8z"/>',
    "AMBER": '<path d="M8 1l7.5 14H.5z"/>',
    "GREEN": '<circle cx="8" cy="8" r="7"/>',
    "BLUE": '<path d="M2 1h4v5h4V1h4v14h-4v-5H6v5H2z"/>',
}


def _tag(level: str) -> SafeString:
    shape = element(
        "svg",
        {
            "class": "dsr-rating__shape",
            "viewBox": "0 0 16 16",
            "width": "14",
            "height": "14",
            "focusable": "false",
            "aria-hidden": "true",
        },
        mark_safe(SHAPES[level]),
    )
    hidden = element("span", {"class": "nhsuk-u-visually-hidden"}, f", {MEANS[level]}")
    named = f"nhsuk-tag dsr-rating dsr-rating--{level.lower()}"
    return element("strong", {"class": named}, shape, WORDS[level], hidden)


TAGS = {level: _tag(level) for level in SHAPES}
NOT_RATED = element("strong", {"class": "nhsuk-tag nhsuk-tag--grey dsr-rating"}, "Not rated")


def rating_tag(level: object) -> SafeString:
    """Return the tag of a level (RED, AMBER, GREEN) or status (BLUE); else "Not rated"."""
    return TAGS.get(str(level or "").upper(), NOT_RATED)
