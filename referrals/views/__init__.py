"""Pages of referrals: lists, the draft's journey, the page of a sent one, and triage."""

from referrals.views.correcting import CorrectOwnStep, CorrectStep, Reopen, Restore
from referrals.views.drafting import ChangeBasis, Check, Discard
from referrals.views.lists import Referrals
from referrals.views.one import OneReferral, Sent
from referrals.views.results import BasisCopy, ResultCopy
from referrals.views.sections import Section
from referrals.views.starting import NotEligible, Start
from referrals.views.triage import Accept, Acknowledge, Answer, Ask, Decline, Withdraw
from referrals.views.withdrawing import TakeBackWithdrawal

__all__ = [
    "Accept",
    "Acknowledge",
    "Answer",
    "Ask",
    "BasisCopy",
    "ChangeBasis",
    "Check",
    "CorrectOwnStep",
    "CorrectStep",
    "Decline",
    "Discard",
    "NotEligible",
    "OneReferral",
    "Referrals",
    "Reopen",
    "Restore",
    "ResultCopy",
    "Section",
    "Sent",
    "Start",
    "TakeBackWithdrawal",
    "Withdraw",
]
