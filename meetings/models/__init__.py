"""Meetings and their series, those invited, the agenda as it was frozen, minutes, drift.

What comes after the minutes: drafts, approval, ratification, addenda, letters.
"""

from meetings.models.after import Addendum, Approval, Deputy, LetterGiven, Ratification
from meetings.models.agenda import AgendaEdit, AgendaItem
from meetings.models.drafts import Draft
from meetings.models.drift import DriftSample
from meetings.models.meeting import AttendanceCorrection, Attendee, Meeting, PutBack
from meetings.models.minutes import MovedMinutes, Outcome
from meetings.models.series import Series, SeriesMember

__all__ = [
    "Addendum",
    "AgendaEdit",
    "AgendaItem",
    "Approval",
    "AttendanceCorrection",
    "Attendee",
    "Deputy",
    "Draft",
    "DriftSample",
    "LetterGiven",
    "Meeting",
    "MovedMinutes",
    "Outcome",
    "PutBack",
    "Ratification",
    "Series",
    "SeriesMember",
]
