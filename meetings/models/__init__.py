"""Meetings, those invited, the agenda as it was frozen, the minutes, and what follows."""

from meetings.models.after import Addendum, Approval, Deputy, LetterGiven, Ratification
from meetings.models.agenda import AgendaEdit, AgendaItem
from meetings.models.drafts import Draft
from meetings.models.meeting import Attendee, Meeting
from meetings.models.minutes import Outcome

__all__ = [
    "Addendum",
    "AgendaEdit",
    "AgendaItem",
    "Approval",
    "Attendee",
    "Deputy",
    "Draft",
    "LetterGiven",
    "Meeting",
    "Outcome",
    "Ratification",
]
