"""Wiring of `meetings`, done once at start-up."""

from datetime import date
from uuid import UUID

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Names the app and wires it."""

    name = "meetings"

    def ready(self) -> None:
        """Register what this app keeps, and tell duties when an area meets next."""
        from actions import workflow as actions
        from core import records
        from meetings import listening  # noqa: F401 - subscribes as it loads
        from meetings.keeper import MeetingsKeeper

        records.register(MeetingsKeeper())
        actions.set_next_meeting_resolver(next_meeting_on)


def next_meeting_on(area_id: UUID, on: date) -> date | None:
    """Return the day of the area's next planned tracking meeting, on `on` or after, if any."""
    from core.dates import local_day
    from meetings.models import Meeting

    meeting = Meeting.objects.next_tracking(area_id, on=on)
    return local_day(meeting.starts_at) if meeting else None
