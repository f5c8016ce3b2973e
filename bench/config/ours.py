"""The register as it is measured: the demo's settings, with mail to a server on this machine."""

import os

from dsr_site.settings.demo import *  # noqa: F403

EMAIL_BACKEND = os.environ.get("BENCH_MAIL", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = int(os.environ.get("BENCH_SMTP_PORT", "0"))
CELERY_IMPORTS = ("bench.tasks",)
