"""Every write of meetings, agendas and minutes, one function a verb."""

from meetings.workflow.minutes import Minutes, NewAction, give_feedback, record_outcome
from meetings.workflow.planning import Guest, apologise, cancel, convene_urgent, invite, plan
from meetings.workflow.running import (
    add_person,
    close,
    is_quorate,
    open,  # noqa: A004 - the field's word
    record_attendance,
    remove_person,
)

__all__ = [
    "Guest",
    "Minutes",
    "NewAction",
    "add_person",
    "apologise",
    "cancel",
    "close",
    "convene_urgent",
    "give_feedback",
    "invite",
    "is_quorate",
    "open",
    "plan",
    "record_attendance",
    "record_outcome",
    "remove_person",
]
