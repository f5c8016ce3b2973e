"""Meetings, those invited, the agenda as it was frozen, and the minutes about each person."""

from meetings.models.agenda import AgendaEdit, AgendaItem
from meetings.models.meeting import Attendee, Meeting
from meetings.models.minutes import Outcome

__all__ = [
    "AgendaEdit",
    "AgendaItem",
    "Attendee",
    "Meeting",
    "Outcome",
]
