"""Every write of actions, duties and chases, one function a verb."""

from actions.hooks import (
    Waiting,
    add_fact_source,
    set_next_meeting_resolver,
    set_waiting_source,
)
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
from actions.workflow.asking_again import ask_again
from actions.workflow.chasing import chase
from actions.workflow.commencing import set_commencement
from actions.workflow.comparing import Astray, compare
from actions.workflow.correcting import correct
from actions.workflow.covering import arrange_cover, end_cover
from actions.workflow.deciding import record_done, waive
from actions.workflow.duties import CORRECTED, respond
from actions.workflow.following import follow_area, hold_for_meetings, redate_for_meetings
from actions.workflow.moving import follow_ward
from actions.workflow.next_due import refresh_next_due
from actions.workflow.owning import Contact
from actions.workflow.pausing import let_go, pause, resume, stand_still
from actions.workflow.reconciling import Difference, reconcile
from actions.workflow.together import Together, confirm_many, hand_over

__all__ = [
    "CORRECTED",
    "Astray",
    "Contact",
    "Difference",
    "Together",
    "Waiting",
    "add_fact_source",
    "agree",
    "answer",
    "arrange_cover",
    "ask_again",
    "cancel",
    "chase",
    "compare",
    "confirm",
    "confirm_many",
    "correct",
    "end_cover",
    "extend",
    "follow_area",
    "follow_ward",
    "hand_over",
    "hold_for_meetings",
    "let_go",
    "mark_done",
    "pause",
    "reassign",
    "reconcile",
    "record_done",
    "redate_for_meetings",
    "refresh_next_due",
    "respond",
    "resume",
    "send_back",
    "set_commencement",
    "set_next_meeting_resolver",
    "set_waiting_source",
    "stand_still",
    "waive",
]
