"""What is still to be sent about someone who leaves the register, for the person who closes it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from alerts.models import Notice
from alerts.wording import CORRECTS
from register.open_work import OpenWork


def queued_notices(person_id: UUID, at: datetime) -> Sequence[OpenWork]:
    """Return how many emails about the person wait to be sent, but those that still go out."""
    owed = Notice.objects.owed().filter(person_id=person_id).exclude(kind__in=CORRECTS)
    count = owed.count()
    return [
        OpenWork(
            count=count,
            words="1 email waiting to be sent"
            if count == 1
            else f"{count} emails waiting to be sent",
            becomes="We will not send it." if count == 1 else "We will not send them.",
            order=60,
            moves=False,
        )
    ]
