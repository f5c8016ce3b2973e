"""Every write to the register, one function a verb.

Each locks the person's row first (`hold`), so that a withdrawal, an erasure or another writer
cannot come between its check and its write.
"""

from register.workflow.entries import close, enter, rate
from register.workflow.holding import NotAvailable, hold, open_entry
from register.workflow.people import (
    PersonDetails,
    add_person,
    end_involvement,
    involve_for_meeting,
    name_lead,
    name_partner,
    restrict,
    unrestrict,
    update_person,
)
from register.workflow.standing import note_next_due, reconcile, refresh_standing
from register.workflow.stays import AdmissionDetails, admit, discharge, plan_discharge

__all__ = [
    "AdmissionDetails",
    "NotAvailable",
    "PersonDetails",
    "add_person",
    "admit",
    "close",
    "discharge",
    "end_involvement",
    "enter",
    "hold",
    "involve_for_meeting",
    "name_lead",
    "name_partner",
    "note_next_due",
    "open_entry",
    "plan_discharge",
    "rate",
    "reconcile",
    "refresh_standing",
    "restrict",
    "unrestrict",
    "update_person",
]
