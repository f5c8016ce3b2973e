"""Someone with much open work has died, and their record is closed."""

from datetime import timedelta

from meetings import agenda
from meetings.models import Meeting
from register import workflow
from register.models import Entry
from register.rules import ClosureReason
from tests.conftest import Cast
from tests.factories import NOW
from tests.register.closing import Busy

LATER = NOW + timedelta(hours=1)
DIED = NOW.date() - timedelta(days=1)


def close_as_died(cast: Cast, one: Busy) -> Entry:
    return workflow.close(
        person=one.person, reason=ClosureReason.DIED, died_on=DIED, by=cast.team, at=LATER
    )


def on_agenda(meeting: Meeting) -> set[object]:
    return {line.person_id for line in agenda.live(meeting, on=meeting.starts_at.date())}
