"""Every write about referrals, one function a verb.

A draft is locked by its own row; from sending on, the person's row is locked first, as in
every verb about somebody.
"""

from referrals.workflow.drafting import change_basis, discard, save_section, start
from referrals.workflow.submitting import submit
from referrals.workflow.triage import accept, acknowledge, answer, ask, decline, withdraw

__all__ = [
    "accept",
    "acknowledge",
    "answer",
    "ask",
    "change_basis",
    "decline",
    "discard",
    "save_section",
    "start",
    "submit",
    "withdraw",
]
