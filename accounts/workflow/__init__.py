"""Every write of `accounts`: who is let in, with which role, and who is not any more."""

from accounts.workflow.addresses import (
    ask_for_email,
    cancel_email,
    change_email,
    check_may_change,
    confirm_email,
)
from accounts.workflow.details import Details, correct_details
from accounts.workflow.locking import lock, unlock
from accounts.workflow.reference import save_area, save_organisation
from accounts.workflow.requests import approve, decline, request_account, verify
from accounts.workflow.saved_views import remove_view, save_view
from accounts.workflow.sign_in import (
    note_reset_asked,
    note_security_change,
    note_sign_in,
    note_sign_in_failed,
    note_sign_out,
    set_password,
)
from accounts.workflow.users import (
    DeactivationCheck,
    deactivate,
    deactivation_check,
    deactivation_checks,
    end_role,
    give_role,
    last_of_the_team,
    open_account,
    reactivate,
)

__all__ = [
    "DeactivationCheck",
    "Details",
    "approve",
    "ask_for_email",
    "cancel_email",
    "change_email",
    "check_may_change",
    "confirm_email",
    "correct_details",
    "deactivate",
    "deactivation_check",
    "deactivation_checks",
    "decline",
    "end_role",
    "give_role",
    "last_of_the_team",
    "lock",
    "note_reset_asked",
    "note_security_change",
    "note_sign_in",
    "note_sign_in_failed",
    "note_sign_out",
    "open_account",
    "reactivate",
    "remove_view",
    "request_account",
    "save_area",
    "save_organisation",
    "save_view",
    "set_password",
    "unlock",
    "verify",
]
