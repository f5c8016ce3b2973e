"""Named reads of requests, reviews, reports, keyworkers and oversight visits."""

from typing import TYPE_CHECKING, Self

from django.db.models import OuterRef, Subquery

from accounts.rules import Permission
from register.querysets import PersonScopedQuerySet, lately_left
from reviews.rules import OPEN, RequestState, ReviewKind, StayChange

if TYPE_CHECKING:
    from accounts.models import User
    from reviews.models import (  # noqa: F401
        Finding,
        KeyworkerFollowUp,
        KeyworkerReferral,
        OversightVisit,
        Recommendation,
        ReportCopy,
        Review,
        ReviewPaper,
        ReviewRequest,
    )


class ReviewQuerySet(PersonScopedQuerySet["Review"]):
    """Reviews held."""

    def counting(self) -> Self:
        """C(E)TRs: not the emergency protocol, which stops no clock."""
        return self.filter(kind__in=[ReviewKind.CTR, ReviewKind.CETR])

    def with_where(self) -> Self:
        """Each with the change of stays, as `followed`, by which it is counted where it is now.

        One that was put right to another day since is where that put it.
        """
        past = self.model.history.filter(
            id=OuterRef("pk"), held_on=OuterRef("held_on"),
            history_change_reason__in=[one.value for one in StayChange],
        )  # fmt: skip
        last = past.order_by("-history_id").values("history_change_reason")[:1]
        return self.annotate(followed=Subquery(last))

    def report_outstanding(self) -> Self:
        """C(E)TRs whose report has not reached everybody who must have it."""
        return self.counting().filter(closed_on__isnull=True, report_sent_on__isnull=True)

    def to_close(self) -> Self:
        """C(E)TRs whose report is out, and that still wait for something."""
        return self.counting().filter(closed_on__isnull=True, report_sent_on__isnull=False)


class RequestQuerySet(PersonScopedQuerySet["ReviewRequest"]):
    """Requests for a review."""

    def open(self) -> Self:
        """Those whose review is still to be held."""
        return self.filter(state__in=OPEN)

    def asked(self) -> Self:
        """Those that nobody has arranged yet."""
        return self.filter(state=RequestState.ASKED)

    def arranged(self) -> Self:
        """Those with a date."""
        return self.filter(state=RequestState.ARRANGED)


class PaperQuerySet(PersonScopedQuerySet["ReviewPaper"]):
    """Papers that panels expect."""


class FindingQuerySet(PersonScopedQuerySet["Finding"]):
    """What reviews found."""


class RecommendationQuerySet(PersonScopedQuerySet["Recommendation"]):
    """Recommendations that had no owner when their review was recorded."""

    def unsettled(self) -> Self:
        """Those that are no action yet, and of which nobody has said why not."""
        return self.filter(action__isnull=True, left_reason="")


class CopyQuerySet(PersonScopedQuerySet["ReportCopy"]):
    """Copies of reports."""


class FollowUpQuerySet(PersonScopedQuerySet["KeyworkerFollowUp"]):
    """What the keyworker service made of referrals; the latest stands."""


class KeyworkerQuerySet(PersonScopedQuerySet["KeyworkerReferral"]):
    """Decisions about a keyworker; the latest stands."""


class VisitQuerySet(PersonScopedQuerySet["OversightVisit"]):
    """Commissioners' oversight visits."""

    def permitted(self, user: "User", permission: Permission) -> Self:
        """As everywhere; whoever records a visit after the discharge sees what they recorded."""
        if permission is not Permission.VISIT_RECORD:
            return super().permitted(user, permission)
        grants = user.grants(permission)
        reached = self.scope(grants) | lately_left(grants, "stay")
        return self.filter(reached) if grants.any_role else self.none()
