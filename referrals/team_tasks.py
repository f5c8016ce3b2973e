"""What beat wakes for the team's side: redirects that wait, and words whose time is up."""

from celery import shared_task
from django.utils import timezone

from core.dates import local_day
from referrals import workflow


@shared_task(name="referrals.remind_redirects")  # type: ignore[untyped-decorator]
def remind_redirects() -> None:
    """Chase redirects that nobody has answered in time."""
    at = timezone.now()
    workflow.remind(on=local_day(at), at=at)


@shared_task(name="referrals.expire_asked")  # type: ignore[untyped-decorator]
def expire_asked() -> None:
    """Remove requests to be included, and names of trainees, that have served."""
    at = timezone.now()
    workflow.expire_inclusions(on=local_day(at), at=at)
    workflow.clear_training(at=at)
