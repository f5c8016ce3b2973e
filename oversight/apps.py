"""Wiring of `oversight`, done once at start-up."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Names the app and wires it."""

    name = "oversight"

    def ready(self) -> None:
        """Register what this app keeps about a person and what it listens to."""
