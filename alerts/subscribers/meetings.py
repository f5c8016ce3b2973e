"""Meetings planned, convened and called off."""

from alerts.subscribers.facts import id_in, others, users_named
from alerts.workflow import owe
from core.events import Event, subscribe


@subscribe("meetings.cancelled")
def call_off(event: Event) -> None:
    """Tell everybody invited that the meeting will not take place."""
    owe(
        kind="meeting_cancelled",
        key=str(event.facts["meeting"]),
        at=event.at,
        to=others(users_named(event, "users"), event),
        person_id=event.person_id,
        subject_id=id_in(event, "meeting"),
    )


@subscribe("meetings.invited", "meetings.convened")
def invite(event: Event) -> None:
    """Invite those who are asked to a meeting."""
    urgent = event.facts.get("kind") == "urgent"
    owe(
        kind="meeting_urgent" if urgent else "meeting_invited",
        key=str(event.facts["meeting"]),
        at=event.at,
        to=users_named(event, "users"),
        person_id=event.person_id,
        subject_id=id_in(event, "meeting"),
    )
