"""Wiring of `referrals`, done once at start-up."""

import sys
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from django.db.models import QuerySet


class ReferralsConfig(AppConfig):
    """Names the app and wires it."""

    name = "referrals"

    def ready(self) -> None:
        """Register what this app keeps, how long, and for duties whose referrals wait for triage.

        A server or worker refuses to start with a tool that cannot be used; a management
        command is stopped by the check of the same, which says it in one line.
        """
        from consent import disposition
        from core import records
        from duties.workflow import set_waiting_source
        from referrals import checks, finding, listening, subscribers  # noqa: F401 - they listen
        from referrals.keeper import ReferralsKeeper
        from referrals.leaving import open_referrals
        from referrals.retention import NeverTakenOn
        from register.finding import add_finder
        from register.open_work import add_source
        from register.who_is_who import add_waiting_levels

        records.register(ReferralsKeeper())
        disposition.register_source(NeverTakenOn())
        set_waiting_source(people_waiting)
        add_source("referrals", open_referrals)
        add_finder("referrals", finding.find)
        add_waiting_levels(levels_waiting)
        if not sys.argv[0].endswith("manage.py"):
            problems = checks.tools_are_valid(None)
            if problems:
                raise ImproperlyConfigured(problems[0].msg)


def people_waiting() -> "QuerySet[Any, Any]":
    """Return the ids of everybody of whom a referral waits for triage."""
    from referrals.models import Referral

    rows = Referral.objects.awaiting_triage().filter(person__isnull=False)
    return rows.order_by().values_list("person_id", flat=True)


def levels_waiting(key: str) -> "QuerySet[Any, Any]":
    """Return the ratings that wait for triage about a person, the most urgent first."""
    from django.db.models import Case, OuterRef, Value, When

    from referrals.models import Referral
    from register.rules import Level

    order = [Level.RED, Level.AMBER, Level.GREEN]
    urgency = Case(*[When(level=one, then=Value(place)) for place, one in enumerate(order)])
    rows = Referral.objects.awaiting_triage().filter(person=OuterRef(key))
    return rows.order_by(urgency).values("level")
