"""Beside it: Django's own admin over the same rows, tuned, with Django's usual middleware."""

from bench.config.ours import *  # noqa: F403
from bench.config.ours import INSTALLED_APPS as OURS
from bench.config.ours import STORAGES, TEMPLATES

INSTALLED_APPS = ["django.contrib.admin.apps.SimpleAdminConfig", *OURS]
ROOT_URLCONF = "bench.config.admin_urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # it does not start without it
]
TEMPLATES = [
    {
        "BACKEND": TEMPLATES[0]["BACKEND"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
