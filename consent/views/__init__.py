"""Pages of consent, one class a page."""

from consent.views.advice import Advice, AdviceList, AnswerAdvice, AskAdvice, RefusalCounts
from consent.views.decisions import Choose, DecisionPage, History, Record, Refused
from consent.views.holds import Disposals, Dispose, Holds, HoldWithdrawn, LiftHold, SetHold
from consent.views.removal import AskForRemoval, HandleRequest, RemovalAsked, RemovalRequests
from consent.views.rights import AgencyCopy, EasyRead, MakeCopy
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
    "Advice",
    "AdviceList",
    "AgencyCopy",
    "AnswerAdvice",
    "Approve",
    "AskAdvice",
    "AskForRemoval",
    "Certificate",
    "Certificates",
    "Choose",
    "DecisionPage",
    "Disposals",
    "Dispose",
    "EasyRead",
    "HandleRequest",
    "History",
    "HoldWithdrawn",
    "Holds",
    "LiftHold",
    "MakeCopy",
    "Record",
    "RefusalCounts",
    "Refused",
    "RemovalAsked",
    "RemovalRequests",
    "Restore",
    "SetHold",
    "Withdraw",
    "WithdrawalPage",
    "Withdrawals",
]
