"""Forms of meetings: parsing, field checks and layout. They save nothing."""

from meetings.forms.minutes import MinutesForm, WordsForm
from meetings.forms.planning import AddPersonForm, ConveneForm, InviteForm, PlanForm
from meetings.forms.running import (
    AttendanceForm,
    ConfirmForm,
    CorrectAttendanceForm,
    ReasonForm,
    StrikeOutForm,
)

__all__ = [
    "AddPersonForm",
    "AttendanceForm",
    "ConfirmForm",
    "ConveneForm",
    "CorrectAttendanceForm",
    "InviteForm",
    "MinutesForm",
    "PlanForm",
    "ReasonForm",
    "StrikeOutForm",
    "WordsForm",
]
