"""Accounts: asked for, held, locked, left; roles, areas and organisations."""

from typing import Any

from django.urls import reverse

from accounts import links, workflow
from accounts.models import (
    AccountLock,
    AccountRequest,
    Area,
    EmailChange,
    Organisation,
    RoleHeld,
    User,
)
from accounts.rules import LockReason, Role
from tests import factories
from tests.access.world import asked
from tests.conftest import Cast
from tests.factories import NOW, give
from tests.ways_out.model import Machine, State, Way

BOTH = "team, administrator"


def _unverified(cast: Cast) -> AccountRequest:
    return asked(cast, "asa@example.nhs.uk")


def _verified(cast: Cast) -> AccountRequest:
    return workflow.verify(request=_unverified(cast), at=NOW)


def _approved(cast: Cast) -> AccountRequest:
    one = _verified(cast)
    workflow.approve(
        request=one, role=Role.LEAD, organisation=cast.commissioning, areas=[cast.area],
        by=cast.team, at=NOW,
    )  # fmt: skip
    one.refresh_from_db()
    return one


def _declined(cast: Cast) -> AccountRequest:
    return workflow.decline(request=_verified(cast), reason="No", by=cast.team, at=NOW)


def _mailed(one: Any) -> str:
    return links.verification_url(one)


REQUEST = Machine(
    "A request for an account", AccountRequest, ("status", "verified_at", "decided_at"),
    lambda one: reverse("accounts:request", args=[one.pk]),
    (
        State("unverified", "sent, the address not verified", _unverified, (
            Way("accounts:verify", "follow the emailed link", "signed_out", {}, at=_mailed),
        )),
        State("waiting", "waiting for the team", _verified, (
            Way("accounts:approve", "approve it"),
            Way("accounts:decline", "decline it", press={"reason": "No"}),
        )),
        State("approved", "approved", _approved, (
            Way("accounts:deactivate", "deactivate the account",
                at=lambda one: _account(one.account), about=lambda one: one.account),
        ), end="The account exists: anything wrong is put right on its page."),
        State("declined", "declined", _declined, (
            Way("accounts:register", "ask again", "signed_out",
                at=lambda one: reverse("accounts:sign_in")),
        ), end="The person who asked was told."),
    ),
)  # fmt: skip


def _account(user: Any) -> str:
    return reverse("accounts:user", args=[user.pk])


def colleague(cast: Cast) -> User:
    """Return someone who leads people in the cast's area."""
    user = factories.UserFactory.create(full_name="Cole Colleague", organisation=cast.commissioning)
    return give(user, Role.LEAD, area=cast.area)


def _lock(cast: Cast) -> AccountLock:
    return workflow.lock(user=colleague(cast), why=LockReason.DEVICE, by=cast.team, at=NOW)


def _locked(cast: Cast) -> User:
    return _lock(cast).user


def _left(cast: Cast) -> User:
    return workflow.deactivate(user=colleague(cast), by=cast.team, at=NOW)


def _of_user(user: Any) -> str:
    if user.is_active:
        return "active" if user.roles.filter(ended_at=None).exists() else "pending"
    return "locked" if user.locks.filter(unlocked_at=None).exists() else "left"


USER = Machine(
    "An account", User, ("is_active", "deactivated_at", "joined_at"), _account,
    (
        State("pending", "active, without a role", lambda cast: cast.pending, (
            Way("accounts:give_role", "give it a role", "administrator"),
            Way("accounts:deactivate", "deactivate it", "administrator", {}),
        )),
        State("active", "active", colleague, (
            Way("accounts:lock", "lock it at once", BOTH, {"why": "left"}),
            Way("accounts:correct_details", "correct its name, job or organisation", BOTH,
                stays=True),
            Way("accounts:change_email", "change its email address", BOTH, stays=True),
            Way("accounts:deactivate", "deactivate it", BOTH, {}),
        )),
        State("locked", "locked", _locked, (
            Way("accounts:unlock", "unlock it", BOTH, {"note": "Found"}),
            Way("accounts:deactivate", "end its roles", BOTH, {}, stays=True),
        )),
        State("left", "deactivated", _left, (
            Way("accounts:reactivate", "reactivate it", BOTH, {}),
        ), end="They have left."),
    ),
    read=_of_user,
)  # fmt: skip


def _unlocked(cast: Cast) -> AccountLock:
    return workflow.unlock(user=_locked(cast), note="Found", by=cast.team, at=NOW)


