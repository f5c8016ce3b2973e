"""Pages of the register: the list of people, the person's page, and one page a verb."""

from register.views.people import People, PersonPage, Search
from register.views.verbs import (
    Admit,
    Close,
    Discharge,
    Edit,
    EndInvolvement,
    NameLead,
    NamePartner,
    PlanDischarge,
    Rate,
)

__all__ = [
    "Admit",
    "Close",
    "Discharge",
    "Edit",
    "EndInvolvement",
    "NameLead",
    "NamePartner",
    "People",
    "PersonPage",
    "PlanDischarge",
    "Rate",
    "Search",
]
