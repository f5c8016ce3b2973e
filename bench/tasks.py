"""The task that does nothing, beside which the relay is measured."""

from celery import shared_task


@shared_task(name="bench.nothing")  # type: ignore[untyped-decorator]
def nothing() -> None:
    """Do nothing."""
