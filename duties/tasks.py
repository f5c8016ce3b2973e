"""What beat wakes at night; twice does no harm."""

from celery import shared_task
from django.utils import timezone

from duties import workflow


@shared_task(name="duties.sync")  # type: ignore[untyped-decorator]
def sync() -> None:
    """Work out everyone's duties: people grow older without an event."""
    workflow.sync_everyone(at=timezone.now())
