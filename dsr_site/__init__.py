"""Settings, addresses and the Celery app; the top floor, imported by nobody."""

from dsr_site.celery import app as celery_app

__all__ = ["celery_app"]
