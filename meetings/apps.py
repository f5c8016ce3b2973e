"""Wiring of `meetings`, done once at start-up."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Names the app and wires it."""

    name = "meetings"

    def ready(self) -> None:
        """Register what this app keeps about a person and what it listens to."""
