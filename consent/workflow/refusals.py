"""Counting that somebody said no, and keeping nothing else."""

from datetime import datetime

from django.db.models import F

from accounts.models import Area
from consent.models import RefusalCount
from core import events
from core.dates import local_day


@events.step
def count_refusal(*, area: Area, at: datetime) -> None:
    """Count one refusal in `area` in this month.

    No event is published: an audit row would say who asked whom at what minute, and so lead
    back to the person who said no.
    """
    month = local_day(at).replace(day=1)
    row, _ = RefusalCount.objects.get_or_create(area=area, month=month, defaults={"count": 0})
    RefusalCount.objects.filter(pk=row.pk).update(count=F("count") + 1)
