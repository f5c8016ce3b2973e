"""Every write about consent, one function a verb."""

from consent.workflow.advice import answer_advice, ask_advice, clear_advice
from consent.workflow.copies import make_copy
from consent.workflow.correcting import correct_decision
from consent.workflow.decisions import check_basis, details_of, record
from consent.workflow.disposal import (
    agree_disposal,
    in_use,
    keep_record,
    list_due,
    preview_disposal,
    propose_disposal,
)
from consent.workflow.door import ErasureIncomplete
from consent.workflow.erasure import approve_erasure, carry_out, cooling_off_ends, preview
from consent.workflow.holds import lift_hold, set_hold
from consent.workflow.refusals import count_refusal
from consent.workflow.replaying import Replayed, replay
from consent.workflow.requests import ask_for_removal, match_request, nothing_to_remove
from consent.workflow.scopes import withdraw_scopes
from consent.workflow.withdrawals import hold_open, restore, withdraw

__all__ = [
    "ErasureIncomplete",
    "Replayed",
    "agree_disposal",
    "answer_advice",
    "approve_erasure",
    "ask_advice",
    "ask_for_removal",
    "carry_out",
    "check_basis",
    "clear_advice",
    "cooling_off_ends",
    "correct_decision",
    "count_refusal",
    "details_of",
    "hold_open",
    "in_use",
    "keep_record",
    "lift_hold",
    "list_due",
    "make_copy",
    "match_request",
    "nothing_to_remove",
    "preview",
    "preview_disposal",
    "propose_disposal",
    "record",
    "replay",
    "restore",
    "set_hold",
    "withdraw",
    "withdraw_scopes",
]
