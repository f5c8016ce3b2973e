"""Every write of alerts: owe a notice, send what is owed, acknowledge, escalate."""

from alerts.workflow.digests import owe_digest
from alerts.workflow.escalating import (
    escalate,
    escalate_unheard_about,
    escalate_unheard_in,
)
from alerts.workflow.notices import (
    cancel_about,
    cancel_with_closing,
    mark_seen,
    owe,
    queue_again,
    waiting_for_a_correction,
    withdraw,
    withdraw_fact,
    withdraw_leaving,
)
from alerts.workflow.red import acknowledge, decline_meeting, note_seen, settle
from alerts.workflow.relay import relay

__all__ = [
    "acknowledge",
    "cancel_about",
    "cancel_with_closing",
    "decline_meeting",
    "escalate",
    "escalate_unheard_about",
    "escalate_unheard_in",
    "mark_seen",
    "note_seen",
    "owe",
    "owe_digest",
    "queue_again",
    "relay",
    "settle",
    "waiting_for_a_correction",
    "withdraw",
    "withdraw_fact",
    "withdraw_leaving",
]
