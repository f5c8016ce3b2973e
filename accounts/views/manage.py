"""Accounts and their roles, as the team and administrators manage them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.urls import reverse

from accounts import workflow
from accounts.forms import FindUserForm, GiveRoleForm
from accounts.gate import PageView, WorkflowView
from accounts.models import RoleHeld, User
from accounts.rules import Permission
from core import nhsuk

SHOWN = 100


class Users(PageView):
    """Accounts that one manages, found by name or address."""

    permission = Permission.ACCOUNT_MANAGE
    template_name = "accounts/users.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = FindUserForm(self.request.GET)
        found = User.objects.permitted(self.user, self.permission)
        if form.is_valid():
            found = form.narrow(found)
        users = found.select_related("organisation").prefetch_related("roles__area")
        return {
            **super().get_context_data(**kwargs),
            "users": users[:SHOWN],
            "filter": form,
            "shown": SHOWN,
            "now": self.now,
        }


class OneUser(PageView):
    """One account: what it may do, and since when."""

    permission = Permission.ACCOUNT_MANAGE
    template_name = "accounts/user.html"

    def load(self) -> None:
        self.record = self.find(User.objects.all(), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.record
        mine = set(
            RoleHeld.objects.permitted(self.user, self.permission)
            .filter(user=user)
            .values_list("pk", flat=True)
        )
        rows = [
            {"key": "Work email address", "value": user.email},
            {"key": "Job", "value": user.job_title},
            {"key": "Organisation", "value": str(user.organisation or "")},
            {"key": "Phone", "value": user.phone},
            {"key": "Account made", "value": user.joined_at},
            {"key": "Last signed in", "value": user.last_login, "absent": "Never"},
            *([{"key": "Deactivated", "value": user.deactivated_at}] if not user.is_active else []),
        ]
        roles = [(held, held.pk in mine and user.is_active) for held in user.roles_held]
        own = user.pk == self.user.pk
        extra = {"account": user, "rows": rows, "roles": roles, "own": own}
        return {**super().get_context_data(**kwargs), **extra}


class UserVerb(WorkflowView):
    """One change of one account."""

    abstract = True
    permission = Permission.ACCOUNT_MANAGE
    form_class: Any = nhsuk.Form
    template_name = "accounts/user_verb.html"
    heading = ""
    words = ""
    submit = ""
    variant = ""
    said = ""

    def load(self) -> None:
        self.record = self.find(User.objects.all(), pk=self.kwargs["pk"])

    def back(self) -> str:
        """The address of the account."""
        return reverse("accounts:user", args=[self.record.pk])

    def get_form(self, form_class: Any = None) -> Any:
        form: Any = super().get_form(form_class)
        form.submit, form.submit_variant, form.cancel = self.submit, self.variant, self.back()
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {"account": self.record, "heading": self.heading, "words": self.words}
        return {**super().get_context_data(**kwargs), **shown, "back_url": self.back()}

    def get_success_url(self) -> str:
        messages.success(self.request, self.said)
        return self.back()


class GiveRole(UserVerb):
    """Give another role, within what one manages."""

    form_class = GiveRoleForm
    heading, submit, said = "Give a role", "Give this role", "The role is given."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.record, "giver": self.user}

    def perform(self, form: forms.Form) -> Any:
        assert isinstance(form, GiveRoleForm)  # noqa: S101 - for the type checker
        return workflow.give_role(user=self.record, **form.grant(), by=self.user, at=self.now)


class Deactivate(UserVerb):
    """Close an account when somebody leaves."""

    heading = "Deactivate this account"
    submit, variant = "Deactivate this account", "warning"
    said = "The account is deactivated."
    words = (
        "They are signed out at once and cannot sign in any more. What they recorded stays. "
        "First hand over the people they lead and the actions they own."
    )

    def perform(self, form: forms.Form) -> Any:
        return workflow.deactivate(user=self.record, by=self.user, at=self.now)


class Reactivate(UserVerb):
    """Open an account again."""

    heading = "Reactivate this account"
    submit, said = "Reactivate this account", "The account is active again."
    words = "They can sign in again, with the roles that they held. Check these roles first."

    def perform(self, form: forms.Form) -> Any:
        return workflow.reactivate(user=self.record, by=self.user, at=self.now)


class EndRole(UserVerb):
    """Take one role away."""

    heading = "End this role"
    submit, variant, said = "End this role", "warning", "The role has ended."
    words = "They lose what the role lets them see and do, from their next page on."

    def load(self) -> None:
        roles = RoleHeld.objects.current().select_related("user", "area", "organisation")
        self.held = self.find(roles, pk=self.kwargs["pk"])
        self.record = self.held.user

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "held": self.held}

    def perform(self, form: forms.Form) -> Any:
        return workflow.end_role(held=self.held, by=self.user, at=self.now)
