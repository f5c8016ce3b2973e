"""Pages of consent, one class a page."""

from consent.views.decisions import Choose, DecisionPage, History, Record, Refused
from consent.views.holds import Disposals, Dispose, Holds, HoldWithdrawn, LiftHold, SetHold
from consent.views.removal import AskForRemoval, HandleRequest, RemovalAsked, RemovalRequests
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
    "AskForRemoval",
    "Certificate",
    "Certificates",
    "Choose",
    "DecisionPage",
    "Disposals",
    "Dispose",
    "HandleRequest",
    "History",
    "HoldWithdrawn",
    "Holds",
    "LiftHold",
    "Record",
    "Refused",
    "RemovalAsked",
    "RemovalRequests",
    "Restore",
    "SetHold",
    "Withdraw",
    "WithdrawalPage",
    "Withdrawals",
]
