"""Wiring of `accounts`, done once at start-up."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Names the app and wires it."""

    name = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        """Register the start-up checks of the gate."""
        from accounts import checks  # noqa: F401
