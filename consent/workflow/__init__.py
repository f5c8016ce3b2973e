"""Every write about consent, one function a verb."""

from consent.workflow.advice import answer_advice, ask_advice, clear_advice
from consent.workflow.copies import make_copy
from consent.workflow.decisions import check_basis, details_of, record
from consent.workflow.disposal import dispose, dispose_due
from consent.workflow.door import ErasureIncomplete
from consent.workflow.erasure import approve_erasure, carry_out, cooling_off_ends, preview
from consent.workflow.holds import lift_hold, set_hold
from consent.workflow.refusals import count_refusal
from consent.workflow.replaying import Replayed, replay
from consent.workflow.requests import ask_for_removal, match_request, nothing_to_remove
from consent.workflow.withdrawals import hold_open, restore, withdraw

__all__ = [
    "ErasureIncomplete",
    "Replayed",
    "answer_advice",
    "approve_erasure",
    "ask_advice",
    "ask_for_removal",
    "carry_out",
    "check_basis",
    "clear_advice",
    "cooling_off_ends",
    "count_refusal",
    "details_of",
    "dispose",
    "dispose_due",
    "hold_open",
    "lift_hold",
    "make_copy",
    "match_request",
    "nothing_to_remove",
    "preview",
    "record",
    "replay",
    "restore",
    "set_hold",
    "withdraw",
]
