"""Named reads of actions, duties and chases, and of those who may own an action."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from accounts.rules import ROLE_PERMISSIONS, Permission, Role
from accounts.scope import Grants, ScopedQuerySet
from actions.rules import ActionStatus
from duties.querysets import DutyQuerySet
from register.querysets import PersonScopedQuerySet, has_left, visible

if TYPE_CHECKING:
    from actions.models import Action, Chase, Cover  # noqa: F401

OWNING_ROLES = tuple(role for role in Role if Permission.ACTION_DO in ROLE_PERMISSIONS[role])
"""Roles with which an action is opened, marked as done and answered: no one else owns one."""


def can_own() -> models.QuerySet[User]:
    """Return the active users who can open and answer an action that is their own."""
    held = apps.get_model("accounts", "RoleHeld")._base_manager.filter(
        role__in=OWNING_ROLES, ended_at__isnull=True
    )
    return _active(held)


def possible_owners(area_id: UUID) -> models.QuerySet[User]:
    """Return the active users who hold a role in an area and so may own its actions."""
    held = apps.get_model("accounts", "RoleHeld")._base_manager.filter(
        role__in=OWNING_ROLES, area=area_id, ended_at__isnull=True
    )
    return _active(held).select_related("organisation")


def share_an_area(one: User, other: User) -> bool:
    """Whether both hold a role of those who own actions in one area."""
    rows = apps.get_model("accounts", "RoleHeld")._base_manager.filter(
        role__in=OWNING_ROLES, ended_at__isnull=True
    )
    return rows.filter(user=one.pk, area__in=rows.filter(user=other.pk).values("area")).exists()


def may_cover(user: User) -> models.QuerySet[User]:
    """Return the active colleagues who could stand in for `user`."""
    rows = apps.get_model("accounts", "RoleHeld")._base_manager.filter(
        role__in=OWNING_ROLES, ended_at__isnull=True
    )
    near = rows.filter(area__in=rows.filter(user=user.pk).values("area"))
    return _active(near).exclude(pk=user.pk).select_related("organisation")


def owners_in(area_ids: Iterable[UUID]) -> models.QuerySet[User]:
    """Return the active users who may own actions in one of several areas."""
    held = apps.get_model("accounts", "RoleHeld")._base_manager.filter(
        role__in=OWNING_ROLES, area__in=area_ids, ended_at__isnull=True
    )
    return _active(held).select_related("organisation")


def areas_of_owner(user: User) -> models.QuerySet[Any]:
    """Return the ids of the areas in which a user may own actions."""
    return _areas_of(user.pk)


def _areas_of(user_id: UUID) -> models.QuerySet[Any]:
    held = apps.get_model("accounts", "RoleHeld")._base_manager.filter(
        role__in=OWNING_ROLES, user=user_id, ended_at__isnull=True
    )
    return held.values_list("area", flat=True)


def _covered(user_id: UUID) -> Q:
    """Return the filter for actions of those for whom a user stands in today.

    Only about people of areas in which the user could own them too: whoever is away may work in
    areas that the user has no part in.
    """
    covers = apps.get_model("actions", "Cover").objects.on(timezone.localdate())
    return Q(
        owner__in=covers.filter(covered_by=user_id).values("user"),
        person__area__in=_areas_of(user_id),
    )


def representatives(area_id: UUID, organisation_id: UUID) -> models.QuerySet[User]:
    """Return the representatives of an organisation in an area."""
    held = apps.get_model("accounts", "RoleHeld")._base_manager.filter(
        role=Role.REPRESENTATIVE,
        area=area_id,
        organisation=organisation_id,
        ended_at__isnull=True,
    )
    return _active(held)


def commissioners(organisation_id: UUID) -> models.QuerySet[User]:
    """Return the users who commission for an organisation."""
    held = apps.get_model("accounts", "RoleHeld")._base_manager.filter(
        role=Role.COMMISSIONER, organisation=organisation_id, ended_at__isnull=True
    )
    return _active(held)


def _active(held: models.QuerySet[Any]) -> models.QuerySet[User]:
    """Return the active users who hold these roles."""
    return User._base_manager.filter(pk__in=held.values("user"), is_active=True)


def _of_services(grants: Grants) -> Q:
    """Return the filter for actions of the services that a user represents, area by area."""
    found = Q(pk__in=[])
    for organisation, area in sorted(grants.services):
        found |= Q(organisation=organisation, person__area=area)
    return found


class ActionQuerySet(PersonScopedQuerySet["Action"]):
    """Agreed actions: one's own, those one covers, about people one sees, of one's service."""

    def scope(self, grants: Grants) -> Q:
        """Return the filter for actions that `grants` reach; none about somebody restricted."""
        reached = visible(grants, "person") | Q(owner=grants.user_id)
        reached |= _covered(grants.user_id) | _of_services(grants)
        return reached & Q(person__restricted_at__isnull=True)

    def doable_by(self, user: User) -> Self:
        """Those `user` may carry out: as owner, for an owner who is away, as service, as team."""
        grants = user.grants(Permission.ACTION_DO)
        mine = Q(owner=user.pk) | Q(person__area__in=grants.areas)
        mine |= _covered(user.pk) | _of_services(grants)
        return self.filter(mine)

    def owned_by(self, user: User) -> Self:
        """Those of one owner."""
        return self.filter(owner=user.pk)

    def without_owner(self) -> Self:
        """Those not finished whose owner cannot open them: by their account, or by their roles."""
        able = can_own().filter(pk=models.OuterRef("owner"))
        return self.unfinished().filter(~models.Exists(able), owner__isnull=False)

    def covered_by(self, user: User) -> Self:
        """Those of owners for whom `user` stands in today."""
        return self.filter(_covered(user.pk))

    def answered(self) -> Self:
        """Those of which a service said that they are not done, or not theirs."""
        return self.open().exclude(answer="")

    def of_service(self, user: User) -> Self:
        """Those of the services that `user` represents, each in its own area."""
        return self.filter(_of_services(user.grants(Permission.ACTION_VIEW)))

    def in_areas(self, user: User) -> Self:
        """Those about people of the areas that `user` looks after."""
        return self.filter(person__area__in=user.grants(Permission.ACTION_VIEW).areas)

    def open(self) -> Self:
        """Those still to do."""
        return self.filter(status=ActionStatus.OPEN)

    def done(self) -> Self:
        """Those that wait for the DSR team to confirm them."""
        return self.filter(status=ActionStatus.DONE)

    def unfinished(self) -> Self:
        """Those neither closed nor cancelled."""
        return self.filter(status__in=[ActionStatus.OPEN, ActionStatus.DONE])

    def overdue(self, on: date) -> Self:
        """Those to do whose date has passed."""
        return self.open().filter(due_on__lt=on)

    def to_chase(self) -> Self:
        """Those about which anyone is reminded: none that was agreed before the person left.

        Whoever closed the record may have let its owner keep it, as their own affair.
        """
        return self.exclude(has_left("person_id", before="agreed_at"))

    def from_origin(self, origin: str, origin_id: UUID) -> Self:
        """Those agreed at one meeting item, review or visit."""
        return self.filter(origin=origin, origin_id=origin_id)


class ChaseQuerySet(models.QuerySet["Chase"]):
    """What was chased, when and to whom."""

    def about(self, person_id: UUID) -> Self:
        """Chases of a person's actions and duties."""
        return self.filter(Q(action__person=person_id) | Q(duty__person=person_id))

    def made(self, *, actions: ActionQuerySet, duties: DutyQuerySet) -> set[tuple[UUID, date, str]]:
        """Return (subject, due date, step) of every chase of these subjects."""
        wanted = Q(action__in=actions.order_by().values("pk"))
        rows = self.filter(wanted | Q(duty__in=duties.order_by().values("pk")))
        subject = Coalesce("action_id", "duty_id")
        return set(rows.annotate(subject=subject).values_list("subject", "due_on", "step"))


