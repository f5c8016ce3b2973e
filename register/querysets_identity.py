"""Asking for findings about who is who."""

from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db.models import F, Q

from accounts.scope import Grants, ScopedQuerySet
from register.rules.identity import Verdict

if TYPE_CHECKING:
    from register.models import IdentityFinding  # noqa: F401


class IdentityFindingQuerySet(ScopedQuerySet["IdentityFinding"]):
    """Findings: reached by the teams that have both records, one of which may be hidden."""

    def scope(self, grants: Grants) -> Q:
        """Return the filter for findings about two records of the areas granted."""
        return Q(person__area__in=grants.areas, other__area__in=grants.areas)

    def current(self) -> Self:
        """Those that have not ended; some wait for a second person."""
        return self.filter(ended_at__isnull=True)

    def of(self, person_id: UUID) -> Self:
        """Those about this record."""
        return self.filter(Q(person=person_id) | Q(other=person_id))

    def between(self, one: UUID, other: UUID) -> Self:
        """Those about these two records, whichever comes first."""
        return self.filter(Q(person=one, other=other) | Q(person=other, other=one))

    def same(self) -> Self:
        """Those by which two records are one person now."""
        confirmed = Q(needs=[]) | Q(confirmed_at__isnull=False)
        return self.current().filter(confirmed, verdict=Verdict.SAME)

    def waiting(self) -> Self:
        """Those that a second person has yet to confirm."""
        return self.current().filter(~Q(needs=[]), confirmed_at__isnull=True)

    def counterparts(self, person_id: UUID) -> dict[UUID, str]:
        """Return the other record of each current finding about this one, with the verdict."""
        rows = self.current().of(person_id).annotate(mine=F("person"), theirs=F("other"))
        return {
            theirs if mine == person_id else mine: verdict
            for mine, theirs, verdict in rows.values_list("mine", "theirs", "verdict")
        }
