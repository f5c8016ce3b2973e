"""Pages of the register: the list of people, the person's page, and one page a verb."""

from register.views.closing import Close, CorrectClosing, CorrectDeath, Reopen
from register.views.correcting import (
    CorrectConcern,
    CorrectLeave,
    CorrectPartner,
    CorrectRating,
    CorrectStatus,
    CorrectTransfer,
    EarlierStay,
    StrikeOut,
)
from register.views.departures import Departures
from register.views.identity import Compare, ConfirmFinding, EndFinding, OtherRecords
from register.views.leads import HandOver, Leads
from register.views.moving import (
    AcceptMove,
    AreaMoves,
    ProposeMove,
    ReturnMove,
    WithdrawMove,
)
from register.views.people import People, PersonPage, Search
from register.views.statute import DecideAdulthood, FormStatutoryView, Recognise
from register.views.stays import (
    Admit,
    CorrectStay,
    Discharge,
    EndLeave,
    PlanDischarge,
    RecordConcern,
    RecordStatus,
    StartLeave,
    Transfer,
)
from register.views.struck_out import StruckOut
from register.views.verbs import (
    ConfirmPartners,
    Edit,
    EndInvolvement,
    NameLead,
    NamePartner,
    Rate,
)

__all__ = [
    "AcceptMove",
    "Admit",
    "AreaMoves",
    "Close",
    "Compare",
    "ConfirmFinding",
    "ConfirmPartners",
    "CorrectClosing",
    "CorrectConcern",
    "CorrectDeath",
    "CorrectLeave",
    "CorrectPartner",
    "CorrectRating",
    "CorrectStatus",
    "CorrectStay",
    "CorrectTransfer",
    "DecideAdulthood",
    "Departures",
    "Discharge",
    "EarlierStay",
    "Edit",
    "EndFinding",
    "EndInvolvement",
    "EndLeave",
    "FormStatutoryView",
    "HandOver",
    "Leads",
    "NameLead",
    "NamePartner",
    "OtherRecords",
    "People",
    "PersonPage",
    "PlanDischarge",
    "ProposeMove",
    "Rate",
    "Recognise",
    "RecordConcern",
    "RecordStatus",
    "Reopen",
    "ReturnMove",
    "Search",
    "StartLeave",
    "StrikeOut",
    "StruckOut",
    "Transfer",
    "WithdrawMove",
]
