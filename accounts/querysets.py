"""Named reads of accounts."""

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from accounts.rules import Permission, RequestStatus, Role
from accounts.scope import Grants, ScopedQuerySet

if TYPE_CHECKING:
    from accounts.models import AccountRequest, Area, Organisation, User  # noqa: F401


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations are no secret: the public form lists them."""

    def open(self) -> Self:
        """Those that can be chosen."""
        return self.filter(is_active=True)

    def commissioners(self) -> Self:
        """Those that can be responsible for an inpatient."""
        return self.open().filter(commissions=True)


class AreaQuerySet(models.QuerySet["Area"]):
    """Areas are no secret either."""

    def open(self) -> Self:
        """Those that can be chosen."""
        return self.filter(is_active=True)

    def permitted(self, user: "User", permission: Permission) -> Self:
        """The areas for which `user` holds `permission`; a lead's are those of their role."""
        grants = user.grants(permission)
        held = {role.area_id for role in user.roles_held if Role(role.role) in grants.roles}
        return self.open().filter(pk__in=held | grants.areas)


class UserQuerySet(ScopedQuerySet["User"]):
    """Accounts, as those who manage them see them."""

    def active(self) -> Self:
        """Those who may sign in."""
        return self.filter(is_active=True)

    def holding(self, *roles: Role) -> Self:
        """Active users who hold one of `roles` now."""
        return self.active().filter(
            pk__in=apps.get_model("accounts", "RoleHeld")
            ._base_manager.filter(role__in=roles, ended_at__isnull=True)
            .values("user")
        )

    def team_of(self, area_id: object) -> Self:
        """The DSR team of one area."""
        return self.active().filter(
            roles__role=Role.TEAM, roles__area=area_id, roles__ended_at__isnull=True
        )

    def scope(self, grants: Grants) -> Q:
        """Administrators manage every account, the DSR team those with a role in its areas."""
        if Role.ADMINISTRATOR in grants.roles:
            return Q()
        rows = apps.get_model("accounts", "RoleHeld")._base_manager
        return Q(pk__in=rows.filter(area__in=grants.areas).values("user"))


class AccountRequestQuerySet(ScopedQuerySet["AccountRequest"]):
    """Requests for an account, as the team that decides them sees them."""

    def waiting(self) -> Self:
        """Verified and not decided."""
        return self.filter(status=RequestStatus.WAITING)

    def scope(self, grants: Grants) -> Q:
        """Requests that name one of the grants' areas, once their address is verified."""
        through = apps.get_model("accounts", "AccountRequest").areas.through._base_manager
        return Q(pk__in=through.filter(area__in=grants.areas).values("accountrequest")) & ~Q(
            status=RequestStatus.UNVERIFIED
        )
