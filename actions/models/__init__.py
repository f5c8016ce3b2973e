"""What must happen next: actions that people agreed, duties that policy raised, chases of both."""

from actions.models.action import Action
from actions.models.answer import Answer
from actions.models.chase import Chase
from actions.models.commencement import Commencement
from actions.models.cover import Cover
from actions.models.duty import Duty

__all__ = [
    "Action",
    "Answer",
    "Chase",
    "Commencement",
    "Cover",
    "Duty",
]
