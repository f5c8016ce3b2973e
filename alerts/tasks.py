"""What workers do when woken. Each wraps one workflow call and may run twice without harm."""

from celery import shared_task
from django.utils import timezone

from alerts import workflow
from core import audit, housekeeping


@shared_task(name="alerts.relay")
def relay() -> None:
    """Send what is owed."""
    workflow.relay(at=timezone.now())


@shared_task(name="alerts.escalate")
def escalate() -> None:
    """Escalate RED alerts that nobody acknowledged in time."""
    workflow.escalate(at=timezone.now())


@shared_task(name="alerts.seal")
def seal() -> None:
    """Seal the audit events that have come since the last seal."""
    audit.seal(at=timezone.now())


@shared_task(name="alerts.tidy")
def tidy() -> None:
    """Remove sessions and cache entries that have expired."""
    housekeeping.tidy(at=timezone.now())
