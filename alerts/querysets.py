"""Named reads of notices."""

from datetime import datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db.models import Q

from accounts.scope import Grants, ScopedQuerySet
from alerts.wording import GATHERED

if TYPE_CHECKING:
    from alerts.models import Notice


class NoticeQuerySet(ScopedQuerySet["Notice"]):
    """Notices, each its recipient's own."""

    def scope(self, grants: Grants) -> Q:
        """A notice is shown to the person it is for."""
        return Q(user=grants.user_id, cancelled_at__isnull=True)

    def owed(self) -> Self:
        """Notices whose mail has neither been sent nor cancelled."""
        return self.filter(mailed_at__isnull=True, cancelled_at__isnull=True)

    def due(self, *, at: datetime) -> Self:
        """Owed notices whose time has come, urgent ones first."""
        return self.owed().filter(try_at__lte=at).order_by("-urgent", "try_at")

    def gathered_with(self, notice: "Notice") -> Self:
        """Return what else is gathered for a notice's reader and not sent yet, the oldest first."""
        rows = self.owed().filter(user=notice.user_id, kind__in=GATHERED, urgent=False)
        return rows.exclude(pk=notice.pk).order_by("made_at", "pk")

    def about_fact(self, person_id: UUID, fact: UUID) -> Self:
        """Notices to colleagues that told of one fact about a person: their key names it."""
        return self.filter(person_id=person_id, key__contains=str(fact), user__isnull=False)
