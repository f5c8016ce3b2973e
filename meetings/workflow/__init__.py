"""Every write of meetings, agendas and minutes, one function a verb."""

from meetings.workflow.abandoning import abandon, check_put_back, put_back
from meetings.workflow.after import (
    add_correction,
    approve,
    give_feedback,
    give_letter,
    may_approve,
    name_deputy,
    note_printed,
)
from meetings.workflow.correcting import correct_attendance, strike_out
from meetings.workflow.drafting import keep_draft
from meetings.workflow.drift import draw_everywhere, draw_sample, look_at
from meetings.workflow.minutes import Minutes, NewAction, amend, record_outcome
from meetings.workflow.moving import move, uninvite
from meetings.workflow.planning import (
    Guest,
    apologise,
    cancel,
    come,
    convene_urgent,
    invite,
    invite_again,
    plan,
)
from meetings.workflow.ratifying import ratify
from meetings.workflow.reopening import check_reopen, reopen
from meetings.workflow.running import (
    add_person,
    close,
    is_quorate,
    open,  # noqa: A004 - the field's word
    record_attendance,
    remove_person,
)
from meetings.workflow.series import (
    SeriesDetails,
    add_members,
    change_series,
    end_membership,
    end_series,
    make_ahead,
    make_all_ahead,
    resume_series,
    start_series,
)
from meetings.workflow.wrong_person import check_moved, move_minutes, set_aside

__all__ = [
    "Guest",
    "Minutes",
    "NewAction",
    "SeriesDetails",
    "abandon",
    "add_correction",
    "add_members",
    "add_person",
    "amend",
    "apologise",
    "approve",
    "cancel",
    "change_series",
    "check_moved",
    "check_put_back",
    "check_reopen",
    "close",
    "come",
    "convene_urgent",
    "correct_attendance",
    "draw_everywhere",
    "draw_sample",
    "end_membership",
    "end_series",
    "give_feedback",
    "give_letter",
    "invite",
    "invite_again",
    "is_quorate",
    "keep_draft",
    "look_at",
    "make_ahead",
    "make_all_ahead",
    "may_approve",
    "move",
    "move_minutes",
    "name_deputy",
    "note_printed",
    "open",
    "plan",
    "put_back",
    "ratify",
    "record_attendance",
    "record_outcome",
    "remove_person",
    "reopen",
    "resume_series",
    "set_aside",
    "start_series",
    "strike_out",
    "uninvite",
]
