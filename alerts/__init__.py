"""Telling people in time: notices, RED alerts and their acknowledgement, escalation, mail."""
