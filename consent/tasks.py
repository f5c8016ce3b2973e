"""What beat wakes: erasures that have cooled off, and records whose time has run out.

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


@shared_task(name="consent.dispose", time_limit=3600)  # type: ignore[untyped-decorator]
def dispose() -> None:
    """Remove records whose time has run out."""
    workflow.dispose_due(at=timezone.now())
