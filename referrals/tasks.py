"""What beat wakes: drafts that nobody goes on with are told of, and then removed."""

from celery import shared_task
from django.utils import timezone

from referrals import workflow


@shared_task(name="referrals.expire_drafts")  # type: ignore[untyped-decorator]
def expire_drafts() -> None:
    """Tell the writers of drafts that will expire, and remove those whose time has run out."""
    now = timezone.now()
    workflow.warn_of_expiry(at=now)
    workflow.expire_drafts(at=now)
