"""Named reads of decisions, withdrawals and certificates."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.rules import Permission
from accounts.scope import Grants, ScopedQuerySet
from consent import policy, rules
from core.dates import add_months
from register.models import Person, Standing
from register.querysets import PersonScopedQuerySet

if TYPE_CHECKING:
    from accounts.models import User
    from consent.models import (  # noqa: F401
        AdviceQuestion,
        Decision,
        Disposal,
        ErasureCertificate,
        RefusalCount,
        RemovalRequest,
        Withdrawal,
    )


def possible_at_age(on: date) -> Q:
    """Return the filter for decisions whose basis the law knows at the person's age on `on`.

    A date of birth may be corrected after the decision; the ages are those of `rules.bases_for`.
    """
    turns = (rules.ADULT_RULES_FROM, rules.ATTORNEY_FROM)
    born = [add_months(on, -12 * age) for age in turns]  # the last day of birth to have turned
    child, young, adult = (rules.bases_for(age) for age in (0, *turns))
    return (
        Q(person__birth_date__gt=born[0], basis__in=child)
        | Q(person__birth_date__lte=born[0], person__birth_date__gt=born[1], basis__in=young)
        | Q(person__birth_date__lte=born[1], basis__in=adult)
    )


class PartQuerySet(PersonScopedQuerySet[Any]):
    """The parts of decisions: assessments, checklists, competence."""


class DecisionQuerySet(PersonScopedQuerySet["Decision"]):
    """Decisions about being on the register."""

    def current(self) -> Self:
        """Decisions that no other has followed; one that was struck out follows none."""
        return self.filter(~Exists(self._followers()))

    def _followers(self) -> Any:
        return self.model._default_manager.filter(follows=OuterRef("pk"))

    def standing_on(self, on: date) -> Self:
        """Current decisions that have not lapsed on the day `on`, possible at the age on it."""
        days = policy.current().review.grace_days
        rows = self.current().filter(review_on__gt=on - timedelta(days=days))
        return rows.filter(possible_at_age(on))

    def newest_first(self) -> Self:
        """Decisions in order, the current one first even where two share a moment."""
        return self.order_by("-recorded_at", Exists(self._followers()))

    def newest(self, person_id: UUID) -> "Decision | None":
        """Return the person's last decision, lapsed or not."""
        return self.current().filter(person=person_id).first()

    def standing(self, person_id: UUID, *, on: date) -> "Decision | None":
        """Return the decision that makes it lawful to keep the person on the day `on`, if any."""
        return self.standing_on(on).filter(person=person_id).first()


def people_without_basis(
    *, on: date, rows: "QuerySet[Standing] | None" = None
) -> "QuerySet[Standing]":
    """Return the list rows of people on the register without a decision that stands on `on`.

    `rows` are the list rows to look among: those that the reader is permitted, or an area's.
    """
    from consent.models import Decision

    kept = Decision.objects.standing_on(on).filter(person=OuterRef("person"))
    among = Standing.objects.unrestricted() if rows is None else rows
    return among.filter(~Exists(kept))


class AreaScopedQuerySet(ScopedQuerySet[Any]):
    """Rows that carry their area, reached by those who hold it."""

    def scope(self, grants: Grants) -> Q:
        """Return the filter for rows of the grants' areas."""
        return Q(area__in=grants.areas)


class WithdrawalQuerySet(AreaScopedQuerySet):
    """Withdrawals: by area, for the person behind each is hidden."""

    def open(self) -> Self:
        """Those that wait for a second person."""
        return self.filter(state=rules.WithdrawalState.RESTRICTED)

    def approved(self) -> Self:
        """Those that wait for the cooling-off to end."""
        return self.filter(state=rules.WithdrawalState.APPROVED)

    def decided(self) -> Self:
        """Those that are over: erased or restored."""
        return self.exclude(state__in=rules.UNDECIDED)

    def listed(self) -> Self:
        """As lists show them: without the person."""
        return self.select_related("area").defer("note", "identity_evidence")


class CertificateQuerySet(AreaScopedQuerySet):
    """Certificates of erasure."""

    def listed(self) -> Self:
        """As lists show them."""
        return self.select_related("area")


