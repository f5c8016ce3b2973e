"""Wiring of `core`, done once at start-up."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate  # noqa: TID251 - not a model signal


class CoreConfig(AppConfig):
    """Names the app and wires it."""

    name = "core"
    verbose_name = "Audit trail and records"

    def ready(self) -> None:
        """Keep the database's own guard in step with the models after every migration."""
        from core import checks, guard  # noqa: F401 - checks register themselves

        post_migrate.connect(guard.install_after_migrate, dispatch_uid="core.guard")
