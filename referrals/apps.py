"""Wiring of `referrals`, done once at start-up."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Names the app and wires it."""

    name = "referrals"

    def ready(self) -> None:
        """Register what this app keeps about a person and what it listens to."""
        from core import records
        from referrals.keeper import ReferralsKeeper

        records.register(ReferralsKeeper())
