"""What must happen next: actions that people agreed, duties that policy raised, chases of both."""

from actions.models.action import Action
from actions.models.chase import Chase
from actions.models.duty import Duty

__all__ = [
    "Action",
    "Chase",
    "Duty",
]
