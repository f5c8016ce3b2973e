"""Pages of actions and duties: worklists, one action with its verbs, the policy in force."""

from actions.views.answer import Answer, AnswerGiven
from actions.views.commencement import (
    ConfirmCommencement,
    ProposeCommencement,
    RejectCommencement,
    WithdrawCommencement,
)
from actions.views.covers import ArrangeCover, Covers, EndCover
from actions.views.duties import (
    CorrectDecision,
    Duties,
    DutyPage,
    RecordDone,
    StrikeOutDecision,
)
from actions.views.lists import Actions
from actions.views.policy import PolicyPage, Simulate
from actions.views.together import ConfirmMany, HandOver, Owners
from actions.views.transition import AlreadyDetained, DecideTransition, StrikeOutTransition
from actions.views.verbs import (
    ActionPage,
    Agree,
    Cancel,
    Confirm,
    Extend,
    MarkDone,
    Reassign,
    Reopen,
    SendBack,
    Waive,
)

__all__ = [
    "ActionPage",
    "Actions",
    "Agree",
    "AlreadyDetained",
    "Answer",
    "AnswerGiven",
    "ArrangeCover",
    "Cancel",
    "Confirm",
    "ConfirmCommencement",
    "ConfirmMany",
    "CorrectDecision",
    "Covers",
    "DecideTransition",
    "Duties",
    "DutyPage",
    "EndCover",
    "Extend",
    "HandOver",
    "MarkDone",
    "Owners",
    "PolicyPage",
    "ProposeCommencement",
    "Reassign",
    "RecordDone",
    "RejectCommencement",
    "Reopen",
    "SendBack",
    "Simulate",
    "StrikeOutDecision",
    "StrikeOutTransition",
    "Waive",
    "WithdrawCommencement",
]
