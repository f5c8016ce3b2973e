"""Named reads of what the DSR team does around referrals."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Coalesce

from accounts.rules import Permission
from accounts.scope import Grants, ScopedQuerySet
from referrals.calibration import Count
from referrals.codes import INCLUSION_OPEN, NamingState, PlaceState, RedirectState
from referrals.rules import State
from register.querysets import PersonScopedQuerySet

if TYPE_CHECKING:
    from accounts.models import User
    from referrals.models import (  # noqa: F401
        InclusionRequest,
        NamingRequest,
        Redirect,
        ToolChoice,
        TrainingPlace,
        TrainingSession,
    )
    from register.models import Person


class RedirectQuerySet(PersonScopedQuerySet["Redirect"]):
    """Redirects: each seen by the teams of both areas, answered by the one that was asked."""

    person_path = "referral__person"

    def scope(self, grants: Grants) -> Q:
        """Return the filter for those to or from one's areas, about nobody restricted."""
        here = Q(to_area__in=grants.areas) | Q(from_area__in=grants.areas)
        return here & Q(referral__person__restricted_at__isnull=True)

    def to_answer(self, user: "User") -> Self:
        """Those that wait for the team of one of the user's areas."""
        areas = user.grants(Permission.TRIAGE).areas
        return self.permitted(user, Permission.TRIAGE).open().filter(to_area__in=areas)

    def open(self) -> Self:
        """Those that no one has answered."""
        return self.filter(state=RedirectState.OPEN)

    def late(self, *, on: date) -> Self:
        """Open ones whose day has passed."""
        return self.open().unrestricted().filter(due_on__lt=on)


class NamingRequestQuerySet(PersonScopedQuerySet["NamingRequest"]):
    """Requests to be named: the person's own team decides; whoever asks sees their own."""

    def scope(self, grants: Grants) -> Q:
        """Return the filter for one's own and those about people of one's areas."""
        rows = Q(asked_by=grants.user_id)
        if grants.areas:
            rows |= Q(person__area__in=grants.areas)
        return rows & Q(person__restricted_at__isnull=True)

    def to_decide(self, user: "User") -> Self:
        """Those that wait for the team of one of the user's areas."""
        areas = user.grants(Permission.TRIAGE).areas
        return self.waiting().unrestricted().filter(person__area__in=areas)

    def waiting(self) -> Self:
        """Those not decided."""
        return self.filter(state=NamingState.WAITING)


class InclusionQuerySet(ScopedQuerySet["InclusionRequest"]):
    """Requests of the public page: the area's team, or every team where no area was given.

    A lead professional sees those that the team gave to them.
    """

    def scope(self, grants: Grants) -> Q:
        """Return the filter for the requests that `grants` reach."""
        reached = Q(lead=grants.user_id, state="lead_found")
        if grants.areas:
            reached |= Q(area__in=grants.areas) | Q(area__isnull=True)
        return reached

    def permitted(self, user: "User", permission: Permission) -> Self:
        """As for all; triage is for the teams, and no lead closes another area's request."""
        rows = super().permitted(user, permission)
        if permission is not Permission.TRIAGE:
            return rows
        areas = user.grants(permission).areas
        return rows.filter(Q(area__in=areas) | Q(area__isnull=True)) if areas else rows.none()

    def open(self) -> Self:
        """Those whose words are still kept."""
        return self.filter(state__in=INCLUSION_OPEN)

    def given_to(self, user: "User") -> Self:
        """Those for which `user` is to start a referral."""
        return self.filter(lead=user, state="lead_found", referral__isnull=True)

    def to_start(self, user: "User") -> Self:
        """Those, and the ones from which `user` has begun a draft: a button pressed twice finds
        that draft."""
        begun = Q(referral__referrer=user, referral__state=State.DRAFT)
        rows = self.filter(lead=user, state="lead_found")
        return rows.filter(Q(referral__isnull=True) | begun)

    def expired(self, *, on: date) -> Self:
        """Open ones whose time is up."""
        return self.open().filter(expires_on__lt=on)

    def about(self, person: "Person") -> Self:
        """Open ones that name `person`: by first name, last name and date of birth, if given."""
        born = Q(birth_date=person.birth_date) | Q(birth_date__isnull=True)
        return self.open().filter(
            born,
            given_name__iexact=person.given_name,
            family_name__iexact=person.family_name,
        )


class SessionQuerySet(ScopedQuerySet["TrainingSession"]):
    """Training sessions are no secret: the public page lists those to come."""

    def permitted(self, user: "User", permission: Permission) -> Self:
        """All of them for whoever holds `permission`."""
        return self if user.holds(permission) else self.none()

    def to_come(self, *, at: datetime) -> Self:
        """Those that will take place, the soonest first."""
        return self.filter(starts_at__gt=at, cancelled_at__isnull=True).order_by("starts_at", "id")

    def past(self, *, at: datetime) -> Self:
        """Those that are over or were cancelled, the latest first."""
        rows = self.filter(Q(starts_at__lte=at) | Q(cancelled_at__isnull=False))
        return rows.order_by("-starts_at")

    def counted(self) -> Self:
        """With how many places are given, and how many people wait."""
        return self.annotate(
            given=models.Count("places", filter=Q(places__state=PlaceState.GIVEN)),
            waiting=models.Count("places", filter=Q(places__state=PlaceState.WAITING)),
        )


class PlaceQuerySet(ScopedQuerySet["TrainingPlace"]):
    """Wishes for a place, as the team sees them."""

    def permitted(self, user: "User", permission: Permission) -> Self:
        """All of them for whoever holds `permission`."""
        return self if user.holds(permission) else self.none()

    def undated(self) -> Self:
        """Those who ask for a date."""
        return self.filter(state=PlaceState.ASKED)

    def cancelled(self) -> Self:
        """Those who do not come, the latest first."""
        return self.filter(state=PlaceState.CANCELLED).order_by("-decided_at", "id")

    def live(self) -> Self:
        """Those who have a place or wait for one."""
        return self.filter(state__in=[PlaceState.GIVEN, PlaceState.WAITING])


class ToolChoiceQuerySet(ScopedQuerySet["ToolChoice"]):
    """Choices of tools are no secret among those who work here."""

    def permitted(self, user: "User", permission: Permission) -> Self:
        """All of them for whoever holds `permission`."""
        return self if user.holds(permission) else self.none()


def calibration_counts(user: "User") -> list[Count]:
    """Return how results of the people of the user's areas compare, in one query.

    By tool and version, area, service of whoever completed it, and the way the rating differs.
    """
    higher = Q(level="RED") | Q(level="AMBER", suggested="GREEN")
    direction = Case(
        When(suggested="", then=Value("none")),
        When(level=F("suggested"), then=Value("same")),
        When(higher, then=Value("up")),
        default=Value("down"),
        output_field=CharField(),
    )
    area = Coalesce("referral__person__area__name", "person__area__name")
    results = apps.get_model("referrals", "ToolResult")._default_manager
    rows = (
        results.permitted(user, Permission.TRIAGE)
        .annotate(direction=direction, area_name=area)
        .order_by()
        .values_list(
            "tool_title",
            "tool_version",
            "area_name",
            "completed_by__organisation__name",
            "direction",
        )
        .annotate(results=models.Count("pk"))
    )
    return [
        Count(f"{title}, version {version}", area, service or "No service named", way, number)
        for title, version, area, service, way, number in rows
    ]
