"""What every page shows round its content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def service(request: HttpRequest) -> dict[str, Any]:
    """Return the service's own words, the navigation of the user's roles, and any warning."""
    return {
        "service_name": settings.DSR_SERVICE_NAME,
        "organisation_name": settings.DSR_ORGANISATION_NAME,
        "team_name": settings.DSR_TEAM_NAME,
        "team_email": settings.DSR_TEAM_EMAIL,
        "team_phone": settings.DSR_TEAM_PHONE,
        "laep": settings.DSR_LAEP_LABEL,
        "demo": settings.DSR_DEMO,
    }
