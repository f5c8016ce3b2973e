"""What beat wakes: drafts that nobody goes on with, redirects that wait, words whose time is up."""

from celery import shared_task
from django.utils import timezone

from core.dates import local_day
from referrals import workflow


@shared_task(name="referrals.expire_drafts")  # type: ignore[untyped-decorator]
def expire_drafts() -> None:
    """Tell the writers of drafts that will expire, and remove those whose time has run out."""
    now = timezone.now()
    workflow.warn_of_expiry(at=now)
    workflow.expire_drafts(at=now)


@shared_task(name="referrals.remind_redirects")  # type: ignore[untyped-decorator]
def remind_redirects() -> None:
    """Chase redirects that nobody has answered in time."""
    at = timezone.now()
    workflow.remind(on=local_day(at), at=at)


@shared_task(name="referrals.expire_asked")  # type: ignore[untyped-decorator]
def expire_asked() -> None:
    """Remind of requests to be included; remove those, and names of trainees, that have served."""
    at = timezone.now()
    workflow.remind_of_inclusions(on=local_day(at), at=at)
    workflow.expire_inclusions(on=local_day(at), at=at)
    workflow.clear_training(at=at)
