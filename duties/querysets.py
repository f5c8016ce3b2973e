"""Named reads of duties, of decisions about them, and of the day on which the statute begins."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.db.models import ExpressionWrapper, Q

from accounts.rules import Permission
from accounts.scope import ScopedQuerySet
from duties import policy
from duties.rules import DutyStatus, ProposalStatus
from register.querysets import PersonScopedQuerySet

if TYPE_CHECKING:
    from accounts.models import User
    from duties.models import (  # noqa: F401
        Commencement,
        CommencementProposal,
        Duty,
        DutyDecision,
        TransitionDecision,
    )


_MET_BY_VISIT = Q(met_by__contains=[{"event": "reviews.visited"}])
_MET_BY_REVIEW = Q(met_by__contains=[{"event": "reviews.held"}]) & ~_MET_BY_VISIT


class DutyQuerySet(PersonScopedQuerySet["Duty"]):
    """Duties that policy rules raised."""

    def open(self) -> Self:
        """Those still to be met."""
        return self.filter(status=DutyStatus.OPEN)

    def running(self) -> Self:
        """Those whose clock does not stand still."""
        return self.filter(paused_on__isnull=True)

    def paused(self) -> Self:
        """Those whose clock stands still until the referrer answers."""
        return self.filter(paused_on__isnull=False)

    def to_meet(self) -> Self:
        """Those that must be met; not those that only last until their date."""
        return self.filter(floor=False)

    def with_deadline(self) -> Self:
        """Those that must be met by their date, as long as their clock does not stand still."""
        return self.to_meet().running()

    def overdue(self, on: date) -> Self:
        """Open ones whose date has passed, days of grace counted."""
        # The due date is what the indexes hold, and never later than the day before `late_from`.
        return self.open().with_deadline().filter(due_on__lt=on, late_from__lte=on)

    def on_worklist(self, areas: Collection[UUID]) -> Self:
        """Open ones that must be met, as the worklists of `areas` show them: no one restricted."""
        # A duty about someone restricted has no area, so that no join need look for that.
        return self.open().to_meet().filter(area__in=areas)

    def met_through(self, event: str) -> Self:
        """Those that an event of this kind can meet."""
        return self.filter(met_by__contains=[{"event": event}])

    def visits(self) -> Self:
        """Those that a commissioner's oversight visit meets."""
        return self.filter(_MET_BY_VISIT)

    def reports_of(self, review: "UUID | models.OuterRef") -> Self:
        """Those to send out the report of a review, the earliest due first."""
        return self.met_through("reviews.report_sent").filter(subject=review).order_by("due_on")

    def met_by_review(self) -> Self:
        """Those that a C(E)TR can meet, alone or in place of a meeting."""
        return self.filter(_MET_BY_REVIEW)

    def with_what_meets(self) -> Self:
        """Each with `by_review` and `by_visit`: whether a C(E)TR, or a visit, can meet it."""
        return self.annotate(
            by_review=ExpressionWrapper(_MET_BY_REVIEW, models.BooleanField()),
            by_visit=ExpressionWrapper(_MET_BY_VISIT, models.BooleanField()),
        )

    def reviews(self) -> Self:
        """Those that only a C(E)TR meets: where a meeting will do, it was never a C(E)TR due."""
        return self.met_by_review().exclude(met_by__contains=[{"event": "meetings.held"}])

    def reviews_or_meetings(self) -> Self:
        """Those that either a C(E)TR or a meeting meets."""
        return self.met_by_review().met_through("meetings.held")

    def for_inpatients(self) -> Self:
        """Those asked for because the person is in hospital: a discharge takes them away."""
        return self.filter(rule__in=_rules_for_inpatients())

    def for_community(self) -> Self:
        """Those that are not asked for because the person is in hospital."""
        return self.exclude(rule__in=_rules_for_inpatients())


def _rules_for_inpatients() -> set[str]:
    return {rule.id for rule in policy.current().rules if "register.discharged" in rule.ends_on}


class DutyDecisionQuerySet(PersonScopedQuerySet["DutyDecision"]):
    """What named people decided about duties."""

    def in_force(self) -> Self:
        """Those that no one has struck out."""
        return self.filter(struck_out_at__isnull=True)


class CommencementQuerySet(models.QuerySet["Commencement"]):
    """The settings of the day on which the statute begins."""

    def standing(self) -> "Commencement | None":
        """Return the one that no other has followed; None when none was ever set."""
        return self.filter(followed_by__isnull=True).first()


class CommencementProposalQuerySet(ScopedQuerySet["CommencementProposal"]):
    """What administrators proposed the day to be."""

    def permitted(self, user: "User", permission: Permission) -> Self:
        """All of them, for users who hold `permission`: they are about no person or area."""
        return self if user.holds(permission) else self.none()

    def open(self) -> Self:
        """The one that waits for a second administrator, if one does."""
        return self.filter(status=ProposalStatus.OPEN)


class TransitionDecisionQuerySet(PersonScopedQuerySet["TransitionDecision"]):
    """What was decided about people already detained when Part 8A began."""

    def in_force(self) -> Self:
        """Those that no one has struck out."""
        return self.filter(struck_out_at__isnull=True)
