"""Wiring of `register`, done once at start-up."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Names the app and wires it."""

    name = "register"

    def ready(self) -> None:
        """Register what this app keeps about a person, and whom it asks before somebody leaves."""
        from accounts.workflow import deactivation_check
        from core import records
        from register.keeper import RegisterKeeper
        from register.querysets import leads_somebody

        records.register(RegisterKeeper())
        deactivation_check(leads_somebody)
