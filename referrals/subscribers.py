"""What referrals hear of: a new rating answers the updates that asked for a decision."""

from core.events import Event, subscribe
from referrals.workflow.updating import answer_by_rating
from register.models import Person


@subscribe("register.rated")
def answer_updates(event: Event) -> None:
    """Count a new rating as the answer to every update that waits for one."""
    if event.person_id is not None:
        answer_by_rating(
            person=Person(pk=event.person_id), level=str(event.facts["level"]), by=event.by,
            at=event.at,
        )  # fmt: skip
