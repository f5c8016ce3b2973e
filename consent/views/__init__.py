"""Pages of consent, one class a page."""

from consent.views.decisions import Choose, DecisionPage, History, Record, Refused
from consent.views.withdrawals import (
    Approve,
    Certificate,
    Certificates,
    Restore,
    Withdraw,
    WithdrawalPage,
    Withdrawals,
)

__all__ = [
    "Approve",
    "Certificate",
    "Certificates",
    "Choose",
    "DecisionPage",
    "History",
    "Record",
    "Refused",
    "Restore",
    "Withdraw",
    "WithdrawalPage",
    "Withdrawals",
]
