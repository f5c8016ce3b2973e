"""What beat wakes: chasing through the day; twice does no harm."""

from celery import shared_task
from django.utils import timezone

from actions import workflow


@shared_task(name="actions.chase")  # type: ignore[untyped-decorator]
def chase() -> None:
    """Take today's steps of every ladder."""
    now = timezone.now()
    workflow.chase(on=timezone.localdate(now), at=now)
