"""Referrals with their sections, what was sent, tool results and the steps of triage."""

from referrals.models.copy import SubmittedCopy
from referrals.models.referral import Referral
from referrals.models.section import ReferralSection
from referrals.models.tool import ToolResult
from referrals.models.triage import TriageStep
from referrals.models.update import Update, UpdateDraft, UpdateOutcome

__all__ = [
    "Referral",
    "ReferralSection",
    "SubmittedCopy",
    "ToolResult",
    "TriageStep",
    "Update",
    "UpdateDraft",
    "UpdateOutcome",
]
