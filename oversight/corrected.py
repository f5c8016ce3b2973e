"""Months that were over, and perhaps reported, before a stay of theirs was put right."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from core.dates import local_day
from core.models import AuditEvent
from oversight.measures import Span

_DAYS = ("admitted_on", "was_admitted_on", "discharged_on", "was_discharged_on", "on")
_COUNTED = ("register.admitted", "register.discharged", "register.stay_ended")


def corrected_since(
    stays: Iterable[UUID], people: Iterable[UUID], spans: Sequence[Span]
) -> list[tuple[Span, int]]:
    """Return the spans whose figures changed after they were over, and by how many stays.

    `stays` and `people` are those counted, struck-out stays included. Two queries.
    """
    ids = {str(stay) for stay in stays}
    kinds = ("register.struck_out", "register.stay_corrected")
    told = AuditEvent.objects.filter(
        kind__in=kinds, person_id__in=list(people), at__date__gte=spans[0].start
    )
    changes: list[tuple[str, date, set[date]]] = []
    struck: dict[int, tuple[str, date]] = {}
    for at, facts in told.values_list("at", "facts"):
        stay = str(facts.get("stay") or facts.get("fact"))
        if stay not in ids:
            continue
        on = local_day(at)
        if "of" in facts:
            struck |= {int(number): (stay, on) for number in facts["of"]}
        elif {"admitted_on", "discharged_on"} & set(facts.get("changed") or ()):
            changes.append((stay, on, _days(facts)))
    mistaken = AuditEvent.objects.filter(pk__in=list(struck), kind__in=_COUNTED)
    for number, facts in mistaken.values_list("pk", "facts"):
        changes.append((*struck[number], _days(facts)))
    found = [(span, _touched(span, changes)) for span in spans]
    return [(span, count) for span, count in found if count]


def _days(facts: dict[str, object]) -> set[date]:
    return {date.fromisoformat(str(facts[name])) for name in _DAYS if facts.get(name)}


def _touched(span: Span, changes: Iterable[tuple[str, date, set[date]]]) -> int:
    """Return how many stays with a day in `span` were put right once it was over."""
    return len(
        {
            stay
            for stay, on, days in changes
            if on > span.last and any(span.holds(day) for day in days)
        }
    )
