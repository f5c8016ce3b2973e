"""Every write of duties, of decisions about them, and of the day on which the statute begins."""

from duties.hooks import set_due_source, set_meetings_source, set_waiting_source
from duties.workflow.commencing import set_commencement
from duties.workflow.deciding import record_done, strike_out, waive
from duties.workflow.next_due import refresh_next_due
from duties.workflow.syncing import (
    Cause,
    Difference,
    ask_for_sync,
    compare,
    hide,
    hold_for_meetings,
    sync,
    sync_everyone,
    sync_waiting,
    waiting_for_meeting,
)

__all__ = [
    "Cause",
    "Difference",
    "ask_for_sync",
    "compare",
    "hide",
    "hold_for_meetings",
    "record_done",
    "refresh_next_due",
    "set_commencement",
    "set_due_source",
    "set_meetings_source",
    "set_waiting_source",
    "strike_out",
    "sync",
    "sync_everyone",
    "sync_waiting",
    "waiting_for_meeting",
    "waive",
]
