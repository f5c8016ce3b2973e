"""What actions say about a person in a subject-access copy."""

from uuid import UUID

from actions.models import Action, Answer, Chase
from core.copies import Sheet, Told, earlier, told

ACTION = Sheet(
    {
        "description": "What is to be done",
        "owner": "Who does it",
        "contact_name": "Who does it, without an account",
        "contact_email": "Their email address",
        "answer": "What the service answered last",
        "organisation": "For which service",
        "due_on": "Due on",
        "first_due_on": "First due on",
        "times_extended": "Times the date was moved",
        "status": "Where it stands",
        "origin": "Where it was agreed",
        "evidence": "What shows that it is done",
        "ended_by": "Confirmed or cancelled by",
        "ended_at": "Confirmed or cancelled on",
        "note": "Why it was sent back, moved or cancelled",
    },
    leave={"key", "contact_round"},
)
CHASE = Sheet(
    {"step": "Step", "due_on": "For the day", "on": "Sent on"},
    leave={"to", "at", "leads", "contact", "urgent"},
)
ANSWER = Sheet({"kind": "Answer", "words": "In their words", "name": "Who answered", "at": "On"})


def copy_of(person_id: UUID) -> Told:
    """Return every action and reminder about the person."""
    actions = Action.objects.filter(person=person_id).order_by("agreed_at")
    return {
        "Agreed actions": told(actions, ACTION),
        "Agreed actions, before they were changed": earlier(actions, ACTION),
        "Answers of services": told(Answer._base_manager.filter(action__person=person_id), ANSWER),
        "Reminders sent to colleagues": told(Chase.objects.about(person_id), CHASE),
    }
