"""Stays in hospital on a person's timeline: each on its own day, however late it was recorded."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from core.records import Moment, on_day


def moments(stays: Iterable[Any]) -> list[Moment]:
    """Return the admission and the end of each stay, as the person's page has read them."""
    found = []
    for stay in stays:
        at = _first_said(stay, "admitted_on", stay.admitted_on)
        when = on_day(stay.admitted_on, recorded_at=at)
        found.append(Moment(when, f"Admitted to {stay.hospital.name}", recorded_at=at))
        if stay.discharged_on is not None:
            at = _first_said(stay, "discharged_on", stay.discharged_on)
            when = on_day(stay.discharged_on, recorded_at=at)
            title = f"Stay in {stay.hospital.name} ended"
            found.append(Moment(when, title, stay.destination, recorded_at=at))
    return found


def _first_said(stay: Any, what: str, day: date) -> datetime:
    """Return when a stay was first said to begin, or to end, on the day that stands now."""
    said = (one["at"] for one in stay.past if one[what] == day.isoformat())
    return min(map(datetime.fromisoformat, said))
