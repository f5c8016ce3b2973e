"""Users, organisations, areas, the roles held between them, and requests for an account."""

from datetime import datetime
from enum import StrEnum
from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts import rules
from accounts.querysets import (
    AccountLockQuerySet,
    AccountRequestQuerySet,
    AreaQuerySet,
    EmailChangeQuerySet,
    OrganisationQuerySet,
    RoleHeldQuerySet,
    SavedViewQuerySet,
    UserQuerySet,
)
from accounts.scope import Grants, grants_of
from core.history import tracked
from core.models import new_id


def choices(enum: type[StrEnum]) -> list[tuple[str, str]]:
    """Return (value, label) pairs of an enum whose members have a `label`."""
    return [(str(member.value), getattr(member, "label", member.value)) for member in enum]


class Organisation(models.Model):
    """A body that people work for, that commissions, or that runs a hospital."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ods_code = models.CharField(_("ODS code"), max_length=9, unique=True)
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=30, choices=choices(rules.OrganisationKind))
    commissions = models.BooleanField(
        default=False, help_text="Whether it can be the responsible commissioner of an inpatient."
    )
    is_active = models.BooleanField(default=True)

    objects = OrganisationQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ods_code__regex=r"^[A-Z0-9]{1,9}$"), name="organisation_ods_code_form"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """A part of a region that holds its own tracking meetings."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=100)
    region = models.SlugField(max_length=30, help_text="Selects the local policy rules.")
    icb = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="areas")
    team_email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)

    objects = AreaQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Finds users by their e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user who signs in as `username`."""
        return self.get(email__iexact=username)  # type: ignore[no-any-return]


class User(AbstractBaseUser):
    """Somebody who may sign in. Deactivated when they leave, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(_("work email address"), unique=True)
    full_name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="staff", null=True
    )
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(null=True)
    deactivated_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    objects = UserManager()
    history = tracked(excluded_fields=["password", "last_login"])

    class Meta:
        ordering = ["full_name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_active=True, deactivated_at__isnull=True)
                | Q(is_active=False, deactivated_at__isnull=False),
                name="user_deactivated_at_paired",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        """Return the name as written on the account."""
        return self.full_name

    @property
    def described(self) -> str:
        """The name, job and organisation: two colleagues of one name are told apart by them."""
        organisation = self.organisation.name if self.organisation else ""
        return ", ".join(part for part in (self.full_name, self.job_title, organisation) if part)

    @cached_property
    def roles_held(self) -> "list[RoleHeld]":
        """The roles held now, read once a request."""
        return list(self.roles.filter(ended_at__isnull=True).select_related("organisation", "area"))

    def is_in_team_of(self, area_id: object) -> bool:
        """Whether this user belongs to the DSR team of an area."""
        return any(
            held.role == rules.Role.TEAM and held.area_id == area_id for held in self.roles_held
        )

    def grants(self, permission: rules.Permission) -> Grants:
        """Return whose records this user reaches under `permission`; nobody's when inactive.

        Worked out once for the roles read in this request: a page asks some twenty times.
        """
        roles = self.roles_held if self.is_active else []
        known: tuple[object, dict[rules.Permission, Grants]] | None
        known = self.__dict__.get("_grants_known")
        if known is None or known[0] is not roles:
            known = (roles, {})
            self.__dict__["_grants_known"] = known
        if permission not in known[1]:
            known[1][permission] = grants_of(self, permission)
        return known[1][permission]

    def holds(self, permission: rules.Permission) -> bool:
        """Whether some role of this user carries `permission`."""
        return self.grants(permission).any_role


class RoleHeld(models.Model):
    """A role given to a user for an organisation and, where it is local, an area."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=20, choices=choices(rules.Role))
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = RoleHeldQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["role", "given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "organisation", "area"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="role_held_once",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in rules.Role]), name="role_known"
            ),
            models.CheckConstraint(
                condition=Q(role__in=[r.value for r in rules.Role if r not in rules.AREA_ROLES])
                | Q(area__isnull=False),
                name="role_area_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}"


class AccountLock(models.Model):
    """An account's access ended at once: why, by whom, and who gave it back.

    The roles stay as they are, so that a lock made in error is put right by lifting it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="locks")
    why = models.CharField(max_length=10, choices=choices(rules.LockReason))
    note = models.TextField(max_length=500, blank=True)
    locked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    locked_at = models.DateTimeField()
    unlocked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    unlocked_at = models.DateTimeField(null=True)
    unlock_note = models.TextField(max_length=500, blank=True)

    objects = AccountLockQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["-locked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(unlocked_at__isnull=True), name="account_locked_once"
            ),
            models.CheckConstraint(
                condition=Q(why__in=[one.value for one in rules.LockReason]),
                name="account_lock_reason_known",
            ),
            models.CheckConstraint(
                condition=Q(unlocked_at__isnull=True, unlocked_by__isnull=True, unlock_note="")
                | (Q(unlocked_at__isnull=False, unlocked_by__isnull=False) & ~Q(unlock_note="")),
                name="account_unlock_by_name",
            ),
        ]

    def __str__(self) -> str:
        return f"Lock {self.pk}"


class EmailChange(models.Model):
    """A new email address of an account: asked for and confirmed, or given by who manages it.

    Both addresses are kept here, and in no event: each is told, whatever comes after.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="email_changes")
    old_email = models.EmailField()
    new_email = models.EmailField()
    state = models.CharField(max_length=10, choices=choices(rules.EmailChangeState))
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = EmailChangeQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state=rules.EmailChangeState.WAITING.value),
                name="email_change_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in rules.EmailChangeState]),
                name="email_change_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state=rules.EmailChangeState.WAITING.value, ended_at__isnull=True)
                | (~Q(state=rules.EmailChangeState.WAITING.value) & Q(ended_at__isnull=False)),
                name="email_change_end_paired",
            ),
        ]

    def __str__(self) -> str:
        return f"Email change {self.pk}"

    @property
    def lasts_until(self) -> datetime:
        """The moment after which its link does not work."""
        return self.asked_at + rules.EMAIL_LINK_LASTS


class AccountRequest(models.Model):
    """Somebody asked for an account: first their address is verified, then the team decides."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    full_name = models.CharField(max_length=120)
    email = models.EmailField()
    job_title = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    areas = models.ManyToManyField(Area, related_name="+")
    role = models.CharField(max_length=20, choices=choices(rules.Role))
    reason = models.TextField(max_length=1000)
    status = models.CharField(max_length=20, choices=choices(rules.RequestStatus))
    asked_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decision_reason = models.TextField(max_length=1000, blank=True)
    account = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AccountRequestQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="account_request_decision_paired",
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(status__in=[s.value for s in rules.UNDECIDED]),
                name="account_request_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Account request {self.pk}"


class SavedView(models.Model):
    """A list as somebody likes to see it: the filters of one page under a name of their own.

    Filters are codes and ids; nothing here is about a person on the register. A preference, which
    its owner changes and removes: it has no history.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="saved_views")
    page = models.CharField(max_length=30, help_text="The page's name, such as oversight:blue.")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=600, help_text="The filters, as an address has them.")

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("user", "page", Lower("name"), name="saved_view_named_once"),
        ]

    def __str__(self) -> str:
        return f"Saved view {self.pk}"
