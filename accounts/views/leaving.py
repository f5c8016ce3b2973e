"""Closing accounts and taking roles away; locking an account at once, and unlocking it."""

from typing import Any, cast

from django import forms
from django.urls import reverse

from accounts import workflow
from accounts.leaving_forms import LastOfTeamForm, LockForm, UnlockForm
from accounts.models import RoleHeld, User
from accounts.querysets import RoleHeldQuerySet
from accounts.rules import LockReason, Permission, Role
from accounts.views.manage import UserVerb
from core import nhsuk


class Removal(UserVerb):
    """Base of what may take the last member of a DSR team away: asks who takes the alerts."""

    abstract = True

    def ending(self) -> RoleHeldQuerySet:
        """Return the roles that end."""
        raise NotImplementedError

    def load(self) -> None:
        super().load()
        self.losing = list(self.ending().areas_losing_team())

    def get_form_class(self) -> Any:
        return LastOfTeamForm if self.losing else nhsuk.Form

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return kwargs | {"colleagues": self._colleagues()} if self.losing else kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        last = workflow.last_of_the_team(self.record, self.losing) if self.losing else ""
        give = reverse("accounts:users")
        return {**super().get_context_data(**kwargs), "last_of_team": last, "users_url": give}

    def _colleagues(self) -> Any:
        """Return who could take the alerts: those who work in the area, and other DSR teams."""
        near = User.objects.in_areas([area.pk for area in self.losing])
        found = near.active() | User.objects.holding(Role.TEAM)
        others = found.exclude(pk__in=[self.record.pk, self.user.pk])
        return others.select_related("organisation").distinct()


class Deactivate(Removal):
    """Close an account when someone leaves."""

    heading = "Deactivate this account"
    submit, variant = "Deactivate this account", "warning"
    said = "The account is deactivated."
    words = (
        "We will sign them out at once, end their roles and stop them signing in. What they "
        "recorded stays. First hand over the people they lead and the actions they own. If this "
        "cannot wait, lock the account instead."
    )

    def ending(self) -> RoleHeldQuerySet:
        return cast(RoleHeldQuerySet, self.record.roles.current())

    def perform(self, form: forms.Form) -> Any:
        alerts_to = form.cleaned_data.get("alerts_to")
        return workflow.deactivate(user=self.record, by=self.user, at=self.now, alerts_to=alerts_to)


class EndRole(Removal):
    """Take one role away."""

    heading = "End this role"
    submit, variant, said = "End this role", "warning", "The role has ended."
    words = "They will lose what the role lets them see and do, from their next page on."

    def load(self) -> None:
        roles = RoleHeld.objects.current().select_related("user", "area", "organisation")
        self.held = self.find(roles, pk=self.kwargs["pk"])
        self.record = self.held.user
        self.losing = list(self.ending().areas_losing_team())

    def ending(self) -> RoleHeldQuerySet:
        return cast(RoleHeldQuerySet, self.record.roles.filter(pk=self.held.pk))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "held": self.held}

    def perform(self, form: forms.Form) -> Any:
        alerts_to = form.cleaned_data.get("alerts_to")
        return workflow.end_role(held=self.held, by=self.user, at=self.now, alerts_to=alerts_to)


class Reactivate(UserVerb):
    """Open an account again."""

    heading = "Reactivate this account"
    submit, said = "Reactivate this account", "The account is active again."
    words = "They will be able to sign in again. They have no role until you give them one."

    def perform(self, form: forms.Form) -> Any:
        return workflow.reactivate(user=self.record, by=self.user, at=self.now)


class Lock(UserVerb):
    """End someone's access at once, whatever they hold."""

    permission = Permission.ACCOUNT_LOCK
    form_class = LockForm
    heading, submit, variant = "Lock this account", LockForm.submit, "warning"
    said = "The account is locked. They are signed out everywhere and cannot sign in."
    words = (
        "We will sign them out on every device at once and stop them signing in. Links in emails "
        "we have sent them will stop working. The people they lead and the actions they own go "
        "to the list without an owner for the DSR team to give to others. You can unlock the "
        "account later."
    )

    def perform(self, form: forms.Form) -> Any:
        why, note = LockReason(form.cleaned_data["why"]), form.cleaned_data["note"]
        return workflow.lock(user=self.record, why=why, note=note, by=self.user, at=self.now)


class Unlock(UserVerb):
    """Give someone their access back."""

    permission = Permission.ACCOUNT_LOCK
    form_class = UnlockForm
    heading, submit = "Unlock this account", UnlockForm.submit
    said = "The account is unlocked. We will email them a link to choose a new password."
    words = (
        "They get back the roles that their page shows, and must choose a new password. The "
        "people and actions that others have taken over stay with them."
    )

    def perform(self, form: forms.Form) -> Any:
        note = form.cleaned_data["note"]
        return workflow.unlock(user=self.record, note=note, by=self.user, at=self.now)
