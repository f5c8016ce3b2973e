"""Every write to the register, one function a verb.

Each locks the person's row first (`hold`), so that a withdrawal, an erasure or another writer
cannot come between its check and its write.
"""

from register.workflow.adulthood import confirm_partners, decide_adulthood
from register.workflow.area_moves import (
    Accepted,
    accept_move,
    end_move,
    propose_move,
    remind_of_moves,
    return_move,
    withdraw_move,
)
from register.workflow.closing import check_closing, close
from register.workflow.during import (
    TransferDetails,
    end_leave,
    record_concern,
    record_status,
    start_leave,
    transfer,
)
from register.workflow.earlier import record_earlier_stay
from register.workflow.entries import enter, rate
from register.workflow.floors import floor_after_discharge, floor_of, set_floor_source
from register.workflow.holding import NotAvailable, current_rating, hold, open_entry
from register.workflow.identity import ask_second_look, confirm, end_finding, find
from register.workflow.involving import end_sight_for_meeting, involve_all_for_meeting
from register.workflow.leading import Given, LeftAsIs, hand_over
from register.workflow.leaving import LineSaid, discharge, plan_discharge
from register.workflow.mistakes.acceptance import (
    refusal_to_take_back,
    take_back_acceptance,
)
from register.workflow.mistakes.restating import correct_leave, correct_rating, correct_status
from register.workflow.mistakes.restating_closing import correct_closing, correct_death
from register.workflow.mistakes.restating_moves import (
    correct_concern,
    correct_partner,
    correct_transfer,
    is_last_move,
)
from register.workflow.mistakes.restoring import refusal_to_restore, restore_acceptance
from register.workflow.mistakes.striking_out import (
    FactKind,
    add_kind,
    fact_name,
    kinds,
    placed_for,
    strike_out,
    who_was_first,
)
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
from register.workflow.reopening import ended_by_closing, reopen, who_opened
from register.workflow.standing import (
    note_next_due,
    note_stay_due,
    reconcile,
    refresh_standing,
)
from register.workflow.statute import form_statutory_view, recognise
from register.workflow.stays import AdmissionDetails, StayCorrection, admit, correct_stay

__all__ = [
    "Accepted",
    "AdmissionDetails",
    "FactKind",
    "Given",
    "LeftAsIs",
    "LineSaid",
    "NotAvailable",
    "PersonDetails",
    "StayCorrection",
    "TransferDetails",
    "accept_move",
    "add_kind",
    "add_person",
    "admit",
    "ask_second_look",
    "check_closing",
    "close",
    "confirm",
    "confirm_partners",
    "correct_closing",
    "correct_concern",
    "correct_death",
    "correct_leave",
    "correct_partner",
    "correct_rating",
    "correct_status",
    "correct_stay",
    "correct_transfer",
    "current_rating",
    "decide_adulthood",
    "discharge",
    "end_finding",
    "end_involvement",
    "end_leave",
    "end_move",
    "end_sight_for_meeting",
    "ended_by_closing",
    "enter",
    "fact_name",
    "find",
    "floor_after_discharge",
    "floor_of",
    "form_statutory_view",
    "hand_over",
    "hold",
    "involve_all_for_meeting",
    "involve_for_meeting",
    "is_last_move",
    "kinds",
    "name_lead",
    "name_partner",
    "note_next_due",
    "note_stay_due",
    "open_entry",
    "placed_for",
    "plan_discharge",
    "propose_move",
    "rate",
    "recognise",
    "reconcile",
    "record_concern",
    "record_earlier_stay",
    "record_status",
    "refresh_standing",
    "refusal_to_restore",
    "refusal_to_take_back",
    "remind_of_moves",
    "reopen",
    "restore_acceptance",
    "restrict",
    "return_move",
    "set_floor_source",
    "start_leave",
    "strike_out",
    "take_back_acceptance",
    "transfer",
    "unrestrict",
    "update_person",
    "who_opened",
    "who_was_first",
    "withdraw_move",
]
