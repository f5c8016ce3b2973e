"""What became of minutes that were moved from the wrong person."""

from datetime import datetime

from accounts.models import User
from core import events, history
from meetings.models import MovedMinutes


def settle_moved(moved: MovedMinutes, *, used: bool, by: User, at: datetime) -> None:
    """Note what became of minutes that were moved, for every verb that deals with them."""
    moved.checked_at, moved.checked_by, moved.used = at, by, used
    history.save(moved, by=by, at=at, reason="check_moved" if used else "set_aside")
    events.publish(
        "meetings.moved_minutes_checked", person=moved.item.person_id, by=by, at=at,
        meeting=moved.item.meeting_id, item=moved.item_id, moved=moved.pk,
        used=used,
    )  # fmt: skip
