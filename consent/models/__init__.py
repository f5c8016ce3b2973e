"""What consent keeps: decisions, withdrawals, and what remains of an erasure."""

from consent.models.advice import AdviceQuestion
from consent.models.decisions import (
    BestInterestsDecision,
    CapacityAssessment,
    ChildDecision,
    Decision,
    RefusalCount,
)
from consent.models.disposal import Disposal
from consent.models.keeping import LedgerLine, LegalHold, RemovalRequest
from consent.models.scopes import ScopeWithdrawal
from consent.models.withdrawals import ErasureCertificate, Withdrawal

__all__ = [
    "AdviceQuestion",
    "BestInterestsDecision",
    "CapacityAssessment",
    "ChildDecision",
    "Decision",
    "Disposal",
    "ErasureCertificate",
    "LedgerLine",
    "LegalHold",
    "RefusalCount",
    "RemovalRequest",
    "ScopeWithdrawal",
    "Withdrawal",
]
