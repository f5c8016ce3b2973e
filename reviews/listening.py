"""What this app listens to: consent to a review being withdrawn."""

from uuid import UUID

from consent.models import Decision
from core import events
from core.events import Event
from reviews import workflow
from reviews.models import ReviewRequest


@events.subscribe("consent.recorded")
def stop_without_consent(event: Event) -> None:
    """Stop the review that is asked for when consent to it, once given, is given no more."""
    before = event.facts.get("supersedes")
    if event.facts.get("cetr") or not before:
        return
    if Decision.objects.filter(pk=UUID(str(before)), cetr=True).exists():
        for request in ReviewRequest.objects.open().filter(person=event.person_id):
            workflow.stop(request=request, by=event.by, at=event.at)
