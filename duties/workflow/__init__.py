"""Every write of duties, of decisions about them, of the day on which the statute begins, and of
what is decided about people already detained then."""

from duties.hooks import (
    set_due_source,
    set_meetings_source,
    set_reviews_source,
    set_waiting_source,
)
from duties.workflow.commencing import (
    confirm_commencement,
    propose_commencement,
    reject_commencement,
    withdraw_commencement,
)
from duties.workflow.deciding import correct, record_done, strike_out, waive
from duties.workflow.leaving import check_still_here
from duties.workflow.next_due import refresh_next_due
from duties.workflow.syncing import (
    Cause,
    Difference,
    ask_for_sync,
    ask_for_sync_of_waiting,
    compare,
    hide,
    hold_for_meetings,
    sync,
    sync_everyone,
    waiting_for_meeting,
)
from duties.workflow.transition import decide_transition, strike_out_transition

__all__ = [
    "Cause",
    "Difference",
    "ask_for_sync",
    "ask_for_sync_of_waiting",
    "check_still_here",
    "compare",
    "confirm_commencement",
    "correct",
    "decide_transition",
    "hide",
    "hold_for_meetings",
    "propose_commencement",
    "record_done",
    "refresh_next_due",
    "reject_commencement",
    "set_due_source",
    "set_meetings_source",
    "set_reviews_source",
    "set_waiting_source",
    "strike_out",
    "strike_out_transition",
    "sync",
    "sync_everyone",
    "waiting_for_meeting",
    "waive",
    "withdraw_commencement",
]
