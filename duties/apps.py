"""Wiring of `duties`, done once at start-up."""

import sys

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured


class DutiesConfig(AppConfig):
    """Names the app and wires it."""

    name = "duties"

    def ready(self) -> None:
        """Register what this app keeps about a person and what it listens to.

        A server or worker refuses to start with a policy that cannot be used; a management
        command is stopped by the check of the same, which says it in one line.
        """
        from core import records
        from duties import checks, listening  # noqa: F401 - subscribes as it loads
        from duties.floors import PolicyFloors
        from duties.keeper import DutiesKeeper
        from duties.leaving import open_duties
        from register.open_work import add_source
        from register.workflow import set_floor_source

        records.register(DutiesKeeper())
        set_floor_source(PolicyFloors())
        add_source("duties", open_duties)
        if not sys.argv[0].endswith("manage.py"):
            problems = checks.policy_is_valid(None) + checks.commencement_is_a_date(None)
            if problems:
                raise ImproperlyConfigured(problems[0].msg)