LOCK = Machine(
    "A lock", AccountLock, ("unlocked_at",), lambda one: _account(one.user),
    (
        State("standing", "in force", _lock, (
            Way("accounts:unlock", "unlock the account", BOTH, {"note": "Found"}),
        )),
        State("lifted", "lifted", _unlocked, (
            Way("accounts:lock", "lock the account again", BOTH),
        ), end="The account has its roles back."),
    ),
    read=lambda one: "lifted" if one.unlocked_at else "standing",
)  # fmt: skip


def _new_address(cast: Cast) -> EmailChange:
    return workflow.ask_for_email(
        user=cast.lead, email="lena.new@example.nhs.uk", by=cast.lead, at=NOW
    )


def _confirmed_address(cast: Cast) -> EmailChange:
    change = _new_address(cast)
    workflow.confirm_email(change=change, by=cast.lead, at=NOW)
    return change


def _cancelled_address(cast: Cast) -> EmailChange:
    change = _new_address(cast)
    workflow.cancel_email(user=cast.lead, by=cast.lead, at=NOW)
    return change


def _own(_: Any) -> str:
    return reverse("account_email")


EMAIL_CHANGE = Machine(
    "A new email address of an account", EmailChange, ("state", "ended_at"), _own,
    (
        State("waiting", "waiting to be confirmed", _new_address, (
            Way("accounts:confirm_email", "follow the emailed link", "lead", {},
                at=links.confirm_email_url),
            Way("accounts:cancel_email", "cancel it", "lead", {}),
        ), by_itself="The link stops working after 3 days. A new password, a lock, or an address "
           "given by who manages the account ends it too."),
        State("done", "changed", _confirmed_address, (
            Way("accounts:own_email", "ask for another one", "lead"),
        ), end="Another one is asked for in the same way, or given by who manages the account."),
        State("ended", "not changed", _cancelled_address, (
            Way("accounts:own_email", "ask again", "lead"),
        ), end="The address stays as it was."),
    ),
)  # fmt: skip


def _role(cast: Cast) -> RoleHeld:
    return colleague(cast).roles.get()


def _ended(cast: Cast) -> RoleHeld:
    user = colleague(cast)
    give(user, Role.REPRESENTATIVE, area=cast.area)
    return workflow.end_role(held=user.roles.get(role=Role.LEAD), by=cast.team, at=NOW)


ROLE = Machine(
    "A role", RoleHeld, ("ended_at",), lambda one: _account(one.user),
    (
        State("held", "held", _role, (Way("accounts:end_role", "end it", BOTH, {}),)),
        State("ended", "ended", _ended, (
            Way("accounts:give_role", "give it again", BOTH),
        ), end="It no longer gives access."),
    ),
    read=lambda one: "ended" if one.ended_at else "held",
)  # fmt: skip


def _closed_area(cast: Cast) -> Area:
    cast.other_area.is_active = False
    return workflow.save_area(area=cast.other_area, by=cast.administrator, at=NOW)


def _closed_service(cast: Cast) -> Organisation:
    service = factories.OrganisationFactory.create(is_active=False)
    return workflow.save_organisation(organisation=service, by=cast.administrator, at=NOW)


def _in_use(machine: str, page: str, listed: str, model: Any, there: Any, closed: Any) -> Machine:
    """Return an area or an organisation: an administrator takes it out of use and back."""
    active = {"is_active": "on"}
    return Machine(
        machine, model, ("is_active",), lambda one: reverse(listed),
        (
            State("active", "in use", there, (
                Way(page, "take it out of use", "administrator", {"is_active": "false"}),
            )),
            State("inactive", "not in use", closed, (
                Way(page, "bring it back into use", "administrator", active),
            ), end="It is not offered for anything new."),
        ),
        read=lambda one: "active" if one.is_active else "inactive",
    )  # fmt: skip


AREA = _in_use(
    "An area", "accounts:edit_area", "accounts:areas", Area, lambda cast: cast.area, _closed_area
)
ORGANISATION = _in_use(
    "An organisation", "accounts:edit_organisation", "accounts:organisations", Organisation,
    lambda cast: cast.commissioning, _closed_service,
)  # fmt: skip

MACHINES = (REQUEST, USER, LOCK, EMAIL_CHANGE, ROLE, AREA, ORGANISATION)
