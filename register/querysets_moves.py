"""Asking for hand-overs between areas."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from accounts.rules import Permission
from accounts.scope import Grants, ScopedQuerySet
from register.rules.moving import MoveState

if TYPE_CHECKING:
    from accounts.models import User
    from register.models import AreaMove  # noqa: F401


class AreaMoveQuerySet(ScopedQuerySet["AreaMove"]):
    """Hand-overs: an open one is seen by both teams, what was answered by the person's own."""

    def scope(self, grants: Grants) -> Q:
        """Return the filter for hand-overs that `grants` reach, of people not restricted."""
        open_here = Q(to_area__in=grants.areas, state=MoveState.OPEN)
        here = open_here | Q(person__area__in=grants.areas)
        return here & Q(person__restricted_at__isnull=True)

    def open(self) -> Self:
        """Those that no one has answered."""
        return self.filter(state=MoveState.OPEN)

    def to_accept(self, user: "User") -> Self:
        """Those that wait for the team of one of the user's areas."""
        areas = user.grants(Permission.TRIAGE).areas
        return self.open().filter(to_area__in=areas)

    def proposed(self, user: "User") -> Self:
        """Those that wait for another team, about people of the user's areas."""
        areas = user.grants(Permission.TRIAGE).areas
        return self.open().filter(from_area__in=areas)

    def late(self, *, on: date) -> Self:
        """Open ones whose day has passed."""
        return self.open().filter(person__restricted_at__isnull=True, due_on__lt=on)
