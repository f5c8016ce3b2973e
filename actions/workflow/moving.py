"""What becomes of agreed actions when their person moves to another area."""

from datetime import datetime
from uuid import UUID

from accounts.models import User
from actions.workflow.leaving import as_chosen
from actions.workflow.saving import publish_about
from core import events
from register.open_work import Choices

MOVED = "The person moved to another area."


@events.step
def follow_move(*, person_id: UUID, choices: Choices, by: User, at: datetime) -> None:
    """End, keep or give each unfinished action as the team chose that takes the person over.

    One that is kept keeps its owner and its date. The caller holds the person.
    """
    done = as_chosen(person_id, choices, words=MOVED, verb="follow_move", by=by, at=at)
    for action in done.ended:
        publish_about(action, "actions.cancelled", by=by, at=at)
