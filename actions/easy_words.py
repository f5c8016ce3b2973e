"""What was agreed, said to the person themselves: one idea a line, no words of the trade."""

from datetime import date
from uuid import UUID

from actions.models import Action
from core.records import Part, Plain
from duties.easy_words import by_when


def easy_words(person_id: UUID, *, on: date) -> list[tuple[date, Plain]]:
    """Return the actions agreed, each with its day for sorting."""
    found = []
    for action in Action.objects.unfinished().filter(person=person_id).select_related("owner"):
        words = f"{action.owner_name} will do this for you: {action.description.strip()}"
        stop = "" if words.endswith((".", "!", "?")) else "."
        plain = Plain(Part.NEXT, words + stop + by_when(action.due_on, on), "tick")
        found.append((action.due_on, plain))
    return found
