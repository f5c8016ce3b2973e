"""Wiring of `oversight`, done once at start-up."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Names the app; it keeps nothing and listens to nothing."""

    name = "oversight"
