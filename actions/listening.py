"""What agreed actions listen to: a person leaves the register, or had left it only in error."""

from typing import cast
from uuid import UUID

from accounts.models import User
from actions import workflow
from core import events
from core.events import Event
from register.open_work import Choices
from register.rules import ClosureReason


@events.subscribe("register.closed")
def end_with_closing(event: Event) -> None:
    """End, keep or give the person's actions, as whoever closed the record chose."""
    reason = ClosureReason(str(event.facts["reason"]))
    workflow.end_with_closing(
        person_id=cast(UUID, event.person_id),
        closing=event.id,
        words=reason.told,
        choices=Choices.read(dict(event.facts)),
        died=reason is ClosureReason.DIED,
        by=cast(User, event.by),
        at=event.at,
    )


@events.subscribe("register.reopened")
def restore(event: Event) -> None:
    """Bring back what a closing in error had ended."""
    closing = event.facts.get("closing")
    if isinstance(closing, int):
        workflow.restore_after_error(
            person_id=cast(UUID, event.person_id), closing=closing, by=cast(User, event.by),
            at=event.at,
        )  # fmt: skip


@events.subscribe("register.moved")
def follow_move(event: Event) -> None:
    """End, keep or give the actions of someone who moved, as the receiving team chose."""
    workflow.follow_move(
        person_id=cast(UUID, event.person_id),
        choices=Choices.read(dict(event.facts)) or Choices(),
        by=cast(User, event.by),
        at=event.at,
    )
