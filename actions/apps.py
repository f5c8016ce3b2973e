"""Wiring of `actions`, done once at start-up."""

from django.apps import AppConfig


class ActionsConfig(AppConfig):
    """Names the app and wires it."""

    name = "actions"

    def ready(self) -> None:
        """Register what this app keeps about a person and what it listens to."""
