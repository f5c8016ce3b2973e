"""Wiring of `register`, done once at start-up."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Names the app and wires it."""

    name = "register"

    def ready(self) -> None:
        """Register what this app keeps about a person."""
        from core import records
        from register.keeper import RegisterKeeper

        records.register(RegisterKeeper())
