"""What every page shows round its content."""

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from accounts.rules import Permission, Role
from alerts import health

NAVIGATION = (
    ("/home/", "My work", Permission.HELP),
    ("/alerts/red/", "RED alerts", Permission.ALERT_VIEW),
    ("/referrals/", "Referrals", Permission.REFERRAL_VIEW),
    ("/people/", "People", Permission.PERSON_VIEW),
    ("/meetings/", "Meetings", Permission.MEETING_VIEW),
    ("/reviews/", "C(E)TRs", Permission.REVIEW_RECORD),
    ("/actions/", "Actions", Permission.ACTION_VIEW),
    ("/oversight/blue/", "BLUE list", Permission.OVERSIGHT_VIEW),
    ("/consent/advice/", "Advice", Permission.ADVICE_ASK),
    ("/consent/refusals/", "Refusals", Permission.REFUSALS_VIEW),
    ("/consent/withdrawals/", "Withdrawals", Permission.ERASURE_APPROVE),
    ("/accounts/requests/", "Account requests", Permission.ACCOUNT_DECIDE),
    ("/accounts/users/", "Users", Permission.ACCOUNT_MANAGE),
    ("/oversight/trail/", "Audit trail", Permission.AUDIT_VIEW),
    ("/oversight/reads/", "Read log", Permission.AUDIT_VIEW),
    ("/accounts/organisations/", "Organisations", Permission.REFERENCE_MANAGE),
    ("/accounts/areas/", "Areas", Permission.REFERENCE_MANAGE),
    ("/referrals/tools/", "Clinical support tools", Permission.REFERENCE_MANAGE),
)
"""Address, words, and the permission without which the link is not shown."""

FOOTER = (
    ("/about/", "About the register"),
    ("/consent-and-choice/", "Consent, and how to say no"),
    ("/actions/policy/", "The rules in force"),
    ("/privacy/", "Privacy"),
    ("/accessibility/", "Accessibility"),
    ("/contact/", "Contact the team"),
)


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
        "session_idle_seconds": settings.SESSION_IDLE_SECONDS,
        "keep_alive_url": "/account/stay-signed-in/",
        "account_url": "/account/",
        "footer_items": [{"url": url, "label": label} for url, label in FOOTER],
        **_signed_in(request),
    }


def _signed_in(request: HttpRequest) -> dict[str, Any]:
    """Return what only somebody signed in is shown."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav_items": [], "service_warnings": []}
    user = cast(User, user)
    roles = list(dict.fromkeys(Role(held.role).label for held in user.roles_held))
    return {
        "nav_items": [
            {"url": url, "label": label, "current": request.path.startswith(url)}
            for url, label, permission in NAVIGATION
            if user.holds(permission)
        ],
        "account_role": ", ".join(roles),
        "service_warnings": health.warnings(at=timezone.now())
        if user.holds(Permission.ALERT_VIEW)
        else [],
    }
