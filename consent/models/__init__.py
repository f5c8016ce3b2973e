"""What consent keeps: decisions, withdrawals, and what remains of an erasure."""

from consent.models.decisions import (
    BestInterestsDecision,
    CapacityAssessment,
    ChildDecision,
    Decision,
    RefusalCount,
)
from consent.models.withdrawals import ErasureCertificate, Withdrawal

__all__ = [
    "BestInterestsDecision",
    "CapacityAssessment",
    "ChildDecision",
    "Decision",
    "ErasureCertificate",
    "RefusalCount",
    "Withdrawal",
]
