"""What every setting of the register shares. Nothing here is a secret."""

from pathlib import Path
from typing import Any

from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF

from dsr_site.settings import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent.parent

# The first block is the register itself, highest floor first; an app imports only downwards.
INSTALLED_APPS = [
    "oversight",
    "alerts",
    "meetings",
    "referrals",
    "reviews",
    "actions",
    "duties",
    "consent",
    "register",
    "accounts",
    "core",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "csp",
    "django_htmx",
    "simple_history",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # Outermost, so that error pages made by any middleware carry the policy too.
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "core.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionLimits",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.middleware.SecondFactor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "dsr_site.urls"
WSGI_APPLICATION = "dsr_site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "dsr_site.context.service",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "rows",
        "DIRS": [BASE_DIR / "templates" / "rows"],
        "OPTIONS": {"environment": "core.jinja.environment"},
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "nhsuk"
CRISPY_TEMPLATE_PACK = "nhsuk"

DATABASES = {"default": env.database("DATABASE_URL", "postgresql:///dsr")}
CACHES = {
    # In PostgreSQL, so that sign-in limits survive a restart, are shared by workers, and
    # signing in does not depend on Redis.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "core.storage.HashedStaticFiles"},
}

# Sign-in. ------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/home/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/5m/ip,5/5m/key",
    "request_account_ip": "20/h/ip",
    "request_account": "5/h/key",
    "ask_for_removal": "10/h/ip",
    "answer_action": "20/h/ip",
    "ask_to_be_included": "10/h/ip",
    "ask_for_training": "10/h/ip",
    "ask_to_be_named": "20/h/user",
    "change_own_email": "5/h/user",
}
ACCOUNT_FORMS = {
    "login": "accounts.sign_in_forms.SignInForm",
    "reset_password": "accounts.sign_in_forms.ResetPasswordForm",
    "change_password": "accounts.sign_in_forms.ChangePasswordForm",
    "set_password": "accounts.sign_in_forms.SetPasswordForm",
    "reauthenticate": "accounts.sign_in_forms.ReauthenticateForm",
}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
MFA_FORMS = {
    "authenticate": "accounts.sign_in_forms.CodeForm",
    "reauthenticate": "accounts.sign_in_forms.CodeAgainForm",
    "activate_totp": "accounts.sign_in_forms.ActivateAppForm",
    "add_webauthn": "accounts.sign_in_forms.AddPasskeyForm",
    "edit_webauthn": "accounts.sign_in_forms.RenamePasskeyForm",
}
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TRUST_ENABLED = False
MFA_TOTP_ISSUER = "Dynamic Support Register"
USERSESSIONS_TRACK_ACTIVITY = False
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "accounts.passwords.LocalWordsValidator"},
]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Words said on the next page may be those of an action: they stay here, out of every cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_IDLE_SECONDS = 15 * 60
SESSION_MAX_SECONDS = 12 * 60 * 60
DSR_REQUIRE_SECOND_FACTOR = True

