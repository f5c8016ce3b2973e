"""What beat wakes: hand-overs to other areas that wait."""

from celery import shared_task
from django.utils import timezone

from core.dates import local_day
from register import workflow


@shared_task(name="register.remind_of_moves")  # type: ignore[untyped-decorator]
def remind_of_moves() -> None:
    """Chase hand-overs that no one has answered in time."""
    at = timezone.now()
    workflow.remind_of_moves(on=local_day(at), at=at)
