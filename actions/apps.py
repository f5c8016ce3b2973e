"""Wiring of `actions`, done once at start-up."""

import sys

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured


class ActionsConfig(AppConfig):
    """Names the app and wires it."""

    name = "actions"

    def ready(self) -> None:
        """Register what this app keeps about a person and what it listens to.

        A server or worker refuses to start with a policy that cannot be used; a management
        command is stopped by the check of the same, which says it in one line.
        """
        from accounts.workflow import deactivation_check
        from actions import checks, listening  # noqa: F401
        from actions.keeper import ActionsKeeper
        from actions.querysets import owns_something
        from core import records

        records.register(ActionsKeeper())
        deactivation_check(owns_something)
        if not sys.argv[0].endswith("manage.py"):
            problems = checks.policy_is_valid(None) + checks.ladders_are_valid(None)
            problems += checks.commencement_is_a_date(None)
            if problems:
                raise ImproperlyConfigured(problems[0].msg)
