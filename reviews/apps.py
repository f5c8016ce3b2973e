"""Wiring of `reviews`, done once at start-up."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Names the app and wires it."""

    name = "reviews"

    def ready(self) -> None:
        """Register what this app keeps about a person and what it listens to."""
