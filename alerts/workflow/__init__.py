"""Every write of alerts: owe a notice, send what is owed, acknowledge, escalate."""

from alerts.workflow.notices import cancel_about, mark_seen, owe
from alerts.workflow.red import acknowledge, carry_on, escalate
from alerts.workflow.relay import relay

__all__ = ["acknowledge", "cancel_about", "carry_on", "escalate", "mark_seen", "owe", "relay"]
