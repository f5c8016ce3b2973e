"""What policy asks for about a person, what a named person decided about it, and from when."""

from duties.models.commencement import Commencement, CommencementProposal
from duties.models.decision import DutyDecision
from duties.models.duty import Duty
from duties.models.transition import TransitionDecision

__all__ = [
    "Commencement",
    "CommencementProposal",
    "Duty",
    "DutyDecision",
    "TransitionDecision",
]
