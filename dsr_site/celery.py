"""The Celery app: a wake-up for what PostgreSQL already owes, never the place it is kept."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dsr_site.settings.production")

app = Celery("dsr_site")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
