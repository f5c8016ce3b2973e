"""What meetings listen to: whoever is rated or discussed has been looked at."""

from actions.models import Action
from core import events
from core.events import Event
from meetings.drift import Looked
from meetings.models import DriftSample
from meetings.workflow.drift import settle
from meetings.workflow.restoring import ask_again


@events.subscribe("register.rated", "meetings.held")
def looked_at(event: Event) -> None:
    """Note on the weekly sample that a new rating or a meeting has dealt with the person.

    Whether anything had to change is for somebody to say: of a meeting without an action only
    that it discussed the person is noted.
    """
    for sample in DriftSample.objects.filter(person=event.person_id, outcome=Looked.WAITING):
        if event.kind == "register.rated":
            outcome = Looked.RATED
        else:
            agreed = Action.objects.filter(person=sample.person_id, agreed_at__gt=sample.drawn_at)
            outcome = Looked.ACTION if agreed.exists() else Looked.DISCUSSED
        settle(samples=[sample], outcome=outcome, by=event.by, at=event.at)


@events.subscribe("register.unrestricted")
def restored(event: Event) -> None:
    """Put the urgent meetings about somebody who was hidden in error back into calendars."""
    if event.person_id is not None:
        ask_again(person_id=event.person_id, by=event.by, at=event.at)
