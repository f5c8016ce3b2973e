"""What one email says of many corrections: how many about each person, their area, a link."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from alerts.models import Notice
from alerts.wording import Wording
from register.models import Person

WORDING = Wording(
    "Several things you were told have been corrected",
    "Several things that were recorded wrongly have been put right or struck out. Open each "
    "person's page to see what it says now, who changed it and why. Your notifications list each "
    "correction.",
    "notices",
)
SAID = {
    "record_put_right": "put right",
    "record_struck_out": "struck out",
    "meeting_corrected": "corrected in the minutes of a meeting",
    "minutes_to_check": "moved here for your team to check",
}
MOST = 20
"""Of how many people an email has a line each; the notifications have them all."""


@dataclass(frozen=True, slots=True)
class Line:
    """What was corrected about one person, and where to read it."""

    words: str
    link: str = ""


def lines(notices: Iterable[Notice], address: Callable[[Notice], str]) -> list[Line]:
    """Return a line for each person that the notices are about, in their order, without names."""
    about: dict[UUID | None, list[Notice]] = {}
    for notice in notices:
        about.setdefault(notice.person_id, []).append(notice)
    rows = Person.everyone.filter(pk__in=[one for one in about if one])
    areas = dict(rows.values_list("pk", "area__name"))
    said = [
        Line(f"{_count(some)}, about someone in {areas[person]}", address(some[0]))
        for person, some in list(about.items())[:MOST]
        if person in areas
    ]
    more = len(about) - MOST
    if more > 0:
        said.append(Line(f"Corrections about {more} more {'person' if more == 1 else 'people'}"))
    return said


def _count(notices: Iterable[Notice]) -> str:
    """Return how many were put right and struck out, such as "1 put right, 3 struck out"."""
    counts = Counter(one.kind for one in notices)
    return ", ".join(f"{counts[kind]} {words}" for kind, words in SAID.items() if counts[kind])
