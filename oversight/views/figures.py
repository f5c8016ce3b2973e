"""Figures over time, and admissions looked back at."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.gate import PageView
from accounts.rules import Permission
from core.dates import add_months
from oversight import corrected, look_back, over_time
from register.models import InpatientStay

PERIODS = {"3": 3, "6": 6, "12": 12, "24": 24}
"""Months back over which admissions are looked at."""
LISTED = 50
"""Admissions named on one page; the figures count them all."""


class Figures(PageView):
    """Admissions, discharges, length of stay and what was on time, as charts with tables."""

    permission = Permission.OVERSIGHT_VIEW
    template_name = "oversight/figures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = over_time.over_time(
            self.user,
            self.permission,
            on=timezone.localdate(self.now),
            hide=self.request.GET.get("numbers") == "hidden",
        )
        return super().get_context_data(found=found, as_at=self.now, **kwargs)


class LookBacks(PageView):
    """What was known and due before each admission of a period, altogether and one by one."""

    permission = Permission.OVERSIGHT_VIEW
    template_name = "oversight/look_backs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.localdate(self.now)
        months = PERIODS.get(self.request.GET.get("months", ""), 12)
        admitted = self._admitted(since=add_months(on, -months), on=on)
        found, otherwise = look_back.look_back(admitted), corrected.known_otherwise(admitted)
        seen = self._seen(found, otherwise)
        return super().get_context_data(
            months=months,
            periods=PERIODS.values(),
            summary=look_back.summary(found),
            lines=seen,
            corrected=len(otherwise),
            unnamed=len(found) - len(seen),
            as_at=self.now,
            days=look_back.DAYS_BEFORE,
            may_read_actions=self.user.holds(Permission.ACTION_VIEW),
            **kwargs,
        )

    def _admitted(self, *, since: date, on: date) -> list[InpatientStay]:
        rows = over_time.counted(self.user, self.permission)
        rows = rows.filter(admitted_on__gt=since, admitted_on__lt=on + timedelta(days=1))
        return list(rows.order_by("-admitted_on", "pk"))

    def _seen(self, found: list[look_back.LookBack], otherwise: set[UUID]) -> list[dict[str, Any]]:
        """Return the newest look-backs of the stays that this user may open, with their names."""
        mine = InpatientStay.objects.permitted(self.user, self.permission)
        newest = mine.filter(pk__in=[one.stay_id for one in found]).select_related("person")
        stays = {one.pk: one for one in newest.order_by("-admitted_on", "pk")[:LISTED]}
        self.saw([stay.person_id for stay in stays.values()], purpose="look_back")
        return [
            {"stay": stays[one.stay_id], "found": one, "corrected": one.stay_id in otherwise}
            for one in found
            if one.stay_id in stays
        ]
