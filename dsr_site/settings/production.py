"""For real use: no default secrets, everything over TLS, nothing of the demo importable."""

from dsr_site.settings import environment as env
from dsr_site.settings.base import *  # noqa: F403

DEBUG = False
SECRET_KEY = env.text("DSR_SECRET_KEY")
# Former secrets, newest first: links and second factors made with them still work.
SECRET_KEY_FALLBACKS = env.listing("DSR_SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.listing("DSR_ALLOWED_HOSTS") or [env.text("DSR_ALLOWED_HOSTS")]
DSR_BASE_URL = env.text("DSR_BASE_URL")
CSRF_TRUSTED_ORIGINS = [DSR_BASE_URL]
DATABASES = {"default": env.database("DATABASE_URL")}
REDIS_URL = CELERY_BROKER_URL = env.text("REDIS_URL")
locals().update(env.email("DSR_EMAIL_URL", None))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = DSR_TEAM_EMAIL = env.text("DSR_TEAM_EMAIL")
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("DSR_TRUSTED_PROXIES", 1)

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.flag("DSR_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
