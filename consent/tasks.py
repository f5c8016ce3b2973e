"""What beat wakes: erasures that have cooled off, and the list of records whose time is over.

Proving that nothing is left reads every text of the register, so these may take their time.
"""

from celery import shared_task
from django.utils import timezone

from consent import workflow


@shared_task(name="consent.carry_out", time_limit=3600)  # type: ignore[untyped-decorator]
def carry_out() -> None:
    """Erase those whose approved withdrawal has cooled off."""
    workflow.carry_out(at=timezone.now())


@shared_task(name="consent.clear_advice")  # type: ignore[untyped-decorator]
def clear_advice() -> None:
    """Remove the words of questions without a name that have served."""
    workflow.clear_advice(at=timezone.now())


@shared_task(name="consent.list_due")  # type: ignore[untyped-decorator]
def list_due() -> None:
    """Put records whose time is over on the list, for two people to decide."""
    workflow.list_due(at=timezone.now())
