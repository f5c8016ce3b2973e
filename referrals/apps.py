"""Wiring of `referrals`, done once at start-up."""

import sys

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured


class ReferralsConfig(AppConfig):
    """Names the app and wires it."""

    name = "referrals"

    def ready(self) -> None:
        """Register what this app keeps about a person.

        A server or worker refuses to start with a tool that cannot be used; a management
        command is stopped by the check of the same, which says it in one line.
        """
        from core import records
        from referrals import checks
        from referrals.keeper import ReferralsKeeper

        records.register(ReferralsKeeper())
        if not sys.argv[0].endswith("manage.py"):
            problems = checks.tools_are_valid(None)
            if problems:
                raise ImproperlyConfigured(problems[0].msg)
