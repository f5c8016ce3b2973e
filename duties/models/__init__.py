"""What policy asks for about a person, what a named person decided about it, and from when."""

from duties.models.commencement import Commencement
from duties.models.decision import DutyDecision
from duties.models.duty import Duty

__all__ = [
    "Commencement",
    "Duty",
    "DutyDecision",
]