class CoverQuerySet(ScopedQuerySet["Cover"]):
    """Who stands in for whom, and when."""

    def scope(self, grants: Grants) -> Q:
        """One's own absences, those one covers, and those of colleagues in one's areas."""
        rows = apps.get_model("accounts", "RoleHeld")._base_manager
        here = rows.filter(area__in=grants.areas, ended_at__isnull=True)
        return (
            Q(user=grants.user_id) | Q(covered_by=grants.user_id) | Q(user__in=here.values("user"))
        )

    def standing(self) -> Self:
        """Those that nobody has ended."""
        return self.filter(ended_at__isnull=True)

    def on(self, day: date) -> Self:
        """Those in force on a day, by somebody whose account is open."""
        return self.standing().filter(
            starts_on__lte=day, ends_on__gte=day, covered_by__is_active=True
        )

    def gone(self, user: User, day: date) -> Self:
        """Those still to come whose colleague cannot cover: their account is locked or closed.

        Of colleagues of the areas that `user` looks after, who are themselves still here.
        """
        rows = self.permitted(user, Permission.ACTION_CONFIRM).still(day)
        return rows.filter(covered_by__is_active=False, user__is_active=True)

    def reaching(self, area_id: UUID) -> Self:
        """Those whose colleague may act on what is about people of an area."""
        return self.filter(covered_by__in=possible_owners(area_id).values("pk"))

    def still(self, day: date) -> Self:
        """Those in force on a day or later."""
        return self.standing().filter(ends_on__gte=day)


def owns_something(user: User) -> str | None:
    """Say why `user` cannot leave yet: actions that they own would have nobody (H8, H17).

    Those about somebody restricted nobody can see, nor give away. Should the restriction turn
    out to be an error, they are chased to the DSR team, as those of any owner who has left.
    """
    actions = apps.get_model("actions", "Action").objects
    count = actions.unfinished().unrestricted().filter(owner=user.pk).count()
    if not count:
        return None
    owned = "1 action that is" if count == 1 else f"{count} actions that are"
    return f"They own {owned} not finished. Give them to someone else first."
