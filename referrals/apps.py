"""Wiring of `referrals`, done once at start-up."""

import sys
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from django.db.models import QuerySet

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
        actions.set_waiting_source(waiting_for, many=waiting_of, people=people_waiting)
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


def waiting_of(person_ids: "Collection[UUID]") -> "Callable[[UUID], list[Waiting]]":
    """Return what says which referrals of these people wait for triage, read at once."""
    from actions.hooks import Waiting
    from referrals.models import Referral

    found: dict[UUID | None, list[Waiting]] = {}
    for one in Referral.objects.awaiting_triage().filter(person__in=person_ids):
        found.setdefault(one.person_id, []).append(Waiting(one.level, one.is_paused))
    return lambda person_id: found.get(person_id, [])


def people_waiting() -> "QuerySet[Any, Any]":
    """Return the ids of everybody of whom a referral waits for triage."""
    from referrals.models import Referral

    rows = Referral.objects.awaiting_triage().filter(person__isnull=False)
    return rows.order_by().values_list("person_id", flat=True)
