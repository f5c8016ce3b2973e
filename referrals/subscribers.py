"""What referrals hear of: a new rating answers the updates that asked for a decision, and so
does leaving the register."""

from uuid import UUID

from core.events import Event, subscribe
from referrals.workflow.updating import answer_by_rating, end_with_entry
from register.models import Person


@subscribe("register.rated")
def answer_updates(event: Event) -> None:
    """Count a new rating as the answer to every update that waits for one."""
    if event.person_id is not None:
        answer_by_rating(
            person=Person(pk=event.person_id), level=str(event.facts["level"]), by=event.by,
            at=event.at,
        )  # fmt: skip


@subscribe("register.closed")
def end_updates(event: Event) -> None:
    """Settle, with the entry, what nobody can answer any more."""
    end_with_entry(entry_id=UUID(str(event.facts["entry"])), by=event.by, at=event.at)
