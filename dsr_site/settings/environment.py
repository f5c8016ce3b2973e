"""Settings read from the environment; a malformed variable stops start-up with its name."""

import os
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg import Error as PsycopgError
from psycopg import conninfo

EXAMPLE = "replace-me"
"""What stands for a secret in `.env.example`; nothing starts with it."""


def text(name: str, default: str | None = None) -> str:
    """Return the variable `name`, or `default`; without either, start-up stops."""
    value = os.environ.get(name, "") or default
    if value is None:
        raise ImproperlyConfigured(f"The environment variable {name} must be set.")
    if EXAMPLE in value:
        raise ImproperlyConfigured(f"{name} still says {EXAMPLE}, as the example did: set it.")
    return value


def flag(name: str, default: bool) -> bool:
    """Return a yes/no variable: 1, true, yes, on or 0, false, no, off."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")


def number(name: str, default: int) -> int:
    """Return a whole, non-negative number."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def listing(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list without blanks."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def database(name: str, default: str | None = None) -> dict[str, Any]:
    """Return Django's settings for the libpq address in `name`: host or socket folder, user."""
    try:
        parts = conninfo.conninfo_to_dict(text(name, default))
    except PsycopgError as broken:
        raise ImproperlyConfigured(f"{name} is not a PostgreSQL address: {broken}") from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", "dsr"),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 3,
            "server_side_binding": True,
            # Two letters changed about in a name score 0.5, which the usual 0.6 does not find.
            "options": "-c pg_trgm.word_similarity_threshold=0.45",
        },
    }


def email(name: str, default: str | None) -> dict[str, Any]:
    """Return Django's e-mail settings for an address such as `smtp://user:secret@host:587/?tls=1`."""
    url = urlsplit(text(name, default))
    if url.scheme not in {"smtp", "smtps"} or not url.hostname:
        raise ImproperlyConfigured(f"{name} must look like smtp://user:password@host:587/?tls=1")
    return {
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": url.port or (465 if url.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_SSL": url.scheme == "smtps",
        "EMAIL_USE_TLS": "tls=1" in url.query,
    }
