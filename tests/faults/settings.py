"""For the processes that the fault tests start: the tests' database, mail to a sink."""

import os

from dsr_site.settings import environment as env
from dsr_site.settings.test import *  # noqa: F403

DATABASES = {"default": env.database("DATABASE_URL")}
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ.get("DSR_SINK_PORT", "25"))
