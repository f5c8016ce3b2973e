"""Forms of meetings: parsing, field checks and layout. They save nothing."""

from meetings.forms.minutes import MinutesForm, WordsForm
from meetings.forms.moving import CheckMovedForm, MoveMinutesForm
from meetings.forms.planning import AddPersonForm, ConveneForm, InviteForm, PlanForm
from meetings.forms.running import (
    AttendanceForm,
    ConfirmForm,
    CorrectAttendanceForm,
    ReasonForm,
    ReopenForm,
    StrikeOutForm,
)

__all__ = [
    "AddPersonForm",
    "AttendanceForm",
    "CheckMovedForm",
    "ConfirmForm",
    "ConveneForm",
    "CorrectAttendanceForm",
    "InviteForm",
    "MinutesForm",
    "MoveMinutesForm",
    "PlanForm",
    "ReasonForm",
    "ReopenForm",
    "StrikeOutForm",
    "WordsForm",
]
