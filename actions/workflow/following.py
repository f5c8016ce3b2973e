"""Actions follow the fact that asked for them when another row stands in its place."""

from datetime import datetime
from uuid import UUID

from accounts.models import User
from actions.models import Action
from actions.rules import Origin
from core import events, history


@events.step
def follow_origin(*, origin: Origin, was: UUID, now: UUID, by: User, at: datetime) -> None:
    """Let the actions that a fact asked for belong to the one that was put right.

    The caller holds the person and says what was put right. Nothing else of an action changes.
    """
    for action in Action.objects.from_origin(origin, was).select_for_update():
        action.origin_id = now
        history.save(action, by=by, at=at, reason="follow_origin")
