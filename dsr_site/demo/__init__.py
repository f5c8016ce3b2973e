"""The made-up region for trying the register; installed by the demo settings only."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

if not settings.DSR_DEMO:
    raise ImproperlyConfigured("The demo is not part of this installation: DSR_DEMO is off.")
