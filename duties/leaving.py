"""The open duties about someone who leaves the register, for the person who closes it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from duties.models import Duty
from register.open_work import OpenWork


def open_duties(person_id: UUID, at: datetime) -> Sequence[OpenWork]:
    """Return how many duties end with the entry."""
    count = Duty.objects.open().filter(person=person_id).count()
    return [
        OpenWork(
            count=count,
            words="1 duty" if count == 1 else f"{count} duties",
            becomes="It will end." if count == 1 else "They will end.",
            order=15,
            only_due=True,
        )
    ]
