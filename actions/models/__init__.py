"""What people agreed must happen next: actions, cover for colleagues, chases, answers."""

from actions.models.action import Action
from actions.models.answer import Answer
from actions.models.chase import Chase
from actions.models.cover import Cover

__all__ = [
    "Action",
    "Answer",
    "Chase",
    "Cover",
]
