"""Wiring of `consent`, done once at start-up."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """Names the app and wires it."""

    name = "consent"

    def ready(self) -> None:
        """Read the policy, and register what this app keeps about a person."""
        from consent import policy
        from consent.keeper import ConsentKeeper
        from consent.workflow.mistakes import register_kinds
        from core import records

        policy.current()
        register_kinds()
        records.register(ConsentKeeper())
