"""Wiring of `referrals`, done once at start-up."""

import sys
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from actions.hooks import Waiting


class ReferralsConfig(AppConfig):
    """Names the app and wires it."""

    name = "referrals"

    def ready(self) -> None:
        """Register what this app keeps, and tell duties which referrals wait for triage.

        A server or worker refuses to start with a tool that cannot be used; a management
        command is stopped by the check of the same, which says it in one line.
        """
        from actions import workflow as actions
        from core import records
        from referrals import checks, listening, subscribers  # noqa: F401 - they listen
        from referrals.keeper import ReferralsKeeper

        records.register(ReferralsKeeper())
        actions.set_waiting_source(waiting_for)
        if not sys.argv[0].endswith("manage.py"):
            problems = checks.tools_are_valid(None)
            if problems:
                raise ImproperlyConfigured(problems[0].msg)


def waiting_for(person_id: UUID) -> "list[Waiting]":
    """Return the person's referrals that wait for triage, as duties know them."""
    from actions.hooks import Waiting
    from referrals.models import Referral

    rows = Referral.objects.awaiting_triage().filter(person=person_id)
    return [Waiting(one.level, one.is_paused) for one in rows]
