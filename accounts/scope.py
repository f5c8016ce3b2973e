"""Permission and scope as one filter that fails closed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from accounts.rules import ROLE_PERMISSIONS, ROLE_SCOPE, VIEWING, Permission, Role, Scope

if TYPE_CHECKING:
    from accounts.models import User

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Grants:
    """Whose records a user reaches under one permission; everything empty means nobody's.

    `viewing` says that the permission changes nothing; `services` are the (organisation, area)
    for which the user represents a service.
    """

    user_id: UUID
    roles: frozenset[Role] = frozenset()
    own: bool = False
    agenda: bool = False
    areas: frozenset[UUID] = frozenset()
    responsible: frozenset[UUID] = frozenset()
    services: frozenset[tuple[UUID, UUID]] = frozenset()
    viewing: bool = False

    @property
    def any_role(self) -> bool:
        """Whether the permission is held at all."""
        return bool(self.roles)


def grants_of(user: "User", permission: Permission) -> Grants:
    """Return what `user` reaches under `permission`: nothing when the account is not active."""
    if not user.is_active:
        return Grants(user_id=user.pk)
    held = [
        (Role(role.role), role)
        for role in user.roles_held
        if permission in ROLE_PERMISSIONS[Role(role.role)]
    ]
    by_scope = {scope: [row for role, row in held if ROLE_SCOPE[role] is scope] for scope in Scope}
    return Grants(
        user_id=user.pk,
        roles=frozenset(role for role, _ in held),
        own=bool(by_scope[Scope.OWN]),
        agenda=bool(by_scope[Scope.AGENDA]),
        areas=frozenset(row.area_id for row in by_scope[Scope.AREA] if row.area_id),
        responsible=frozenset(row.organisation_id for row in by_scope[Scope.RESPONSIBLE]),
        services=frozenset(
            (row.organisation_id, row.area_id) for row in by_scope[Scope.AGENDA] if row.area_id
        ),
        viewing=permission in VIEWING,
    )


class ScopedQuerySet(models.QuerySet[M]):
    """Rows behind the gate. Subclasses say, in `scope`, which rows the grants reach."""

    def scope(self, grants: Grants) -> Q:
        """Return the filter for the rows that `grants` reach."""
        raise NotImplementedError

    def permitted(self, user: "User", permission: Permission) -> Self:
        """Rows on which `user` holds `permission`; none when the account is not active."""
        grants = user.grants(permission)
        return self.filter(self.scope(grants)) if grants.any_role else self.none()
