"""What workers do for meetings when woken. Each may be missed or run twice without harm."""

from celery import shared_task
from django.utils import timezone

from meetings import workflow


@shared_task(name="meetings.make_ahead")  # type: ignore[untyped-decorator]
def make_ahead() -> None:
    """Plan the coming meetings of every series."""
    workflow.make_all_ahead(at=timezone.now())


@shared_task(name="meetings.draw_drift")  # type: ignore[untyped-decorator]
def draw_drift() -> None:
    """Draw this week's sample of GREEN in every area that has none yet."""
    workflow.draw_everywhere(at=timezone.now())
