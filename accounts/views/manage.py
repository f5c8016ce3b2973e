"""Accounts and their roles, as the team and administrators manage them."""

from itertools import pairwise
from typing import Any

from django import forms
from django.contrib import messages
from django.urls import reverse

from accounts import workflow
from accounts.forms import FindUserForm, GiveRoleForm
from accounts.gate import PageView, WorkflowView
from accounts.models import AccountLock, RoleHeld, User
from accounts.rules import Permission
from core import nhsuk
from core.nhsuk.say import moment_words

SHOWN = 100


class Users(PageView):
    """Accounts that one manages or may lock, found by name or address."""

    permission = Permission.ACCOUNT_LOCK
    template_name = "accounts/users.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = FindUserForm(self.request.GET)
        found = User.objects.permitted(self.user, self.permission)
        if form.is_valid():
            found = form.narrow(found)
        users = found.with_lock().select_related("organisation").prefetch_related("roles__area")
        return {
            **super().get_context_data(**kwargs),
            "users": users[:SHOWN],
            "filter": form,
            "shown": SHOWN,
            "now": self.now,
        }


class OneUser(PageView):
    """One account: what it may do, and since when."""

    permission = Permission.ACCOUNT_LOCK
    template_name = "accounts/user.html"

    def load(self) -> None:
        self.record = self.find(User.objects.all(), pk=self.kwargs["pk"])
        self.locks = list(self.record.locks.with_names())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, manage = self.record, Permission.ACCOUNT_MANAGE
        manages = User.objects.permitted(self.user, manage).filter(pk=user.pk).exists()
        rows = RoleHeld.objects.permitted(self.user, manage).filter(user=user)
        mine = set(rows.values_list("pk", flat=True))
        locked = next((one for one in self.locks if one.unlocked_at is None), None)
        return super().get_context_data(
            account=user,
            rows=self._rows(
                deactivated=not user.is_active and locked is None,
                corrects=manages and user.is_active,
            ),
            changes=past_details(user) if manages else [],
            roles=[(held, held.pk in mine and user.is_active) for held in user.roles_held],
            own=user.pk == self.user.pk,
            manages=manages,
            locked=locked,
            hands_over=self.user.holds(Permission.ACTION_CONFIRM),
            locks=[lock_rows(one) for one in self.locks],
            **kwargs,
        )

    def _rows(self, *, deactivated: bool, corrects: bool) -> list[dict[str, Any]]:
        user = self.record
        email, details = (
            reverse(name, args=[user.pk]) if corrects else ""
            for name in ("accounts:change_email", "accounts:correct_details")
        )
        if user.pk == self.user.pk:
            email = reverse("accounts:own_email")
        return [
            {"key": "Name", "value": user.full_name, "change_url": details},
            {"key": "Work email address", "value": user.email, "change_url": email},
            {"key": "Job", "value": user.job_title, "change_url": details},
            {
                "key": "Organisation",
                "value": str(user.organisation or ""),
                "change_url": details,
            },
            {"key": "Phone", "value": user.phone, "change_url": details},
            {"key": "Account made", "value": user.joined_at},
            {"key": "Last signed in", "value": user.last_login, "absent": "Never"},
            *([{"key": "Deactivated", "value": user.deactivated_at}] if deactivated else []),
        ]


HISTORY_READ = 100
"""How many of the last changes of an account are looked through."""


def past_details(user: User) -> list[str]:
    """Return what an account said of its holder before, and who put it right; the latest first."""
    rows = user.history.select_related("history_user", "organisation").order_by("-history_id")
    said = []
    for row, before in pairwise(rows[:HISTORY_READ]):
        if row.history_change_reason not in CORRECTIONS:
            continue
        who = row.history_user.full_name if row.history_user else "the service"
        until = f"until {moment_words(row.history_date)}, changed by {who}"
        said += [
            f"{words} was {getattr(before, name) or 'not given'} {until}"
            for name, words in SAID_OF.items()
            if getattr(before, name) != getattr(row, name)
        ]
    return said


CORRECTIONS = ("correct_details", "confirm_email", "change_email")
SAID_OF = {
    "full_name": "Name",
    "email": "Work email address",
    "job_title": "Job",
    "organisation": "Organisation",
    "phone": "Phone",
}


def lock_rows(lock: AccountLock) -> list[dict[str, Any]]:
    """Return a lock with why, by whom and until when, as rows of a summary."""
    ended: list[dict[str, Any]] = [
        {"key": "Unlocked", "value": lock.unlocked_at},
        {"key": "Unlocked by", "value": str(lock.unlocked_by)},
        {"key": "Why it was unlocked", "value": lock.unlock_note},
    ]
    return [
        {"key": "Locked", "value": lock.locked_at},
        {"key": "Locked by", "value": str(lock.locked_by)},
        {"key": "Reason", "value": lock.get_why_display()},
        *([{"key": "More details", "value": lock.note}] if lock.note else []),
        *(ended if lock.unlocked_at else []),
    ]


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
