"""Every write about consent, one function a verb."""

from consent.workflow.decisions import check_basis, details_of, record
from consent.workflow.erasure import ErasureIncomplete, approve_erasure, preview
from consent.workflow.refusals import count_refusal
from consent.workflow.withdrawals import hold_open, restore, withdraw

__all__ = [
    "ErasureIncomplete",
    "approve_erasure",
    "check_basis",
    "count_refusal",
    "details_of",
    "hold_open",
    "preview",
    "record",
    "restore",
    "withdraw",
]
