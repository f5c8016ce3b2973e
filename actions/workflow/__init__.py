"""Every write of agreed actions and chases, one function a verb."""

from actions.workflow.agreed import (
    agree,
    cancel,
    confirm,
    extend,
    mark_done,
    reassign,
    send_back,
)
from actions.workflow.answering import answer
from actions.workflow.chasing import chase
from actions.workflow.covering import arrange_cover, end_cover
from actions.workflow.following import follow_origin
from actions.workflow.leaving import end_with_closing, restore_after_error
from actions.workflow.moving import follow_move
from actions.workflow.owning import Contact
from actions.workflow.reopening import check_reopen, ended_by_itself, reopen
from actions.workflow.together import Together, confirm_many, hand_over

__all__ = [
    "Contact",
    "Together",
    "agree",
    "answer",
    "arrange_cover",
    "cancel",
    "chase",
    "check_reopen",
    "confirm",
    "confirm_many",
    "end_cover",
    "end_with_closing",
    "ended_by_itself",
    "extend",
    "follow_move",
    "follow_origin",
    "hand_over",
    "mark_done",
    "reassign",
    "reopen",
    "restore_after_error",
    "send_back",
]
