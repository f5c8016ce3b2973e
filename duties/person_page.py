"""What the page of a person reads of their duties, once for all that show them.

Given to `Viewing.once`.
"""

from datetime import date
from typing import Any

from django.db.models import F

from core.records import Viewing
from duties import corrected
from duties.models import Duty
from duties.rules import CORRECTED, DutyStatus

MOST = 100
"""How many duties the page reads: every open one, then the last ones that ended."""


def open_duties(viewing: Viewing) -> list[Any]:
    """Return the duties still to be met, in the order of their dates, with what meets them."""
    rows = [one for one in viewing.once(_duties) if one.status == DutyStatus.OPEN]
    return sorted(rows, key=lambda one: (one.due_on or date.max, one.pk))


def ended_duties(viewing: Viewing) -> list[Any]:
    """Return the duties that were met or no longer apply, the last first.

    Of one that ended because a fact was put right `because` says what kind of fact that was.
    """
    ended = [one for one in viewing.once(_duties) if one.ended_at is not None]
    numbers = [one.ended_by_event for one in ended if one.reason == CORRECTED]
    known = corrected.why(one for one in numbers if one) if any(numbers) else {}
    for one in ended:
        wrong = one.reason == CORRECTED
        one.because = known.get(one.ended_by_event, CORRECTED) if wrong else one.reason
    return ended


def _duties(viewing: Viewing) -> list[Any]:
    rows = Duty.objects.filter(person=viewing.person).with_what_meets().select_related("ended_by")
    return list(rows.order_by(F("ended_at").desc(nulls_first=True), "pk")[:MOST])
