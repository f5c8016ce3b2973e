"""Pages of referrals: lists, the draft's journey, the page of a sent one, and triage."""

from referrals.views.drafting import (
    ChangeBasis,
    Check,
    Discard,
    NotEligible,
    Section,
    Start,
)
from referrals.views.lists import Referrals
from referrals.views.one import OneReferral, Sent
from referrals.views.triage import Accept, Acknowledge, Answer, Ask, Decline, Withdraw

__all__ = [
    "Accept",
    "Acknowledge",
    "Answer",
    "Ask",
    "ChangeBasis",
    "Check",
    "Decline",
    "Discard",
    "NotEligible",
    "OneReferral",
    "Referrals",
    "Section",
    "Sent",
    "Start",
    "Withdraw",
]
