"""Named reads of accounts."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Q

from accounts.rules import UNDECIDED, Permission, RequestStatus, Role
from accounts.scope import Grants, ScopedQuerySet

if TYPE_CHECKING:
    from accounts.models import (  # noqa: F401
        AccountRequest,
        Area,
        Organisation,
        RoleHeld,
        SavedView,
        User,
    )


class OrganisationQuerySet(ScopedQuerySet["Organisation"]):
    """Organisations are no secret: the public form lists them."""

    def open(self) -> Self:
        """Those that can be chosen."""
        return self.filter(is_active=True)

    def commissioners(self) -> Self:
        """Those that can be responsible for an inpatient."""
        return self.open().filter(commissions=True)

    def permitted(self, user: "User", permission: Permission) -> Self:
        """All of them, closed ones included, for whoever holds `permission`."""
        return self if user.holds(permission) else self.none()


class AreaQuerySet(ScopedQuerySet["Area"]):
    """Areas are no secret either."""

    def open(self) -> Self:
        """Those that can be chosen."""
        return self.filter(is_active=True)

    def permitted(self, user: "User", permission: Permission) -> Self:
        """The open areas for which `user` holds `permission`; a lead's are those of their role.

        An administrator, who is of no area, reaches all of them, closed ones included.
        """
        grants = user.grants(permission)
        if Role.ADMINISTRATOR in grants.roles:
            return self
        held = {role.area_id for role in user.roles_held if Role(role.role) in grants.roles}
        return self.open().filter(pk__in=held | grants.areas)


class UserQuerySet(ScopedQuerySet["User"]):
    """Accounts, as those who manage them see them."""

    def active(self) -> Self:
        """Those who may sign in."""
        return self.filter(is_active=True)

    def at_address(self, email: str) -> "User | None":
        """Whoever has `email`, whatever its case."""
        return self.filter(email__iexact=email).first()

    def with_role(self, role: Role) -> Self:
        """Those who hold `role` now, active or not."""
        rows = apps.get_model("accounts", "RoleHeld")._base_manager
        return self.filter(pk__in=rows.filter(role=role, ended_at__isnull=True).values("user"))

    def matching(self, words: str) -> Self:
        """Those whose name or address contains `words`."""
        return self.filter(Q(full_name__icontains=words) | Q(email__icontains=words))

    def holding(self, *roles: Role) -> Self:
        """Active users who hold one of `roles` now."""
        return self.active().filter(
            pk__in=apps.get_model("accounts", "RoleHeld")
            ._base_manager.filter(role__in=roles, ended_at__isnull=True)
            .values("user")
        )

    def team_of(self, area_id: UUID) -> Self:
        """The DSR team of one area."""
        return self.active().filter(
            roles__role=Role.TEAM, roles__area=area_id, roles__ended_at__isnull=True
        )

    def in_areas(self, area_ids: Iterable[UUID]) -> Self:
        """Users, active or not, who hold or held some role in one of several areas."""
        held = apps.get_model("accounts", "RoleHeld")._base_manager.filter(area__in=area_ids)
        return self.filter(pk__in=held.values("user"))

    def in_area(self, area_id: UUID) -> Self:
        """Active users who hold some role in one area."""
        return self.active().filter(
            pk__in=apps.get_model("accounts", "RoleHeld")
            ._base_manager.filter(area=area_id, ended_at__isnull=True)
            .values("user")
        )

    def team_of_any(self, areas: models.QuerySet["Area"]) -> Self:
        """The DSR teams of several areas, each member once."""
        return self.active().filter(
            pk__in=apps.get_model("accounts", "RoleHeld")
            ._base_manager.filter(role=Role.TEAM, area__in=areas, ended_at__isnull=True)
            .values("user")
        )

    def commissioning_for(self, organisation_id: UUID) -> Self:
        """The commissioners of one organisation."""
        return self.active().filter(
            roles__role=Role.COMMISSIONER,
            roles__organisation=organisation_id,
            roles__ended_at__isnull=True,
        )

    def scope(self, grants: Grants) -> Q:
        """Administrators manage every account; the DSR team those with roles in its areas only.

        Somebody who also works elsewhere, or for the whole service, is beyond the team.
        """
        if Role.ADMINISTRATOR in grants.roles:
            return Q()
        rows = apps.get_model("accounts", "RoleHeld")._base_manager
        now = Q(ended_at__isnull=True)
        here = rows.filter(now | Q(user__is_active=False), area__in=grants.areas)
        elsewhere = rows.filter(now).exclude(area__in=grants.areas)
        return Q(pk__in=here.values("user")) & ~Q(pk__in=elsewhere.values("user"))


class RoleHeldQuerySet(ScopedQuerySet["RoleHeld"]):
    """Roles, as those who manage accounts see them."""

    def current(self) -> Self:
        """Those held now."""
        return self.filter(ended_at__isnull=True)

    def scope(self, grants: Grants) -> Q:
        """Administrators reach every role, the DSR team those of its areas."""
        if Role.ADMINISTRATOR in grants.roles:
            return Q()
        return Q(area__in=grants.areas)


class AccountRequestQuerySet(ScopedQuerySet["AccountRequest"]):
    """Requests for an account, as the team that decides them sees them."""

    def waiting(self) -> Self:
        """Verified and not decided."""
        return self.filter(status=RequestStatus.WAITING)

    def decided(self) -> Self:
        """Approved or declined, the latest first."""
        return self.filter(decided_at__isnull=False).order_by("-decided_at")

    def of_address(self, email: str) -> Self:
        """Requests not decided yet that came from `email`, whatever its case."""
        return self.filter(email__iexact=email, status__in=UNDECIDED)

    def scope(self, grants: Grants) -> Q:
        """Requests that name one of the grants' areas, once their address is verified."""
        through = apps.get_model("accounts", "AccountRequest").areas.through._base_manager
        return Q(pk__in=through.filter(area__in=grants.areas).values("accountrequest")) & ~Q(
            status=RequestStatus.UNVERIFIED
        )


class SavedViewQuerySet(ScopedQuerySet["SavedView"]):
    """Views that people saved: one's own, and nobody else's."""

    def scope(self, grants: Grants) -> Q:
        """Return the filter for the views of the user whose grants these are."""
        return Q(user=grants.user_id)

    def of(self, user: "User", page: str) -> Self:
        """Those that `user` saved of one page."""
        return self.filter(user=user, page=page)
