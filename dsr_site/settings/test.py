"""For the tests: real PostgreSQL and Redis, mail kept in memory, static files unhashed."""

import os

from dsr_site.settings.base import *  # noqa: F403
from dsr_site.settings.base import DATABASES, STORAGES

DEBUG = False
SECRET_KEY = "test-only-" + "x" * 50
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DATABASES["default"]["TEST"] = {"NAME": os.environ.get("DSR_TEST_DB", "test_dsr")}
DATABASES["default"]["CONN_MAX_AGE"] = 0
# However busy the machine is, a test waits until the database has answered.
DATABASES["default"]["OPTIONS"]["connect_timeout"] = 300
# An erasure is carried out in the test that approves it; the cooling-off has tests of its own.
DSR_COOLING_OFF_HOURS = 0
# Nothing is collected for the tests: static files are found where they are written.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
