"""Wiring of `actions`, done once at start-up."""

import sys

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured


class ActionsConfig(AppConfig):
    """Names the app and wires it."""

    name = "actions"

    def ready(self) -> None:
        """Register what this app keeps about a person, and what of it is due next.

        A server or worker refuses to start with ladders that cannot be used; a management
        command is stopped by the check of the same, which says it in one line.
        """
        from accounts.workflow import deactivation_check
        from actions import checks, listening  # noqa: F401 - it listens
        from actions.keeper import ActionsKeeper
        from actions.leaving import open_actions
        from actions.querysets import owns_something
        from actions.workflow.saving import due_next
        from core import records
        from duties.workflow import set_due_source
        from register.open_work import add_source

        records.register(ActionsKeeper())
        set_due_source(due_next)
        add_source("actions", open_actions)
        deactivation_check(owns_something)
        if not sys.argv[0].endswith("manage.py"):
            problems = checks.ladders_are_valid(None)
            if problems:
                raise ImproperlyConfigured(problems[0].msg)
