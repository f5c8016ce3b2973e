"""Named reads of accounts."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.rules import UNDECIDED, EmailChangeState, Permission, RequestStatus, Role
from accounts.scope import Grants, ScopedQuerySet

if TYPE_CHECKING:
    from accounts.models import (  # noqa: F401
        AccountLock,
        AccountRequest,
        Area,
        EmailChange,
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

    def without_team(self) -> Self:
        """The open areas whose alerts reach no one: no active account has the DSR team role."""
        return self.open().exclude(pk__in=_team_roles().values("area"))


def _team_roles() -> models.QuerySet["RoleHeld"]:
    """Return the DSR team roles held now by active accounts."""
    rows: models.QuerySet[RoleHeld] = apps.get_model("accounts", "RoleHeld")._base_manager.all()
    return rows.filter(role=Role.TEAM, ended_at__isnull=True, user__is_active=True)


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

    def with_lock(self) -> Self:
        """Each with `is_locked`: whether its access has been ended at once."""
        locks = apps.get_model("accounts", "AccountLock")._base_manager
        standing = locks.filter(user=OuterRef("pk"), unlocked_at__isnull=True)
        return self.annotate(is_locked=Exists(standing))

    def locked(self) -> Self:
        """Those whose access has been ended at once."""
        return self.with_lock().filter(is_locked=True)

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

    def permitted(self, user: "User", permission: Permission) -> Self:
        """As everywhere; a team can lock, beside the accounts it manages, its areas' leads.

        A lead who also works in another area is locked by either team: what is stolen there is
        stolen here. Someone with more power than a lead's is an administrator's to lock.
        """
        if permission is not Permission.ACCOUNT_LOCK:
            return super().permitted(user, permission)
        grants = user.grants(permission)
        if not grants.any_role:
            return self.none()
        managed = self.scope(grants)
        # An empty filter, an administrator's, is everyone, and `|` would leave it out.
        return self.filter(managed | _leads_of(grants)) if managed else self

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


def _leads_of(grants: Grants) -> Q:
    """Return the filter for the leads of the grants' areas who hold no role of more power."""
    rows = apps.get_model("accounts", "RoleHeld")._base_manager.filter(ended_at__isnull=True)
    leads = rows.filter(role=Role.LEAD, area__in=grants.areas)
    more = rows.exclude(role__in=[Role.LEAD, Role.REPRESENTATIVE])
    return Q(pk__in=leads.values("user")) & ~Q(pk__in=more.values("user"))


class RoleHeldQuerySet(ScopedQuerySet["RoleHeld"]):
    """Roles, as those who manage accounts see them."""

    def current(self) -> Self:
        """Those held now."""
        return self.filter(ended_at__isnull=True)

    def areas_losing_team(self) -> AreaQuerySet:
        """The open areas that would have no DSR team without these roles."""
        areas: AreaQuerySet = apps.get_model("accounts", "Area").objects.open()
        ending = self.order_by().values("pk")
        theirs, left = _team_roles().filter(pk__in=ending), _team_roles().exclude(pk__in=ending)
        return areas.filter(pk__in=theirs.values("area")).exclude(pk__in=left.values("area"))

    def scope(self, grants: Grants) -> Q:
        """Administrators reach every role, the DSR team those of its areas."""
        if Role.ADMINISTRATOR in grants.roles:
            return Q()
        return Q(area__in=grants.areas)


class AccountLockQuerySet(models.QuerySet["AccountLock"]):
    """Locks of accounts, read through the account that they lock."""

    def in_force(self) -> Self:
        """Those that no one has lifted."""
        return self.filter(unlocked_at__isnull=True)

    def with_names(self) -> Self:
        """All of them with who locked and unlocked, the latest first."""
        return self.select_related("locked_by", "unlocked_by").order_by("-locked_at")


class EmailChangeQuerySet(models.QuerySet["EmailChange"]):
    """New email addresses of accounts, read through the account that they are for."""

    def waiting(self) -> Self:
        """Those that nobody has confirmed or taken back."""
        return self.filter(state=EmailChangeState.WAITING)


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
