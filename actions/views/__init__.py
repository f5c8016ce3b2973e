"""Pages of actions and duties: worklists, one action with its verbs, the policy in force."""

from actions.views.lists import Actions, Duties, PolicyPage
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
    "Cancel",
    "Confirm",
    "Duties",
    "Extend",
    "MarkDone",
    "PolicyPage",
    "Reassign",
    "SendBack",
    "Waive",
]
