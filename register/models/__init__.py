"""People, those involved with them, entries on the register, ratings, inpatient stays."""

from register.models.area_move import AreaMove
from register.models.correcting import Fact, FactManager, StrikeOut
from register.models.departure import Departure
from register.models.during import (
    DischargeLine,
    ExtendedLeave,
    StatusChange,
    StayConcern,
    Transfer,
)
from register.models.entry import AdultDecision, Entry, Rating, StatutoryView
from register.models.identity import IdentityFinding
from register.models.person import Involvement, Person
from register.models.standing import FAR_FUTURE, InpatientStanding, Standing
from register.models.stay import InpatientStay

__all__ = [
    "FAR_FUTURE",
    "AdultDecision",
    "AreaMove",
    "Departure",
    "DischargeLine",
    "Entry",
    "ExtendedLeave",
    "Fact",
    "FactManager",
    "IdentityFinding",
    "InpatientStanding",
    "InpatientStay",
    "Involvement",
    "Person",
    "Rating",
    "Standing",
    "StatusChange",
    "StatutoryView",
    "StayConcern",
    "StrikeOut",
    "Transfer",
]
