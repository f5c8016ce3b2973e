"""Pages of actions and duties: worklists, one action with its verbs, the policy in force."""

from actions.views.answer import Answer, AnswerGiven
from actions.views.covers import ArrangeCover, Covers, EndCover
from actions.views.duties import Duties, DutyPage, RecordDone
from actions.views.lists import Actions
from actions.views.policy import PolicyPage, SetCommencement, Simulate
from actions.views.together import ConfirmMany, HandOver, Owners
from actions.views.verbs import (
    ActionPage,
    Agree,
    Cancel,
    Confirm,
    Extend,
    MarkDone,
    Reassign,
    SendBack,
    Waive,
)

__all__ = [
    "ActionPage",
    "Actions",
    "Agree",
    "Answer",
    "AnswerGiven",
    "ArrangeCover",
    "Cancel",
    "Confirm",
    "ConfirmMany",
    "Covers",
    "Duties",
    "DutyPage",
    "EndCover",
    "Extend",
    "HandOver",
    "MarkDone",
    "Owners",
    "PolicyPage",
    "Reassign",
    "RecordDone",
    "SendBack",
    "SetCommencement",
    "Simulate",
    "Waive",
]
