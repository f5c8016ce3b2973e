"""Every address of the service, read from the URLconf itself."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Address:
    """One address: its name, its route, and the view class."""

    name: str
    route: str
    view: Any


@cache
def addresses() -> tuple[Address, ...]:
    """Return every address, in the order of the URLconf."""
    return tuple(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: Any, route: str, space: str) -> list[Address]:
    found: list[Address] = []
    for one in patterns:
        here = route + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            found += _walk(one.url_patterns, here, inner)
        elif isinstance(one, URLPattern):
            assert one.name, f"the address {here} has no name"
            view = getattr(one.callback, "view_class", one.callback)
            found.append(Address(f"{space}{one.name}", here, view))
    return found


LIBRARY = frozenset(
    {
        "accounts:sign_in",
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_change_password",
        "account_set_password",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_email_verification_sent",
        "mfa_index",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
        "mfa_reauthenticate_webauthn",
        "mfa_login_webauthn",
        "usersessions_list",
    }
)
"""Addresses whose views are the sign-in library's: they concern one's own account only."""
