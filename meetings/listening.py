"""What meetings listen to: whoever is rated or discussed has been looked at."""

from core import events
from core.events import Event
from meetings.drift import Looked
from meetings.models import DriftSample
from meetings.workflow.drift import settle


@events.subscribe("register.rated", "meetings.held")
def looked_at(event: Event) -> None:
    """Note on the weekly sample that a new rating or a meeting has dealt with the person."""
    samples = DriftSample.objects.filter(person=event.person_id, outcome=Looked.WAITING)
    rated = event.kind == "register.rated"
    settle(
        samples=samples,
        outcome=Looked.RATED if rated else Looked.NO_CHANGE,
        by=event.by,
        at=event.at,
    )
