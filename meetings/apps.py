"""Wiring of `meetings`, done once at start-up."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import AppConfig

if TYPE_CHECKING:
    from duties.life import MeetingDay


class MeetingsConfig(AppConfig):
    """Names the app and wires it."""

    name = "meetings"

    def ready(self) -> None:
        """Register what this app keeps, and tell duties when an area meets next."""
        from core import records
        from duties.workflow import set_meetings_source
        from meetings import listening  # noqa: F401 - subscribes as it loads
        from meetings.keeper import MeetingsKeeper
        from meetings.leaving import open_meetings
        from register.open_work import add_source

        records.register(MeetingsKeeper())
        set_meetings_source(tracking_days)
        add_source("meetings", open_meetings)


def tracking_days(area_id: UUID) -> "list[MeetingDay]":
    """Return the days of the area's tracking meetings that were not cancelled, in order.

    One that was cancelled, or abandoned, after its time had come is still the meeting that was to
    be held.
    """
    from core.dates import local_day
    from duties.life import MeetingDay
    from meetings.models import Meeting
    from meetings.rules import State

    rows = Meeting.objects.tracking().filter(area=area_id).order_by("starts_at")
    found = []
    for starts, ended, state in rows.values_list("starts_at", "closed_at", "state"):
        off = state in {State.CANCELLED, State.NOT_HELD}
        if not off or (ended is not None and ended > starts):
            found.append(MeetingDay(local_day(starts), None if state == State.CANCELLED else ended))
    return found
