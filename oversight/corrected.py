"""Months that were over, and perhaps reported, before something counted in them was put right.

Figures count what stands. A stay, visit or review that was struck out or corrected, a stay that a
closing in error had ended, and one that nobody had known of, change a month in silence: it is
named, with how many records changed it.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from core.dates import local_day
from core.models import AuditEvent
from duties.happenings import happening
from oversight.measures import Span
from register.models import InpatientStay
from register.rules import LONG_AGO, no_longer_hold

_OF_A_STAY = ("admitted_on", "was_admitted_on", "discharged_on", "was_discharged_on", "on")
_DAYS_OF = {"reviews.visited": ("visited_on",), "reviews.held": ("held_on",)}
"""The facts that say on which days something is counted."""
_COUNTED = (
    "register.admitted", "register.discharged", "register.stay_ended", "reviews.visited",
    "reviews.held",
)  # fmt: skip
"""What tells of something that figures count."""
_TAKES_BACK = ("register.struck_out", "register.fact_corrected")

Change = tuple[str, date, set[date]]
"""Which record changed, when that was done, and the days that it is counted on, old and new."""


def corrected_since(
    stays: Iterable[UUID], people: Iterable[UUID], spans: Sequence[Span]
) -> list[tuple[Span, int]]:
    """Return the spans whose figures changed after they were over, and by how many records.

    `stays` and `people` are those counted, struck-out stays included. Two queries.
    """
    ids = {str(stay) for stay in stays}
    lately = Q(kind="register.stay_ended", facts__reason=LONG_AGO)
    told = AuditEvent.objects.filter(
        lately | Q(kind__in=(*_TAKES_BACK, "register.stay_corrected")),
        person_id__in=list(people), at__date__gte=spans[0].start,
    )  # fmt: skip
    changes: list[Change] = []
    taken_back: dict[int, tuple[date, dict[str, Any]]] = {}
    for kind, at, facts in told.values_list("kind", "at", "facts"):
        if kind in _TAKES_BACK:
            taken_back |= {int(one): (local_day(at), facts) for one in facts.get("of") or ()}
        elif str(facts.get("stay")) in ids and _changes_days(kind, facts):
            changes.append((str(facts["stay"]), local_day(at), _days(facts)))
    changes += _mistaken(taken_back, ids)
    found = [(span, _touched(span, changes)) for span in spans]
    return [(span, count) for span, count in found if count]


def _changes_days(kind: str, facts: dict[str, Any]) -> bool:
    """Whether a stay was put right in its days, or became known long after it had ended."""
    changed = set(facts.get("changed") or ())
    return kind != "register.stay_corrected" or bool({"admitted_on", "discharged_on"} & changed)


def _mistaken(taken_back: dict[int, tuple[date, dict[str, Any]]], ids: set[str]) -> list[Change]:
    """Return the changes by events that no longer hold, or hold with another day.

    What happened in a stay counts with it; what happened in none, with the person.
    """
    rows = AuditEvent.objects.filter(pk__in=list(taken_back), kind__in=_COUNTED)
    found: list[Change] = []
    for number, kind, person, facts in rows.values_list("pk", "kind", "person_id", "facts"):
        stay, names = facts.get("stay"), _DAYS_OF.get(kind, _OF_A_STAY)
        if stay is None or str(stay) in ids:
            on, now = taken_back[number]
            found.append((str(stay or person), on, _days(facts, names) | _days(now, names)))
    return found


def _days(facts: dict[str, Any], names: Sequence[str] = _OF_A_STAY) -> set[date]:
    return {date.fromisoformat(str(facts[name])) for name in names if facts.get(name)}


def _touched(span: Span, changes: Iterable[Change]) -> int:
    """Return how many records with a day in `span` were put right once it was over."""
    return len(
        {
            record
            for record, on, days in changes
            if on > span.last and any(span.holds(day) for day in days)
        }
    )


_KNOWN_BEFORE = (*_TAKES_BACK, "meetings.struck_out", "referrals.struck_out")


def _named(facts: dict[str, Any]) -> list[int]:
    """Return the earlier events that a strike-out or a correction is about."""
    of = facts.get("of")
    return [int(number) for number in (of if isinstance(of, list) else [of]) if number]


def known_otherwise(stays: Iterable[InpatientStay]) -> set[UUID]:
    """Return the stays of which something has been put right, after the admission, that was told
    as known before it: a rating, a review, minutes, an earlier stay, or the day itself.

    A look-back that was reported reads otherwise now. Two queries.
    """
    admitted: dict[UUID, list[InpatientStay]] = {}
    for stay in stays:
        admitted.setdefault(stay.person_id, []).append(stay)
    told = AuditEvent.objects.filter(
        kind__in=(*_KNOWN_BEFORE, "register.stay_corrected"), person_id__in=list(admitted)
    )
    rows = list(told.values_list("pk", "kind", "person_id", "at", "facts"))
    gone = no_longer_hold({pk: _named(facts) for pk, _, _, _, facts in rows})
    changes: dict[int, tuple[UUID, date]] = {}
    found: set[UUID] = set()
    for pk, kind, person, at, facts in rows:
        if person is None or pk in gone:
            continue
        on = local_day(at)
        if kind == "register.stay_corrected":
            moved = "admitted_on" in (facts.get("changed") or ())
            mine = [one for one in admitted[person] if str(one.pk) == str(facts.get("stay"))]
            found |= {one.pk for one in mine if moved and on > one.admitted_on}
            continue
        changes |= dict.fromkeys(_named(facts), (person, on))
    earlier = AuditEvent.objects.filter(pk__in=list(changes))
    for number, kind, at, facts in earlier.values_list("pk", "kind", "at", "facts"):
        day = happening(number=number, kind=kind, at=at, by=None, facts=facts).day
        person, on = changes[number]
        found |= {one.pk for one in admitted[person] if day <= one.admitted_on < on}
    return found
