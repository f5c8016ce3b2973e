"""Every write of meetings, agendas and minutes, one function a verb."""

from meetings.workflow.after import (
    add_correction,
    approve,
    give_feedback,
    give_letter,
    may_approve,
    name_deputy,
    note_printed,
)
from meetings.workflow.drafting import keep_draft
from meetings.workflow.minutes import Minutes, NewAction, amend, record_outcome
from meetings.workflow.planning import Guest, apologise, cancel, convene_urgent, invite, plan
from meetings.workflow.ratifying import ratify
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
    "add_correction",
    "add_person",
    "amend",
    "apologise",
    "approve",
    "cancel",
    "close",
    "convene_urgent",
    "give_feedback",
    "give_letter",
    "invite",
    "is_quorate",
    "keep_draft",
    "may_approve",
    "name_deputy",
    "note_printed",
    "open",
    "plan",
    "ratify",
    "record_attendance",
    "record_outcome",
    "remove_person",
]
