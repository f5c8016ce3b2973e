"""Every write about referrals, one function a verb.

A draft is locked by its own row; from sending on, the person's row is locked first, as in
every verb about somebody.
"""

from referrals.workflow.drafting import change_basis, discard, start
from referrals.workflow.expiring import expire_drafts, expires_on, warn_of_expiry
from referrals.workflow.inclusion import (
    ask_to_be_included,
    close_inclusion,
    expire_inclusions,
    find_lead,
    remind_of_inclusions,
    start_from,
)
from referrals.workflow.joining import join, separate
from referrals.workflow.letters import check_true, give_letter
from referrals.workflow.naming import ask_to_be_named, decline_to_name, name
from referrals.workflow.redirecting import give_back, redirect, remind, take
from referrals.workflow.restating import correct_words
from referrals.workflow.restoring import TakenBack, refusal_to_restore, restore, taken_back
from referrals.workflow.sections import keep_typed, save_section
from referrals.workflow.submitting import submit
from referrals.workflow.tools import choose_tool
from referrals.workflow.training import (
    ask_for_place,
    cancel_place,
    cancel_training,
    clear_training,
    give_place,
    plan_training,
)
from referrals.workflow.triage import (
    accept,
    acknowledge,
    answer,
    ask,
    decline,
    entry_resting_on,
    reopen,
    withdraw,
)
from referrals.workflow.updating import (
    check_unanswered,
    discard_update,
    keep_rating,
    save_update,
    send_update,
)
from referrals.workflow.withdrawing import check_own_withdrawal, take_back_withdrawal

__all__ = [
    "TakenBack",
    "accept",
    "acknowledge",
    "answer",
    "ask",
    "ask_for_place",
    "ask_to_be_included",
    "ask_to_be_named",
    "cancel_place",
    "cancel_training",
    "change_basis",
    "check_own_withdrawal",
    "check_true",
    "check_unanswered",
    "choose_tool",
    "clear_training",
    "close_inclusion",
    "correct_words",
    "decline",
    "decline_to_name",
    "discard",
    "discard_update",
    "entry_resting_on",
    "expire_drafts",
    "expire_inclusions",
    "expires_on",
    "find_lead",
    "give_back",
    "give_letter",
    "give_place",
    "join",
    "keep_rating",
    "keep_typed",
    "name",
    "plan_training",
    "redirect",
    "refusal_to_restore",
    "remind",
    "remind_of_inclusions",
    "reopen",
    "restore",
    "save_section",
    "save_update",
    "send_update",
    "separate",
    "start",
    "start_from",
    "submit",
    "take",
    "take_back_withdrawal",
    "taken_back",
    "warn_of_expiry",
    "withdraw",
]
