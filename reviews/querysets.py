"""Named reads of reviews, keyworker decisions and oversight visits."""

from typing import TYPE_CHECKING, Self

from register.querysets import PersonScopedQuerySet
from reviews.rules import ReviewKind

if TYPE_CHECKING:
    from reviews.models import KeyworkerReferral, OversightVisit, Review  # noqa: F401


class ReviewQuerySet(PersonScopedQuerySet["Review"]):
    """Reviews held."""

    def counting(self) -> Self:
        """C(E)TRs: not the emergency protocol, which stops no clock."""
        return self.filter(kind__in=[ReviewKind.CTR, ReviewKind.CETR])


class KeyworkerQuerySet(PersonScopedQuerySet["KeyworkerReferral"]):
    """Decisions about a keyworker; the latest stands."""


class VisitQuerySet(PersonScopedQuerySet["OversightVisit"]):
    """Commissioners' oversight visits."""
