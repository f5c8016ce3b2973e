"""Beside it: the same database and workers, views that only run SQL or do nothing."""

from bench.config.ours import *  # noqa: F403

ROOT_URLCONF = "bench.config.bare_urls"
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]  # it does not start without it
