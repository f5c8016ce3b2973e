"""What this app listens to: every fact from which duties are worked out asks for a sync."""

from core import events
from core.events import Event
from duties import workflow
from duties.happenings import KINDS

DETAILS = frozenset({"birth_date", "ehc_plan", "area"})
"""Details of a person on which duties depend."""
MEETINGS_CHANGE = (
    "meetings.planned",
    "meetings.moved",
    "meetings.cancelled",
    "meetings.put_back",
    "meetings.abandoned",
    "meetings.reopened",
)


@events.subscribe(*KINDS, "register.unrestricted")
def sync(event: Event) -> None:
    """Work the person's duties out again, once, at the end of the step."""
    workflow.ask_for_sync(event)


@events.subscribe("register.person_updated")
def sync_details(event: Event) -> None:
    """Work them out again when a detail that decides them is put right."""
    changed = event.facts.get("changed")
    if isinstance(changed, list) and DETAILS & set(changed):
        workflow.ask_for_sync(event)


@events.subscribe("register.restricted")
def hide(event: Event) -> None:
    """Show the duties of someone restricted on no worklist."""
    if event.person_id is not None:
        workflow.hide(person_id=event.person_id)


@events.subscribe(*MEETINGS_CHANGE)
def sync_waiting(event: Event) -> None:
    """Keep the duties "at the next meeting" in step with the meetings planned."""
    workflow.ask_for_sync_of_waiting(event)
