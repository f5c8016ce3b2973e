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
from actions.workflow.chasing import chase
from actions.workflow.correcting import correct
from actions.workflow.duties import (
    CORRECTED,
    hold_for_meetings,
    redate_for_meetings,
    respond,
    waive,
)
from actions.workflow.next_due import refresh_next_due
from actions.workflow.pausing import pause, resume
from actions.workflow.reconciling import Difference, reconcile

__all__ = [
    "CORRECTED",
    "Difference",
    "Waiting",
    "add_fact_source",
    "agree",
    "cancel",
    "chase",
    "confirm",
    "correct",
    "extend",
    "hold_for_meetings",
    "mark_done",
    "pause",
    "reassign",
    "reconcile",
    "redate_for_meetings",
    "refresh_next_due",
    "respond",
    "resume",
    "send_back",
    "set_next_meeting_resolver",
    "set_waiting_source",
    "waive",
]
