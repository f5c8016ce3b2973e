"""What the register itself follows: a hand-over ends when its person leaves or is hidden."""

from typing import cast
from uuid import UUID

from core import events
from core.events import Event
from register.workflow.area_moves import end_move


@events.subscribe("register.closed", "register.restricted")
def no_one_to_hand_over(event: Event) -> None:
    """End a hand-over that waits about someone who left, or whose record was hidden."""
    end_move(person_id=cast(UUID, event.person_id), by=event.by, at=event.at)
