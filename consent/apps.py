"""Wiring of `consent`, done once at start-up."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """Names the app and wires it."""

    name = "consent"

    def ready(self) -> None:
        """Register what this app keeps about a person and what it listens to."""
