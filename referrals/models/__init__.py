"""Referrals with all that is written around them, tool results, requests and training."""

from referrals.models.choice import ToolChoice
from referrals.models.copy import SubmittedCopy
from referrals.models.inclusion import InclusionRequest
from referrals.models.letter import LetterGiven
from referrals.models.naming import NamingRequest
from referrals.models.redirect import Redirect
from referrals.models.referral import Referral
from referrals.models.searching import SearchRow
from referrals.models.section import ReferralSection
from referrals.models.tool import ToolResult
from referrals.models.training import TrainingPlace, TrainingSession
from referrals.models.triage import TriageStep
from referrals.models.update import Update, UpdateDraft, UpdateOutcome

__all__ = [
    "InclusionRequest",
    "LetterGiven",
    "NamingRequest",
    "Redirect",
    "Referral",
    "ReferralSection",
    "SearchRow",
    "SubmittedCopy",
    "ToolChoice",
    "ToolResult",
    "TrainingPlace",
    "TrainingSession",
    "TriageStep",
    "Update",
    "UpdateDraft",
    "UpdateOutcome",
]
