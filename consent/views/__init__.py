"""Pages of consent, one class a page."""

from consent.views.advice import Advice, AdviceList, AnswerAdvice, AskAdvice, RefusalCounts
from consent.views.correcting import CorrectDecision
from consent.views.decisions import Choose, DecisionPage, History, Record, Refused
from consent.views.disposals import (
    AgreeDisposal,
    DisposalPage,
    Disposals,
    KeepRecord,
    ProposeDisposal,
)
from consent.views.holds import Holds, HoldWithdrawn, LiftHold, SetHold
from consent.views.removal import AskForRemoval, HandleRequest, RemovalAsked, RemovalRequests
from consent.views.rights import AgencyCopy, EasyRead, MakeCopy
from consent.views.scopes import WithdrawPart
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
    "AgreeDisposal",
    "AnswerAdvice",
    "Approve",
    "AskAdvice",
    "AskForRemoval",
    "Certificate",
    "Certificates",
    "Choose",
    "CorrectDecision",
    "DecisionPage",
    "DisposalPage",
    "Disposals",
    "EasyRead",
    "HandleRequest",
    "History",
    "HoldWithdrawn",
    "Holds",
    "KeepRecord",
    "LiftHold",
    "MakeCopy",
    "ProposeDisposal",
    "Record",
    "RefusalCounts",
    "Refused",
    "RemovalAsked",
    "RemovalRequests",
    "Restore",
    "SetHold",
    "Withdraw",
    "WithdrawPart",
    "WithdrawalPage",
    "Withdrawals",
]