# Pages. --------------------------------------------------------------------
# No other site learns an address. Browsers take the last policy that they know; under the first
# they would send "Origin: null" with every form, which the forgery check refuses.
SECURE_REFERRER_POLICY = "no-referrer, same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    },
}
# A referral with every answer at its longest is under a megabyte; more is an error with words.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Celery wakes; PostgreSQL remembers. Every figure has its trial in the assurance notes:
# acknowledge late and reject on loss, or a killed child loses its task; UTC, or crontabs miss
# the autumn clock change; sub-second time-outs, or a frozen Redis blocks a request.
REDIS_URL = env.text("REDIS_URL", "redis://127.0.0.1:6379/0")
CELERY_BROKER_URL = REDIS_URL
CELERY_TIMEZONE = "UTC"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "socket_connect_timeout": 0.5,
    "socket_timeout": 5,
    "retry_on_timeout": False,
    "max_retries": 0,
}
CELERY_BEAT_SCHEDULER = "alerts.beat:SingleScheduler"
# Seconds, or a time of the night. Each may be missed or run twice: due dates live in PostgreSQL.
CELERY_BEAT_SCHEDULE = {
    "relay": {"task": "alerts.relay", "schedule": 30.0, "options": {"expires": 60}},
    "escalate": {"task": "alerts.escalate", "schedule": 60.0, "options": {"expires": 120}},
    "chase": {"task": "actions.chase", "schedule": 900.0, "options": {"expires": 900}},
    "reconcile": {
        "task": "duties.sync",
        "schedule": crontab(hour="2", minute="30"),
        "options": {"expires": 3600},
    },
    "carry_out": {"task": "consent.carry_out", "schedule": 300.0, "options": {"expires": 300}},
    "list_due": {"task": "consent.list_due", "schedule": 3600.0, "options": {"expires": 3600}},
    "seal": {"task": "alerts.seal", "schedule": 30.0, "options": {"expires": 60}},
    "expire_drafts": {
        "task": "referrals.expire_drafts",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "clear_advice": {
        "task": "consent.clear_advice",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "make_meetings": {
        "task": "meetings.make_ahead",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "draw_drift": {
        "task": "meetings.draw_drift",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "remind_of_moves": {
        "task": "register.remind_of_moves",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "remind_redirects": {
        "task": "referrals.remind_redirects",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "expire_asked": {
        "task": "referrals.expire_asked",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "tidy": {"task": "alerts.tidy", "schedule": 3600.0, "options": {"expires": 3600}},
}

# What a region changes. ----------------------------------------------------
DSR_SERVICE_NAME = "Dynamic Support Register"
DSR_ORGANISATION_NAME = env.text("DSR_ORGANISATION_NAME", "")
DSR_TEAM_NAME = env.text("DSR_TEAM_NAME", "Dynamic Support Register team")
DSR_TEAM_EMAIL = env.text("DSR_TEAM_EMAIL", "dsr.team@example.nhs.uk")
DSR_TEAM_PHONE = env.text("DSR_TEAM_PHONE", "01632 960 000")
# A folder of the region's own clinical support tools (TOML), beside those that come with this.
DSR_TOOLS_DIR = env.text("DSR_TOOLS_DIR", "")
DSR_LAEP_LABEL = env.text("DSR_LAEP_LABEL", "LAEP")
DSR_BASE_URL = env.text("DSR_BASE_URL", "http://localhost:8000")
DSR_DEMO = False
DSR_STATUTE_COMMENCED_ON = env.text("DSR_STATUTE_COMMENCED_ON", "")
# Hours; unset, consent/policy.toml says how many.
DSR_COOLING_OFF_HOURS: int | None = (
    env.number("DSR_COOLING_OFF_HOURS", 0) if env.text("DSR_COOLING_OFF_HOURS", "") else None
)
# How many people rated GREEN each week's sample puts before an area's team (certainty U).
DSR_DRIFT_SAMPLE = env.number("DSR_DRIFT_SAMPLE", 5)
# How long an unchanged draft is kept, and how long before its writer is told; unset,
# consent/policy.toml says how many days.
DSR_DRAFT_DAYS: int | None = (
    env.number("DSR_DRAFT_DAYS", 0) if env.text("DSR_DRAFT_DAYS", "") else None
)
DSR_DRAFT_WARNING_DAYS: int | None = (
    env.number("DSR_DRAFT_WARNING_DAYS", 0) if env.text("DSR_DRAFT_WARNING_DAYS", "") else None
)
# Where exports are kept, if anywhere: an erasure looks through it.
DSR_EXPORT_DIR = env.text("DSR_EXPORT_DIR", "")
# Signs the ledger of erasures; unset, the secret key does. Whoever changes it loses the ledger.
DSR_LEDGER_KEY = env.text("DSR_LEDGER_KEY", "")
DEFAULT_FROM_EMAIL = env.text("DSR_FROM_EMAIL", DSR_TEAM_EMAIL)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "core.logs.OneLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