class AdviceQuerySet(ScopedQuerySet["AdviceQuestion"]):
    """Questions without a name: one's own, and those of the areas of a DSR team."""

    def scope(self, grants: Grants) -> Q:
        """Return the filter for one's own questions and those of the grants' areas."""
        return Q(asked_by=grants.user_id) | Q(area__in=grants.areas)

    def permitted(self, user: "User", permission: Permission) -> Self:
        """As for all; an answer is for the team of the area, never for who asked as such."""
        rows = super().permitted(user, permission)
        if permission is not Permission.ADVICE_ANSWER:
            return rows
        return rows.filter(area__in=user.grants(permission).areas)

    def waiting(self) -> Self:
        """Those without an answer, the oldest first."""
        return self.filter(answered_at__isnull=True).order_by("asked_at")

    def answered(self) -> Self:
        """Those with an answer, the newest first."""
        return self.filter(answered_at__isnull=False)

    def outlived(self, *, at: datetime, days: int) -> Self:
        """Those answered `days` ago or longer, whose texts are still there."""
        ended = at - timedelta(days=days)
        return self.filter(answered_at__lte=ended, cleared_at__isnull=True)


class HoldQuerySet(AreaScopedQuerySet):
    """Legal holds: by area, for the person behind most is hidden."""

    def standing(self) -> Self:
        """Those that have not been lifted."""
        return self.filter(lifted_at__isnull=True)

    def to_review(self, on: date) -> Self:
        """Those that are to be looked at again by the day `on`."""
        return self.standing().filter(review_on__lte=on)

    def on(self, person_id: UUID) -> Self:
        """Those that keep one person's record now."""
        return self.standing().filter(person=person_id)


class DisposalQuerySet(ScopedQuerySet["Disposal"]):
    """Records whose time is over: by the person's area, and by their own once it is erased."""

    def scope(self, grants: Grants) -> Q:
        """Return the filter for the grants' areas, without those whom a withdrawal has hidden."""
        there = Q(person__area__in=grants.areas, person__restricted_at__isnull=True)
        return there | Q(person__isnull=True, area__in=grants.areas)

    def active(self) -> Self:
        """Those that someone has yet to decide about, now or later."""
        return self.filter(state__in=rules.ON_THE_LIST)

    def waiting(self) -> Self:
        """Those that wait for a first person."""
        return self._still_off(rules.DisposalState.DUE)

    def proposed(self) -> Self:
        """Those that wait for a second person."""
        return self._still_off(rules.DisposalState.PROPOSED)

    def kept(self) -> Self:
        """Those that are kept for now."""
        return self._still_off(rules.DisposalState.KEPT)

    def to_decide(self, user: "User") -> Self:
        """Those that `user` could propose, or agree to as the second person."""
        mine = Q(state=rules.DisposalState.PROPOSED, proposed_by=user)
        open_states = [rules.DisposalState.DUE, rules.DisposalState.PROPOSED]
        return self._still_off(*open_states).exclude(mine)

    def _still_off(self, *states: rules.DisposalState) -> Self:
        """Those of people who have not come back meanwhile."""
        return self.filter(state__in=states, person__standing__isnull=True)


class RemovalRequestQuerySet(ScopedQuerySet[Any]):
    """Requests from the public page. The area is not known: every team sees every one."""

    def scope(self, grants: Grants) -> Q:
        """Return all to those who act in some area."""
        return Q() if grants.areas else Q(pk__in=[])

    def waiting(self) -> Self:
        """Those whose words are still kept."""
        return self.filter(state=rules.RequestState.WAITING)

    def about(self, person: Person) -> Self:
        """Those waiting that can only mean `person`: by NHS number, or name and date of birth."""
        same = Q(name__iexact=person.name, birth_date=person.birth_date, birth_date__isnull=False)
        if person.nhs_number:
            same |= Q(nhs_number=person.nhs_number)
        return self.waiting().filter(same)


def people_meant(request: "RemovalRequest") -> "QuerySet[Person]":
    """Return the people, not restricted, whom a request can mean.

    By NHS number; or by date of birth where the family name stands in the name that was typed.
    """
    same = Q(pk__in=[])
    if request.nhs_number:
        same |= Q(nhs_number=request.nhs_number)
    if request.birth_date:
        typed = f" {request.name.casefold()} "
        born = Person.objects.filter(birth_date=request.birth_date)
        named = [one.pk for one in born if f" {one.family_name.casefold()} " in typed]
        same |= Q(pk__in=named)
    people: QuerySet[Person] = Person.objects.filter(same)
    return people


class RefusalCountQuerySet(AreaScopedQuerySet):
    """Counts without identity, by the areas of those who may see them."""

    def between(self, first: date, last: date) -> Self:
        """The counts of the months from `first` to `last`, both included."""
        return self.filter(month__range=(first, last)).select_related("area")
