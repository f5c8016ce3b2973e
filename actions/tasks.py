"""What beat wakes: chasing through the day, reconciling at night; twice does no harm."""

from celery import shared_task
from django.utils import timezone

from actions import workflow


@shared_task(name="actions.chase")  # type: ignore[untyped-decorator]
def chase() -> None:
    """Take today's steps of every ladder."""
    now = timezone.now()
    workflow.chase(on=timezone.localdate(now), at=now)


@shared_task(name="actions.reconcile")  # type: ignore[untyped-decorator]
def reconcile() -> None:
    """Raise every duty that the trail of events asks for and that is not there."""
    workflow.reconcile(at=timezone.now())
