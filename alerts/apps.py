"""Wiring of `alerts`, done once at start-up."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """Names the app and wires it."""

    name = "alerts"

    def ready(self) -> None:
        """Register what this app keeps about a person and what it listens to."""
        from alerts import listener, subscribers  # noqa: F401 - subscribe as they load
        from alerts.keeper import AlertsKeeper
        from alerts.leaving import queued_notices
        from core import records
        from register.open_work import add_source

        records.register(AlertsKeeper())
        add_source("alerts", queued_notices)
